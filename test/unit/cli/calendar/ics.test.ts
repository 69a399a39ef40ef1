import assert from "node:assert/strict";
import { calendarIcs } from "../../../../cli/calendar/ics";

const NOW = new Date("2030-01-01T06:00:00.123Z");
const event = { at: "2030-01-31T00:00:00Z", name: "app", what: "rotate" as const, overdue: false };

describe("what falls due for people's calendars", () => {
    it("has an entry for each event, at its time, with a UID that stays", () => {
        const text = calendarIcs("prod", [event], NOW);
        assert.match(text, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
        assert.match(text, /UID:rotate-app-prod-20300131T000000Z@pulumi-credential-rotation\r\n/);
        assert.match(text, /DTSTAMP:20300101T060000Z\r\nDTSTART:20300131T000000Z\r\n/);
        assert.match(text, /SUMMARY:app rotates\r\n/);
        assert.match(text, /END:VCALENDAR\r\n$/);
        const uids = (now: Date) => calendarIcs("prod", [event], now).match(/^UID:.*$/gm);
        assert.deepEqual(uids(NOW), uids(new Date("2030-01-09")));
    });

    it("escapes what means something there, and folds long lines between signs", () => {
        const name = `a,b;c\\${"ü".repeat(60)}`;
        const text = calendarIcs("prod", [{ ...event, name, what: "delete", overdue: true }], NOW);
        const lines = text.split("\r\n");
        assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75));
        const whole = text.replaceAll("\r\n ", "");
        assert.ok(
            whole.includes(`SUMMARY:the previous credential of a\\,b\\;c\\\\${"ü".repeat(60)} is deleted (overdue)`),
        );
    });
});
