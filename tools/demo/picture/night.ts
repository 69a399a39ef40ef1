import { changes, mints, type Picture } from "../story/lifecycle";
import type { Night } from "../story/plan";
import type { Telling } from "../story/telling";
import { pair, PAIR_WIDTH } from "./lanes";
import type { Paint } from "./paint";
import { dateText, secondsText, thousands, wrap } from "./text";

/** All blocks stand this far from the edge. */
export const INDENT = "   ";
const GAP = "   ";

/** How lines are to be drawn. */
export interface Style {
    paint: Paint;
    /** Columns there are. */
    width: number;
    /** Columns for the names of credentials. */
    nameWidth: number;
}

/** What is known of one credential after a run. */
export interface CredentialLine {
    name: string;
    picture: Picture;
    /** Sentences of this run, the errors among them marked. */
    said: { severity: "info" | "warning" | "error"; sentence: string }[];
    /** When it rotates next (RFC 3339), shown where nothing was said. */
    nextRotation?: string;
}

/** Date, title and note, shown before the run begins. */
export function heading(night: Night, { title, note }: Telling, run: string, { paint, width }: Style): string[] {
    const colours = ["bold", ...colourOf(night)] as const;
    return [
        `${paint(dateText(night.at), "bold")}${GAP}${paint(title, ...colours)}${GAP}${paint(run, "dim")}`,
        ...wrap(note ?? "", width - INDENT.length).map((line) => INDENT + paint(line, "dim")),
    ];
}

function colourOf({ chapter, happenings }: Night): ("red" | "green")[] {
    if (chapter === "emergency" || chapter === "broken") return ["red"];
    return Object.values(happenings).some(mints) ? ["green"] : [];
}

/** A credential's slots, and beside them what was said; long sentences go on below. */
export function credentialLines({ name, picture, said, nextRotation }: CredentialLine, style: Style): string[] {
    const { paint, nameWidth, width } = style;
    const lead = `${INDENT}${name.padEnd(nameWidth)}${GAP}${pair(picture, paint)}${GAP}`;
    const from = INDENT.length + nameWidth + GAP.length + PAIR_WIDTH + GAP.length;
    const beside = said.flatMap(({ severity, sentence }) =>
        wrap(sentence, width - from).map((line) => (severity === "error" ? paint(line, "red") : line)),
    );
    if (beside.length === 0 && nextRotation) beside.push(paint(`next rotation ${dateText(nextRotation)}`, "dim"));
    return (beside.length === 0 ? [""] : beside).map((line, index) => (index === 0 ? lead : " ".repeat(from)) + line);
}

/** Those that need no line of their own. */
export function othersLine(count: number, { paint }: Style): string {
    return INDENT + paint(`${count} ${count === 1 ? "other" : "others"} unchanged`, "dim");
}

/** What the run took, and what its consumers noticed: nothing. */
export function footing(seconds: number, logins: number, failed: number, { paint }: Style): string {
    const unharmed = failed === 0 ? "none failed" : paint(`${thousands(failed)} FAILED so far`, "red");
    const text = `pulumi up ${secondsText(seconds)}, ${thousands(logins)} logins meanwhile, ${unharmed}`;
    return INDENT + paint(text, "dim");
}

/** A finding at the end, good or bad. */
export function verdict(good: boolean, text: string, { paint }: Pick<Style, "paint">): string {
    return `${INDENT}${good ? paint("✓", "green") : paint("✗", "red")} ${text}`;
}

/** True if the run replaced a key. */
export function isRotation({ happenings }: Night): boolean {
    return Object.values(happenings).some((one) => one !== "first-issue" && changes(one) && mints(one));
}
