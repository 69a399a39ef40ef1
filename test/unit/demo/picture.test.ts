import assert from "node:assert/strict";
import { lanes, legend, pair, PAIR_WIDTH } from "../../../tools/demo/picture/lanes";
import { credentialLines, footing, heading, isRotation, othersLine, verdict } from "../../../tools/demo/picture/night";
import { brush, wantsColour } from "../../../tools/demo/picture/paint";
import { lastLine, type Summary, summaryJson } from "../../../tools/demo/picture/summary";
import type { Night } from "../../../tools/demo/story/plan";
import { dateText, secondsText, thousands, wrap } from "../../../tools/demo/picture/text";

const plain = brush(false);

describe("the demo's picture of blue and green", () => {
    it("shows both slots of a credential on a line", () => {
        assert.equal(pair({ blue: "overlap", green: "live" }, plain), "blue ◐  green ●");
        assert.equal(pair({ blue: "inactive", green: "absent" }, plain), "blue ○  green ·");
    });

    it("paints a slot that is valid in its own colour, and no other", () => {
        const painted = pair({ blue: "live", green: "inactive" }, brush(true));
        assert.ok(painted.includes("\x1b[94m●\x1b[39m"), JSON.stringify(painted));
        assert.ok(!painted.includes("\x1b[92m"), JSON.stringify(painted));
    });

    it("explains every symbol", () => {
        for (const symbol of "●◐○·") assert.ok(legend(plain).includes(symbol));
    });

    it("draws two lanes a credential, one column a run, and names each month where it begins", () => {
        const live = { blue: "live", green: "absent" } as const;
        const over = { blue: "overlap", green: "live" } as const;
        const columns = [
            { at: "2030-01-06T03:00:00Z", pictures: { a: live, long: live } },
            { at: "2030-01-13T03:00:00Z", pictures: { a: live, long: live } },
            { at: "2030-02-04T03:00:00Z", pictures: { a: over, long: live } },
        ];
        assert.deepEqual(lanes(columns, ["a", "long"], plain), [
            "             Jan Feb",
            "a     blue   ● ● ◐",
            "      green  · · ●",
            "long  blue   ● ● ●",
            "      green  · · ·",
        ]);
    });

    it("leaves a month out that has no room, and shows an unknown credential as absent", () => {
        const columns = [
            { at: "2030-01-06T03:00:00Z", pictures: {} },
            { at: "2030-02-04T03:00:00Z", pictures: {} },
            { at: "2030-03-04T03:00:00Z", pictures: {} },
        ];
        const [months, first] = lanes(columns, ["a"], plain);
        assert.equal(months.trim(), "Jan Mar");
        assert.equal(first, "a  blue   · · ·");
    });
});

