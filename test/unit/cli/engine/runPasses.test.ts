import assert from "node:assert/strict";
import type { Decision } from "../../../../cli/engine/decisions";
import { type Pass, type PassOptions, passes } from "../../../../cli/engine/runPasses";
import { ran } from "../support/scene";

const idle = (name: string): Decision => ({ name, reason: "idle", sentence: "", level: "silent", moved: false });
const due = (name: string): Decision => ({ name, reason: "window", sentence: "rotating", level: "info", moved: true });

/** A pass in which these fail and the others are decided so. */
function pass(failing: Record<string, string>, decisions: Decision[], others: string[] = []): Pass {
    const ok = Object.keys(failing).length === 0 && others.length === 0;
    const byName = Object.entries(failing).map(([name, message]) => ({ name, message }));
    return { ran: ran({ ok, decisions, error: ok ? undefined : "engine said no" }), failures: { byName, others } };
}

/** Plays passes in this order, and tells which were asked for. */
async function play(script: Pass[], names = ["a", "b", "c"], options: PassOptions = {}, stopped = false) {
    const asked: string[] = [];
    const next = (what: string) => (leftOut: string[], refresh: boolean) => {
        asked.push([refresh ? `refresh and ${what}` : what, ...leftOut].join(" -"));
        const found = script.shift();
        if (!found) throw new Error(`nobody planned ${asked.at(-1)}`);
        return Promise.resolve(found);
    };
    const outcome = await passes(
        { preview: next("preview"), up: next("up"), names, say: () => undefined, stopped: () => stopped },
        options,
    );
    assert.equal(script.length, 0, "passes that never came");
    return { asked, outcome, results: Object.fromEntries(outcome.credentials.map((one) => [one.name, one.result])) };
}

