import { Light, Picture, Slot } from "../story/lifecycle";
import { Paint } from "./paint";
import { monthText } from "./text";

const SYMBOLS: Record<Light, string> = { live: "●", overlap: "◐", inactive: "○", absent: "·" };
const SLOTS: readonly Slot[] = ["blue", "green"];

/** Columns that `pair` takes. */
export const PAIR_WIDTH = "blue ●  green ●".length;

/** What the symbols mean, in one line. */
export function legend(paint: Paint): string {
    const meanings: [Light, string][] = [
        ["live", "live"],
        ["overlap", "overlap: still valid"],
        ["inactive", "inactive: disabled"],
        ["absent", "absent"],
    ];
    return meanings.map(([light, meaning]) => `${SYMBOLS[light]} ${paint(meaning, "dim")}`).join("   ");
}

/** Both slots of one credential, on one line: `blue ◐ green ●`. */
export function pair(picture: Picture, paint: Paint): string {
    return SLOTS.map((slot) => `${paint(slot, "dim")} ${symbol(slot, picture[slot], paint)}`).join("  ");
}

function symbol(slot: Slot, light: Light, paint: Paint): string {
    return light === "live" || light === "overlap" ? paint(SYMBOLS[light], slot) : paint(SYMBOLS[light], "dim");
}

/** One run, for the picture of them all. */
export interface Column {
    /** The simulated date (RFC 3339). */
    at: string;
    pictures: Record<string, Picture>;
}

/** The whole story: two lanes a credential, one column a run, months above. */
export function lanes(columns: Column[], names: string[], paint: Paint): string[] {
    const width = Math.max(0, ...names.map((name) => name.length));
    const blank = " ".repeat(width);
    const rows = names.flatMap((name) =>
        SLOTS.map((slot, index) => {
            const label = `${(index === 0 ? name : "").padEnd(width)}  ${paint(slot.padEnd(5), "dim")}`;
            const cells = columns.map(({ pictures }) => symbol(slot, pictures[name]?.[slot] ?? "absent", paint));
            return `${label}  ${cells.join(" ")}`;
        }),
    );
    return [paint(`${blank}         ${months(columns)}`, "dim"), ...rows];
}

/** Each month's name above its first column, as far as there is room for it. */
function months(columns: Column[]): string {
    let line = "";
    columns.forEach(({ at }, index) => {
        const begins = index === 0 || monthText(columns[index - 1].at) !== monthText(at);
        if (begins && line.length <= index * 2) line = `${line.padEnd(index * 2)}${monthText(at)} `;
    });
    return line.trimEnd();
}