describe("the demo's lines about a run", () => {
    const style = { paint: plain, width: 60, nameWidth: 7 };
    const picture = { blue: "overlap", green: "live" } as const;
    const night: Night = {
        at: "2030-02-04T03:00:00Z",
        chapter: "usual",
        happenings: { myapp: "window" },
        pictures: { myapp: picture },
        minted: 1,
    };

    it("head it with date, title and note", () => {
        const note = "a note that is longer than the terminal has columns for it";
        assert.deepEqual(heading(night, { title: "Rotation", note }, "run 3 of 19", style), [
            "Mon  4 Feb 2030   Rotation   run 3 of 19",
            "   a note that is longer than the terminal has columns for",
            "   it",
        ]);
    });

    it("put what was said beside the picture, and its rest below", () => {
        const said = [
            { severity: "info", sentence: "rotating: generation 2 goes into green" },
            { severity: "error", sentence: "it failed" },
        ] as const;
        const lines = credentialLines({ name: "myapp", picture, said: [...said] }, style);
        assert.deepEqual(lines, [
            "   myapp     blue ◐  green ●   rotating: generation 2 goes",
            "                               into green",
            "                               it failed",
        ]);
        assert.ok(
            credentialLines({ name: "myapp", picture, said: [...said] }, { ...style, paint: brush(true) })[2].includes(
                "\x1b[91m",
            ),
        );
    });

    it("say when it rotates next where nothing was said", () => {
        const silent = { name: "billing", picture, said: [] };
        assert.deepEqual(credentialLines({ ...silent, nextRotation: "2030-03-06T02:00:00Z" }, style), [
            "   billing   blue ◐  green ●   next rotation Wed  6 Mar 2030",
        ]);
        assert.deepEqual(credentialLines(silent, style), ["   billing   blue ◐  green ●   "]);
    });

    it("count those to which nothing happened", () => {
        assert.equal(othersLine(1, style), "   1 other unchanged");
        assert.equal(othersLine(5, style), "   5 others unchanged");
    });

    it("end it with what the consumers noticed", () => {
        assert.equal(footing(3.21, 1200, 0, style), "   pulumi up 3.2 s, 1 200 logins meanwhile, none failed");
        assert.match(footing(3.21, 1200, 2, style), /2 FAILED so far/);
        assert.equal(verdict(false, "bad", style), "   ✗ bad");
    });

    it("know a rotation from a first key and from a retirement", () => {
        assert.equal(isRotation(night), true);
        assert.equal(isRotation({ ...night, happenings: { myapp: "first-issue" } }), false);
        assert.equal(isRotation({ ...night, happenings: { myapp: "deleting" } }), false);
    });

    it("measure the picture as it is drawn", () => assert.equal(pair(picture, plain).length, PAIR_WIDTH));
});

describe("the demo's colours", () => {
    it("are for a terminal whose owner did not say no", () => {
        assert.equal(wantsColour(true, {}), true);
        assert.equal(wantsColour(false, {}), false);
        assert.equal(wantsColour(true, { NO_COLOR: "1" }), false);
        assert.equal(wantsColour(true, { NO_COLOR: "" }), true);
        assert.equal(wantsColour(true, { TERM: "dumb" }), false);
    });

    it("leave the text as it is where there are none", () => {
        assert.equal(plain("text", "red", "bold"), "text");
        assert.equal(brush(true)("text", "red"), "\x1b[91mtext\x1b[39m");
    });
});

describe("the demo's words", () => {
    it("write dates, numbers and durations for people", () => {
        assert.equal(dateText("2030-01-06T03:00:00Z"), "Sun  6 Jan 2030");
        assert.equal(thousands(999), "999");
        assert.equal(thousands(1234567), "1 234 567");
        assert.equal(secondsText(9.96), "10.0 s");
        assert.equal(secondsText(125), "2 min 05 s");
        assert.equal(secondsText(119.7), "2 min 00 s");
    });

    it("break long texts at blanks", () => {
        assert.deepEqual(wrap("one two  three\nfour", 8), ["one two", "three", "four"]);
        assert.deepEqual(wrap("unbreakable word", 5), ["unbreakable", "word"]);
        assert.deepEqual(wrap("", 5), []);
    });
});

describe("the demo's summary", () => {
    const summary: Summary = {
        logins: 3842,
        failedLogins: 0,
        runs: 21,
        seconds: 58.2345,
        credentials: 3,
        kinds: { "aws-iam-access-key": { credentials: 3, logins: 3842, failedLogins: 0 } },
        setUpSeconds: 3,
        firstRotationSeconds: 12.3456,
        ok: true,
    };

    it("is one line at the end", () => {
        assert.equal(lastLine(summary, plain), "3 842 logins, 0 failed, 21 runs, 58.2 s");
    });

    it("shows failures in red", () => {
        assert.ok(lastLine({ ...summary, failedLogins: 1 }, brush(true)).includes("\x1b[91m1 failed"));
    });

    it("is JSON with rounded numbers", () => {
        assert.deepEqual(JSON.parse(summaryJson(summary)), {
            ...summary,
            seconds: 58.23,
            firstRotationSeconds: 12.35,
        });
    });
});
