import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { DateTime } from "luxon";
import {
    parseMoment,
    readCalendar,
    rfc3339,
    ScheduleArgs,
    shareOf,
    windowAt,
} from "../../../components/schedule/calendar";

const DAY = 86_400_000;
const at = (text: string) => DateTime.fromISO(text, { zone: "utc" });
const windowOf = (args: ScheduleArgs, now: string, name = "app") => windowAt(readCalendar(args, name), at(now));

/* Does not prove that the trigger turns over with the window: the engine tests do. Everything is in UTC, so there is no
 * summer time to be tested. */
describe("the window that holds a moment", () => {
    const weekly = { every: "P7D" };
    const rows: [string, ScheduleArgs, string, string, string][] = [
        ["in the middle", weekly, "2026-04-08T12:00:00Z", "2026-04-05T02:00:00Z", "2026-04-12T02:00:00Z"],
        ["its first millisecond", weekly, "2026-04-05T02:00:00.000Z", "2026-04-05T02:00:00Z", "2026-04-12T02:00:00Z"],
        ["the millisecond before", weekly, "2026-04-05T01:59:59.999Z", "2026-03-29T02:00:00Z", "2026-04-05T02:00:00Z"],
        ["the millisecond after", weekly, "2026-04-05T02:00:00.001Z", "2026-04-05T02:00:00Z", "2026-04-12T02:00:00Z"],
        ["told in another zone", weekly, "2026-04-05T04:00:00+02:00", "2026-04-05T02:00:00Z", "2026-04-12T02:00:00Z"],
        [
            "a leap day",
            { every: "1d", anchor: "2024-01-01T00:00:00Z" },
            "2028-02-29T10:00:00Z",
            "2028-02-29T00:00:00Z",
            "2028-03-01T00:00:00Z",
        ],
        [
            "an anchor to come",
            { every: "90d", anchor: "2030-01-01T00:00:00Z" },
            "2026-04-08T00:00:00Z",
            "2026-01-22T00:00:00Z",
            "2026-04-22T00:00:00Z",
        ],
        [
            "a month from the 31st, in February",
            { every: "P1M", anchor: "2026-01-31T00:00:00Z" },
            "2026-02-28T00:00:00Z",
            "2026-02-28T00:00:00Z",
            "2026-03-31T00:00:00Z",
        ],
        [
            "a month from the 31st, in a leap year",
            { every: "P1M", anchor: "2028-01-31T00:00:00Z" },
            "2028-02-28T12:00:00Z",
            "2028-01-31T00:00:00Z",
            "2028-02-29T00:00:00Z",
        ],
        [
            "a month from the 31st, a year later",
            { every: "P1M", anchor: "2026-01-31T00:00:00Z" },
            "2027-02-01T00:00:00Z",
            "2027-01-31T00:00:00Z",
            "2027-02-28T00:00:00Z",
        ],
        [
            "a month, before its anchor",
            { every: "P1M", anchor: "2026-03-31T00:00:00Z" },
            "2026-02-28T00:00:00Z",
            "2026-02-28T00:00:00Z",
            "2026-03-31T00:00:00Z",
        ],
        [
            "a year from a leap day",
            { every: "P1Y", anchor: "2024-02-29T00:00:00Z" },
            "2027-12-31T00:00:00Z",
            "2027-02-28T00:00:00Z",
            "2028-02-29T00:00:00Z",
        ],
        [
            "hours",
            { every: "36h", anchor: "2026-01-01T00:00:00Z" },
            "2026-01-03T00:00:00Z",
            "2026-01-02T12:00:00Z",
            "2026-01-04T00:00:00Z",
        ],
    ];
    for (const [name, args, now, start, end] of rows) {
        it(name, () => assert.deepEqual(windowOf(args, now), { start, end }));
    }

    const periods = fc.constantFrom("1m", "36h", "1d", "P7D", "30d", "90d", "P1M", "P3M", "P1Y", "P1M2D", "P1MT12H");
    const moments = fc.date({ min: new Date("2000-01-01"), max: new Date("2060-01-01"), noInvalidDate: true });

    // Holds 16, 17; incidents 13, 15, 25.
    it("holds it, and the next one begins where it ends: windows leave no gap and do not overlap", () => {
        fc.assert(
            fc.property(periods, moments, moments, (every, anchor, now) => {
                const calendar = readCalendar({ every, anchor: anchor.toISOString() }, "app");
                const { start, end } = windowAt(calendar, at(now.toISOString()));
                assert.ok(Date.parse(start) <= now.getTime() && now.getTime() < Date.parse(end));
                assert.equal(windowAt(calendar, at(end)).start, end);
                assert.equal(windowAt(calendar, at(start).minus(1)).end, start);
                assert.deepEqual(windowAt(calendar, at(start)), { start, end });
                assert.deepEqual(windowAt(calendar, at(end).minus(1)), { start, end });
                assert.ok(Date.parse(end) - Date.parse(start) >= calendar.shortestPeriodMs);
            }),
            { numRuns: 500 },
        );
    });

    it("is the same for every moment in it", () => {
        fc.assert(
            fc.property(periods, moments, fc.double({ min: 0, max: 0.999999, noNaN: true }), (every, now, share) => {
                const calendar = readCalendar({ every }, "app");
                const window = windowAt(calendar, at(now.toISOString()));
                const [from, to] = [Date.parse(window.start), Date.parse(window.end)];
                const other = DateTime.fromMillis(from + Math.floor((to - from) * share), { zone: "utc" });
                assert.deepEqual(windowAt(calendar, other), window);
            }),
        );
    });
});

