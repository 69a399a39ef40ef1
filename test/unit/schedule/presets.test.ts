import * as assert from "node:assert/strict";
import { DateTime } from "luxon";
import { readCalendar, windowAt } from "../../../components/schedule/calendar";
import { ScheduleName, schedules } from "../../../components/schedule/presets";

/** The moments of a crontab entry of the kind `minute hour day-of-month * day-of-week`, over some years. */
function crontab(entry: string, from: DateTime, to: DateTime): string[] {
    const fields = entry.split(" ");
    const matches = (field: string, value: number) => field === "*" || Number(field) === value;
    const moments: string[] = [];
    for (let hour = from.startOf("hour"); hour < to; hour = hour.plus({ hours: 1 })) {
        const values = [hour.minute, hour.hour, hour.day, hour.month, hour.weekday % 7];
        if (hour >= from && values.every((value, i) => matches(fields[i], value))) moments.push(hour.toISO() as string);
    }
    return moments;
}

function turns(name: ScheduleName, from: DateTime, to: DateTime): string[] {
    const calendar = readCalendar(schedules[name], "app");
    const moments: string[] = [];
    for (let moment = windowAt(calendar, from).end; DateTime.fromISO(moment) < to;) {
        const start = DateTime.fromISO(moment, { zone: "utc" });
        moments.push(start.toISO() as string);
        moment = windowAt(calendar, start).end;
    }
    return moments;
}

/* Does not prove that anything runs then: a rotation waits for the next `pulumi up` in its window. */
describe("ready schedules", () => {
    const from = DateTime.fromISO("2023-06-01T12:34:56Z", { zone: "utc" });
    const to = from.plus({ years: 6 });

    it("weekly is Sunday at 02:00, as the crontab entry 0 2 * * 0", () => {
        assert.deepEqual(turns("weekly", from, to), crontab("0 2 * * 0", from, to));
    });

    it("monthly is the first at 03:00, as the crontab entry 0 3 1 * *", () => {
        assert.deepEqual(turns("monthly", from, to), crontab("0 3 1 * *", from, to));
    });

    for (const [name, days] of [
        ["iam", 90],
        ["database", 30],
        ["thirdParty", 180],
    ] as const) {
        it(`${name} is every ${days} days`, () => {
            assert.equal(readCalendar(schedules[name], "app").shortestPeriodMs, days * 86_400_000);
        });
    }
});
