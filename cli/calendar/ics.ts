import type { DueEvent } from "./events";

const TEXTS: Record<DueEvent["what"], (name: string) => string> = {
    rotate: (name) => `${name} rotates`,
    disable: (name) => `the previous credential of ${name} is disabled`,
    delete: (name) => `the previous credential of ${name} is deleted`,
};

/** How long an entry takes in a person's calendar: a run is a matter of minutes. */
const LENGTH = "PT15M";

/** A line of RFC 5545 has at most so many bytes; longer ones go on in the next line, behind a blank. */
const LINE_BYTES = 75;

/**
 * What falls due, for people's calendars (RFC 5545). An entry keeps its UID from export to export, so that a calendar that takes
 * the file again has nothing twice.
 *
 * @param stack its name; part of each UID
 */
export function calendarIcs(stack: string, events: DueEvent[], now: Date): string {
    const lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pulumi-credential-rotation//calendar//EN",
        "CALSCALE:GREGORIAN",
        `X-WR-CALNAME:${escaped(`Credential rotation of ${stack}`)}`,
        ...events.flatMap(({ at, name, what, overdue }) => [
            "BEGIN:VEVENT",
            `UID:${escaped([what, name, stack, basic(at)].join("-"))}@pulumi-credential-rotation`,
            `DTSTAMP:${basic(now.toISOString())}`,
            `DTSTART:${basic(at)}`,
            `DURATION:${LENGTH}`,
            `SUMMARY:${escaped(`${TEXTS[what](name)}${overdue ? " (overdue)" : ""}`)}`,
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]),
        "END:VCALENDAR",
    ];
    return lines.flatMap(folded).join("\r\n") + "\r\n";
}

function basic(moment: string): string {
    return new Date(moment).toISOString().replace(/[-:]|\.\d+/g, "");
}

function escaped(text: string): string {
    return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, "\\n");
}

function folded(line: string): string[] {
    const lines: string[] = [];
    let now = "";
    for (const sign of line) {
        if (Buffer.byteLength(now + sign) > LINE_BYTES) {
            lines.push(now);
            now = " ";
        }
        now += sign;
    }
    return [...lines, now];
}