describe("passes of credential-rotation up", () => {
    it("previews once and updates once where all is well", async () => {
        const { asked, outcome, results } = await play([
            pass({}, [due("a"), idle("b"), idle("c")]),
            pass({}, [due("a"), idle("b"), idle("c")]),
        ]);
        assert.deepEqual(asked, ["preview", "up"]);
        assert.equal(outcome.ok, true);
        assert.deepEqual(results, { a: "ok", b: "ok", c: "ok" });
    });

    it("leaves out what a preview finds failing before it changes anything", async () => {
        const { asked, outcome, results } = await play([
            pass({ a: "no store" }, []),
            pass({ b: "full" }, []),
            pass({}, [due("c")]),
            pass({}, [due("c")]),
        ]);
        assert.deepEqual(asked, ["preview", "preview -a", "preview -a -b", "up -a -b"]);
        assert.equal(outcome.ok, false);
        assert.deepEqual(results, { a: "failed", b: "failed", c: "ok" });
        assert.equal(outcome.credentials[0].error, "no store");
    });

    it("updates once more without the one whose step failed", async () => {
        const { asked, results } = await play([
            pass({}, [due("a"), due("b"), idle("c")]),
            pass({ a: "denied" }, [due("a"), due("b"), idle("c")]),
            pass({}, [idle("b"), idle("c")]),
        ]);
        assert.deepEqual(asked, ["preview", "up", "up -a"]);
        assert.deepEqual(results, { a: "failed", b: "ok", c: "ok" });
    });

    it("keeps what an earlier pass did for a credential as its result", async () => {
        const { outcome } = await play([
            pass({}, [due("a"), due("b"), idle("c")]),
            pass({ a: "denied" }, [due("a"), due("b"), idle("c")]),
            pass({}, [idle("b"), idle("c")]),
        ]);
        assert.equal(outcome.credentials.find(({ name }) => name === "b")?.reason, "window");
    });

    it("does not repeat a run that failed for what a decision found, and leaves out nothing for it", async () => {
        const complaint = (ok: boolean): Pass => ({
            ran: ran({ ok, decisions: [idle("a"), due("b")] }),
            failures: { byName: [{ name: "a", message: "was deleted by somebody else", found: true }], others: [] },
        });
        const { asked, outcome, results } = await play([complaint(true), complaint(false)], ["a", "b"], {
            refresh: true,
        });
        assert.deepEqual(asked, ["refresh and preview", "refresh and up"]);
        assert.deepEqual(results, { a: "failed", b: "ok" });
        assert.deepEqual([outcome.ok, outcome.errors, outcome.refreshed], [false, [], true]);
    });

    it("goes on without one whose step failed beside what a decision found", async () => {
        const found = { name: "a", message: "was deleted by somebody else", found: true } as const;
        const mixed: Pass = {
            ran: ran({ ok: false, decisions: [idle("a"), due("b"), due("c")] }),
            failures: { byName: [found, { name: "b", message: "denied" }], others: [] },
        };
        const rest: Pass = { ran: ran({ ok: false }), failures: { byName: [found], others: [] } };
        const { asked, results } = await play([mixed, rest], undefined, { skipPreview: true });
        assert.deepEqual(asked, ["up", "up -b"]);
        assert.deepEqual(results, { a: "failed", b: "failed", c: "ok" });
    });

    it("changes nothing where the failure belongs to no credential", async () => {
        const { asked, outcome, results } = await play([pass({}, [], ["no AWS credentials"])]);
        assert.deepEqual(asked, ["preview"]);
        assert.deepEqual(outcome.errors, ["no AWS credentials"]);
        assert.deepEqual(results, { a: "unfinished", b: "unfinished", c: "unfinished" });
    });

    it("does not update where every credential fails", async () => {
        const { asked, outcome } = await play([pass({ a: "x", b: "x", c: "x" }, []), pass({}, [])]);
        assert.deepEqual(asked, ["preview", "preview -a -b -c"]);
        assert.equal(outcome.ok, false);
    });

    it("goes on with a program that builds what it was told to leave out", async () => {
        const { asked, results } = await play([
            pass({ a: "no store" }, [idle("b")]),
            pass({ a: "no store" }, [idle("b")]),
            pass({ a: "no store" }, [due("b"), idle("c")]),
        ]);
        assert.deepEqual(asked, ["preview", "preview -a", "up -a"]);
        assert.deepEqual(results, { a: "failed", b: "unfinished", c: "unfinished" });
    });

    it("refreshes first, and does without where that fails for one, which would end it for all", async () => {
        const [clean, unread] = [pass({}, [due("a"), idle("b")]), pass({ a: "not answered" }, [])];
        const well = await play([clean, clean], ["a", "b"], { refresh: true });
        assert.deepEqual(well.asked, ["refresh and preview", "refresh and up"]);
        assert.equal(well.outcome.refreshed, true);

        const ill = await play([unread, unread, clean, clean], ["a", "b"], { refresh: true });
        assert.deepEqual(ill.asked, ["refresh and preview", "preview", "preview -a", "up -a"]);
        assert.deepEqual([ill.outcome.refreshed, ill.outcome.ok], [false, false]);

        const nobodys = pass({}, [], ["the network"]);
        const blind = await play([nobodys, clean], ["a", "b"], { refresh: true, skipPreview: true });
        assert.deepEqual(blind.asked, ["refresh and up", "up"]);
        assert.deepEqual([blind.outcome.refreshed, blind.outcome.ok], [false, true]);
    });

    it("does not look again where the engine never came to the stack: that is the same each time", async () => {
        const wrong = pass({}, [], []);
        Object.assign(wrong.ran, { ok: false, began: false, error: "incorrect passphrase" });
        const preview = await play([wrong], ["a"], { refresh: true });
        const update = await play([wrong], ["a"], { refresh: true, skipPreview: true });
        assert.deepEqual([preview.asked, update.asked], [["refresh and preview"], ["refresh and up"]]);
        assert.deepEqual(preview.outcome.errors, ["incorrect passphrase"]);
    });

    it("gives up after ten updates, and says what was not finished", async () => {
        const names = Array.from({ length: 15 }, (_, index) => `n${String(index).padStart(2, "0")}`);
        const failing = names.slice(0, 10).map((name) => pass({ [name]: "denied" }, names.map(due)));
        const { asked, results } = await play(failing, names, { skipPreview: true });
        assert.equal(asked.length, 10);
        assert.equal(results.n09, "failed");
        assert.equal(results.n10, "unfinished");
    });
});
