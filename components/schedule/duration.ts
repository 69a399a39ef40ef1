import { Duration } from "luxon";

/** `90d`, `24h`, `5m`, `30s`, or an ISO 8601 duration such as `P1M`, `P7D` or `PT36H`. */
export type DurationText = string;

const SHORT = /^(\d+(?:\.\d+)?)\s*(s|m|h|d|w)$/;
/** With a number in it, and none below zero. */
const ISO = /^P(?=.*\d)[^-]*$/;
const UNITS = { s: "seconds", m: "minutes", h: "hours", d: "days", w: "weeks" } as const;

/**
 * Reads a duration.
 *
 * @param text a number with one of the units s, m, h, d, w, or an ISO 8601 duration
 * @param field name of the argument, for the error
 * @throws Error that names the field, the value and what was expected
 */
export function parseDuration(text: DurationText, field: string): Duration {
    const given = String(text).trim();
    const short = SHORT.exec(given);
    const parsed = short
        ? Duration.fromObject({ [UNITS[short[2] as keyof typeof UNITS]]: Number(short[1]) })
        : Duration.fromISO(ISO.test(given) ? given : "");
    if (!parsed.isValid) {
        throw new Error(
            `${field}: ${JSON.stringify(text)} is not a duration; expected a number with a unit like "90d", "24h" or "5m", ` +
                `or an ISO 8601 duration like "P1M" or "PT36H"`,
        );
    }
    return parsed;
}

/** A duration in milliseconds; a month counts 30 days and a year 365, as the shortest bound that is fit for comparing. */
export function toMilliseconds(text: DurationText, field: string): number {
    return parseDuration(text, field).toMillis();
}

const SCALE: [number, string][] = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
];

/** Milliseconds for people: `1 d`, `3 d 4 h`, `15 s`. At most two units. */
export function formatDuration(ms: number): string {
    const parts: string[] = [];
    let rest = Math.max(0, Math.round(ms / 1000) * 1000);
    for (const [size, unit] of SCALE) {
        const count = Math.floor(rest / size);
        rest -= count * size;
        if (count > 0) parts.push(`${count} ${unit}`);
        else if (parts.length > 0) break;
        if (parts.length === 2) break;
    }
    return parts.join(" ") || "0 s";
}
