import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { formatDuration as told, parseDuration, toMilliseconds } from "../../../components/schedule/duration";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/* Does not prove that a duration is sensible where it is used: `args.ts` refuses those that are not. */
describe("durations", () => {
    const good: [string, number][] = [
        ["30s", 30_000],
        ["5m", 300_000],
        ["24h", DAY],
        ["1.5h", 1.5 * HOUR],
        ["90d", 90 * DAY],
        ["2w", 14 * DAY],
        [" 90 d ", 90 * DAY],
        ["0s", 0],
        ["P7D", 7 * DAY],
        ["PT36H", 36 * HOUR],
        ["P1W", 7 * DAY],
        ["P1M", 30 * DAY],
        ["P1Y", 365 * DAY],
        ["P1DT12H", 36 * HOUR],
    ];
    for (const [text, ms] of good) {
        it(`reads ${JSON.stringify(text)}`, () => assert.equal(toMilliseconds(text, "rotation.overlap"), ms));
    }

    const bad = [
        "",
        "90",
        "d",
        "90 days",
        "-1d",
        "1M",
        "1e3s",
        "P",
        "PT",
        "P-1D",
        "-P1D",
        "P1DT-1H",
        "p1m",
        "1d 2h",
        "∞d",
    ];
    for (const text of bad) {
        it(`refuses ${JSON.stringify(text)}, and says what was expected`, () => {
            const message =
                `rotation.overlap: ${JSON.stringify(text)} is not a duration; expected a number with a unit like "90d", ` +
                `"24h" or "5m", or an ISO 8601 duration like "P1M" or "PT36H"`;
            assert.throws(() => parseDuration(text, "rotation.overlap"), { message });
        });
    }

    it("refuses what is no text at all in the same words", () => {
        const wrong = undefined as unknown as string;
        assert.throws(
            () => parseDuration(wrong, "rotation.overlap"),
            /^Error: rotation\.overlap: undefined is not a duration; /,
        );
    });

    it("keeps months as months, for they differ in length", () => {
        assert.deepEqual(parseDuration("P1M", "every").toObject(), { months: 1 });
    });
});

/* Does not prove that anybody finds the rounding right: it is for people, and nothing is compared with it. */
describe("durations in sentences", () => {
    const rows: [number, string][] = [
        [0, "0 s"],
        [-5000, "0 s"],
        [499, "0 s"],
        [15_000, "15 s"],
        [60_000, "1 min"],
        [90_000, "1 min 30 s"],
        [24 * HOUR, "1 d"],
        [76 * HOUR, "3 d 4 h"],
        [DAY + 1000, "1 d"],
        [3 * HOUR + 60_000 + 5000, "3 h 1 min"],
        [90 * DAY, "90 d"],
    ];
    for (const [ms, text] of rows) it(`${ms} ms is ${text}`, () => assert.equal(told(ms), text));

    it("have at most two units, and never say more than there is", () => {
        const sizes: Record<string, number> = { d: DAY, h: HOUR, min: 60_000, s: 1000 };
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 400 * DAY }), (ms) => {
                const parts = told(ms).split(/ (?=\d)/);
                assert.ok(parts.length <= 2);
                const total = parts
                    .map((part) => part.split(" "))
                    .reduce((sum, [n, unit]) => sum + Number(n) * sizes[unit], 0);
                assert.ok(total <= ms + 500 && total > ms - HOUR - 1000, `${ms}: ${told(ms)}`);
            }),
        );
    });
});
