import assert from "node:assert/strict";
import { type Pass, type PassOptions, passes } from "../../../../cli/engine/runPasses";
import { doneText } from "../../../../cli/output/stopped";
import { childUrn, ran } from "../support/scene";

/** A pass in which steps are begun and those of the second list come to their end. */
function pass(ok: boolean, begun: string[] = [], finished: string[] = begun): Pass {
    const steps = begun.map((name) => ({ op: "create", urn: childUrn(name) }));
    const ended = finished.map((name) => `create ${name}`);
    return { ran: ran({ ok, steps, finished: ended }), failures: { byName: [], others: [] } };
}

/** Plays passes until a signal comes: before the first, or while the n-th is under way. */
async function stopped(during: number, script: Pass[], options: PassOptions = {}, broken = false) {
    const asked: string[] = [];
    let by = during === 0;
    const next = (what: string) => () => {
        asked.push(what);
        by ||= asked.length === during;
        if (by && broken) return Promise.reject(new Error("killed with the command"));
        return Promise.resolve(script[asked.length - 1]);
    };
    const outcome = await passes(
        { preview: next("preview"), up: next("up"), names: ["a", "b"], say: () => undefined, stopped: () => by },
        { refresh: true, ...options },
    );
    return { asked, outcome, text: doneText(outcome) };
}

const [good, bad] = [pass(true), pass(false)];

describe("passes of credential-rotation up after a signal", () => {
    const cases: [string, ReturnType<typeof stopped>, string[]][] = [
        ["before the first one", stopped(0, []), []],
        ["before the update, where there is no preview", stopped(0, [], { skipPreview: true }), []],
        ["in a preview that ended well", stopped(1, [good]), ["preview"]],
        ["in a preview that ended with it", stopped(1, [bad]), ["preview"]],
        ["in what goes before a preview", stopped(1, [], {}, true), ["preview"]],
        ["in a second preview", stopped(2, [bad, good]), ["preview", "preview"]],
        ["in an update that ended well", stopped(2, [good, good]), ["preview", "up"]],
        ["in an update that ended with it", stopped(2, [good, bad]), ["preview", "up"]],
        ["in what goes before an update", stopped(2, [good], {}, true), ["preview", "up"]],
        ["in a second update", stopped(3, [good, bad, good]), ["preview", "up", "up"]],
    ];
    for (const [when, played, passed] of cases) {
        it(`begin no more: ${when}`, async () => {
            const { asked, outcome, text } = await played;
            assert.deepEqual(asked, passed);
            assert.equal(outcome.ok, false);
            assert.ok(outcome.credentials.every(({ result }) => result === "unfinished"));
            assert.match(text, /^nothing of the stack was changed; the (preview|update) /);
        });
    }

    it("say which steps were done and which were not", async () => {
        const { outcome, text } = await stopped(2, [good, pass(false, ["a-green", "a-ledger"], ["a-ledger"])]);
        assert.deepEqual(outcome.stopped, {
            at: "update",
            finished: ["create a-ledger"],
            brokenOff: ["create a-green"],
        });
        assert.equal(
            text,
            "done: create a-ledger; begun and not finished: create a-green; nothing else was begun. " +
                "The next run goes on from there",
        );
    });

    it("keep what failed before as failed", async () => {
        const failing: Pass = {
            ran: ran({ ok: false }),
            failures: { byName: [{ name: "a", message: "denied" }], others: [] },
        };
        const { outcome } = await stopped(3, [good, failing, bad], { refresh: false });
        assert.deepEqual(
            outcome.credentials.map(({ result }) => result),
            ["failed", "unfinished"],
        );
    });
});