describe("the spread of credentials over time", () => {
    it("depends on the name alone, and stays the same for ever", () => {
        assert.equal(shareOf("app"), shareOf("app"));
        assert.equal(shareOf("app").toFixed(6), "0.630658");
        assert.notEqual(shareOf("app"), shareOf("app2"));
    });

    it("puts each window later by less than the spread, in whole seconds", () => {
        fc.assert(
            fc.property(fc.string({ minLength: 1 }), (name) => {
                const plain = readCalendar({ every: "P7D" }, name).anchor.toMillis();
                const late = readCalendar({ every: "P7D", stagger: "6h" }, name).anchor.toMillis() - plain;
                assert.ok(late >= 0 && late < 6 * 3_600_000 && late % 1000 === 0);
            }),
        );
    });

    it("uses the whole of it", () => {
        const shares = Array.from({ length: 1000 }, (_, i) => shareOf(`app-${i}`));
        for (let tenth = 0; tenth < 10; tenth++) {
            const there = shares.filter((share) => Math.floor(share * 10) === tenth).length;
            assert.ok(there > 60 && there < 140, `${there} of 1000 in tenth ${tenth}`);
        }
    });
});

describe("a schedule", () => {
    it("counts a month as the shortest there is", () => {
        assert.equal(readCalendar({ every: "P1M" }, "app").shortestPeriodMs, 28 * DAY);
        assert.equal(readCalendar({ every: "90d" }, "app").shortestPeriodMs, 90 * DAY);
    });

    it("of less than a minute is refused", () => {
        const message = 'rotation.schedule.every: "59s" is too short; expected at least one minute';
        assert.throws(() => readCalendar({ every: "59s" }, "app"), { message });
        assert.equal(readCalendar({ every: "60s" }, "app").shortestPeriodMs, 60_000);
    });

    it("with an anchor that is no date is refused", () => {
        const message =
            'rotation.schedule.anchor: "Sunday" is not a date; expected RFC 3339 like "2026-04-05T02:00:00Z"';
        assert.throws(() => readCalendar({ every: "P7D", anchor: "Sunday" }, "app"), { message });
    });

    it("with an anchor that is a time of day is refused, for its grid would move with every day", () => {
        for (const anchor of ["02:00", "T02:00:00Z", "02:00:00+01:00"])
            assert.throws(() => readCalendar({ every: "P7D", anchor }, "app"), /anchor: ".*02:00.*" is not a date/);
        for (const anchor of ["2026-01-05", "20260105T020000Z", "2026-W02-1"])
            assert.equal(readCalendar({ every: "P7D", anchor }, "app").anchor.toISODate(), "2026-01-05");
    });

    it("names the field that cannot be read", () => {
        assert.throws(
            () => readCalendar({ every: "weekly" }, "app"),
            /^Error: rotation\.schedule\.every: "weekly" is not a duration/,
        );
        assert.throws(
            () => readCalendar({ every: "P7D", stagger: "a bit" }, "app", "schedule"),
            /^Error: schedule\.stagger: "a bit" is not/,
        );
    });
});

describe("moments in texts", () => {
    const unquoted: [string, string][] = [
        ["2026-01-05 00:00:00 +0000 UTC", "2026-01-05T00:00:00Z"],
        ["2026-01-05 09:00:00 +0000 UTC", "2026-01-05T09:00:00Z"],
        ["2026-01-05 09:00:00.5 +0530 +0530", "2026-01-05T03:30:00.500Z"],
    ];
    for (const [handed, moment] of unquoted)
        it(`are read where YAML took them for dates, which Pulumi hands on as Go prints them: ${handed}`, () =>
            assert.equal(rfc3339(parseMoment(handed, "anchor")), moment));

    it("are in UTC, with milliseconds only where there are some", () => {
        assert.equal(rfc3339(DateTime.fromISO("2026-04-05T04:00:00.000+02:00")), "2026-04-05T02:00:00Z");
        assert.equal(rfc3339(at("2026-04-05T02:00:00.001Z")), "2026-04-05T02:00:00.001Z");
    });
});
