import { Happening } from "./lifecycle";
import { Night } from "./plan";

/** How a night is headed, and what a reader must know to follow it. */
export interface Telling {
    title: string;
    note?: string;
}

/** The words for a night. */
export function tell(night: Night, deadline: string): Telling {
    const about = night.about ?? "";
    switch (night.chapter) {
        case "first":
            return {
                title: "The first run",
                note: "Nothing is published yet: each credential gets its first key.",
            };
        case "quiet":
            return {
                title: "A night like most",
                note: "Nothing is due: the run looks, and changes nothing.",
            };
        case "return":
            return {
                title: `Back after ${night.missed} nights without a run`,
                note: "Windows went by unseen. Each credential rotates once, not once per missed window.",
            };
        case "emergency":
            return {
                title: `The key of ${about} has leaked`,
                note: "rotation.rotate gets a new value, with revoke: true. The old key dies in the same run.",
            };
        case "broken":
            return {
                title: `${about} gets a key that never works`,
                note: `Verification gives up after ${deadline} here (60s unless set). The run fails; what is published stays as it is.`,
            };
        case "joining":
            return {
                title: `${firstIssued(night)} joins`,
                note: "What it needs was being built meanwhile. Nothing changes for the others.",
            };
        case "recovery":
            return { title: "The next run makes up for it" };
        case "usual":
            return { title: usualTitle(night) };
    }
}

/** More names than these are counted. */
const MOST_NAMES = 3;

const VERBS: [Happening, (names: string, one: boolean) => string][] = [
    ["window", (names) => `rotation of ${names}`],
    ["disabling", (names) => `overlap of ${names} ends`],
    ["deleting", (names, one) => (one ? `old key of ${names} goes` : `old keys of ${names} go`)],
];

function usualTitle({ happenings }: Night): string {
    const parts = VERBS.flatMap(([wanted, phrase]) => {
        const names = Object.keys(happenings).filter((name) => happenings[name] === wanted);
        return names.length > 0 ? [phrase(shortList(names), names.length === 1)] : [];
    });
    const title = parts.join(", ");
    return title.charAt(0).toUpperCase() + title.slice(1);
}

function firstIssued({ happenings }: Night): string {
    return listed(Object.keys(happenings).filter((name) => happenings[name] === "first-issue"));
}

function shortList(names: string[]): string {
    return names.length > MOST_NAMES ? `${names.length} credentials` : listed(names);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: string[]): string {
    return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
