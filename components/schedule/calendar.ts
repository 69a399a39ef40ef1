import { createHash } from "node:crypto";
import { DateTime, Duration } from "luxon";
import { parseDuration } from "./duration";

/** When a credential rotates. */
export interface ScheduleArgs {
    /** Time between rotations: `90d`, `36h`, or an ISO 8601 duration such as `P1M`. */
    every: string;
    /**
     * A moment at which a window begins (RFC 3339); the others follow from it. Default: Sunday, 2024-01-07T02:00:00Z,
     * so that periods in whole weeks turn over on Sundays at 02:00 UTC.
     */
    anchor?: string;
    /**
     * Spreads credentials over this time: each begins its windows later by a share of it that depends on its name
     * alone, or the name before it in `aliases`. Default: none.
     */
    stagger?: string;
}

/** A calendar that was read and found good. */
export interface Calendar {
    every: Duration;
    anchor: DateTime;
    /** Length of the period in milliseconds; a month counts as 28 days here, for it must be the shortest it can be. */
    shortestPeriodMs: number;
}

/** One interval of the calendar: `start` belongs to it, `end` to the next. */
export interface Window {
    start: string;
    end: string;
}

/** Sunday, 02:00 UTC. */
export const DEFAULT_ANCHOR = "2024-01-07T02:00:00Z";

/** Formats a moment as the trigger and the record hold it: RFC 3339 in UTC with whole seconds where they are whole. */
export function rfc3339(moment: DateTime): string {
    return moment.toUTC().toISO({ suppressMilliseconds: true }) as string;
}

/** A date that stands in YAML without quotes, as Pulumi hands it to the program: as Go prints it. */
const OF_YAML = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) ([+-]\d\d)(\d\d) \S+$/;

/** The same moment as somebody wrote it there; every other text stays as it is. */
export function asWritten(text: string): string {
    return text.replace(OF_YAML, (_, day, time, hours, minutes) => {
        const offset = `${hours}:${minutes}`;
        return `${day}T${time}${offset === "+00:00" ? "Z" : offset}`;
    });
}

/**
 * Reads a moment.
 *
 * @throws Error that names the field, the value and what was expected
 */
export function parseMoment(text: string, field: string): DateTime {
    const moment = DateTime.fromISO(asWritten(String(text)), { zone: "utc" });
    // A time of day alone would be taken for one of today, which is another moment tomorrow.
    if (!moment.isValid || !/^\d{4}/.test(String(text))) {
        throw new Error(
            `${field}: ${JSON.stringify(text)} is not a date; expected RFC 3339 like "2026-04-05T02:00:00Z"`,
        );
    }
    return moment;
}

/** A share of `[0, 1)` that depends on the name alone and stays the same for ever. */
export function shareOf(name: string): number {
    return createHash("sha256").update(name).digest().readUInt32BE(0) / 2 ** 32;
}

/**
 * Reads a schedule for the credential of this name.
 *
 * @throws Error when a field cannot be read, or the period is shorter than a minute
 */
export function readCalendar(args: ScheduleArgs, name: string, field = "rotation.schedule"): Calendar {
    const every = parseDuration(args.every, `${field}.every`);
    const shortest = every.toMillis() - 2 * 86_400_000 * Math.ceil(every.months + every.years * 12);
    if (shortest < 60_000) {
        throw new Error(`${field}.every: ${JSON.stringify(args.every)} is too short; expected at least one minute`);
    }
    const stagger = args.stagger === undefined ? 0 : parseDuration(args.stagger, `${field}.stagger`).toMillis();
    const offset = Math.floor((stagger * shareOf(name)) / 1000) * 1000;
    const anchor = parseMoment(args.anchor ?? DEFAULT_ANCHOR, `${field}.anchor`).plus({ milliseconds: offset });
    return { every, anchor, shortestPeriodMs: shortest };
}

/** Start of window number `k`, counted from the anchor; months are added to the anchor, so that days do not drift. */
function startOf(calendar: Calendar, k: number): DateTime {
    return calendar.anchor.plus(calendar.every.mapUnits((value) => value * k));
}

/** The window that holds the moment. Depends on nothing but its arguments. */
export function windowAt(calendar: Calendar, now: DateTime): Window {
    let k = Math.floor((now.toMillis() - calendar.anchor.toMillis()) / calendar.every.toMillis());
    while (startOf(calendar, k) > now) k--;
    while (startOf(calendar, k + 1) <= now) k++;
    return { start: rfc3339(startOf(calendar, k)), end: rfc3339(startOf(calendar, k + 1)) };
}
