import assert from "node:assert/strict";
import { Cells } from "../../proof/engine/abreast/cells";
import { type Aim, Gate, SHARED } from "../../proof/engine/abreast/gate";
import type { Leave, Verdict } from "../../support/door";
import { Random } from "../../proof/rig/random";

const told = ({ k, what }: { k: number; what: string }): string => `${what} ${k}`;

describe("cells of a matrix", () => {
    const filled = (seed = 1): Cells<string> => {
        const cells = new Cells<string>(new Random(seed));
        cells.add("rotation", 3, ["before", "after"]);
        cells.add("deleting", 1, ["before"]);
        return cells;
    };

    it("are taken as neighbours, each once, and in the same lanes for the same seed", () => {
        const cells = filled();
        const [first, second] = [cells.take("rotation", 4), cells.take("rotation", 4)];
        assert.deepEqual(first.map(told).sort(), ["after 1", "after 2", "before 1", "before 2"]);
        assert.deepEqual(second.map(told).sort(), ["after 3", "before 3"]);
        assert.deepEqual(filled().take("rotation", 4), first);
        assert.deepEqual([cells.of, cells.left(), cells.left("rotation")], [7, 1, 0]);
    });

    it("come again last where a run did not come to them, and are given up in the end", () => {
        const cells = filled();
        const [missed] = cells.take("rotation", 1);
        cells.back(missed);
        assert.equal(cells.take("rotation", 5).map(told).includes(told(missed)), false);
        for (let tried = 1; tried < 4; tried++) {
            const [again] = cells.take("rotation", 6);
            assert.deepEqual({ ...again }, { ...missed, tried });
            cells.back(again);
        }
        assert.deepEqual(cells.notReached.map(told), [told(missed)]);
        assert.equal(cells.left("rotation"), 0);
    });

    it("that end a run are taken with their like only", () => {
        const cells = filled();
        const all = [1, 2].map(() => cells.take("rotation", 6, ["after"]).map(told).sort());
        assert.deepEqual(all.sort(), [
            ["after 1", "after 2", "after 3"],
            ["before 1", "before 2", "before 3"],
        ]);
    });
});

describe("a gate before all servers", () => {
    /** Serves a call: what came of it, once that is known. */
    const serve = async (gate: Gate, text: string, done: string[]): Promise<void> => {
        const verdict: Verdict = await gate.way(text);
        if (typeof verdict !== "function") return void done.push(`${text}: ${verdict ?? "broken"}`);
        done.push(`${text}: acted`);
        done.push(`${text}: ${(await (verdict as Leave)()) ? "lost" : "answered"}`);
    };
    const aims = (...given: [string, number, Aim["what"]][]): Map<string, Aim> =>
        new Map(given.map(([lane, k, what]) => [lane, { k, what }]));
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

    it("holds one call of each lane at its moment until the strike, and nothing else of others", async () => {
        const gate = new Gate(["key1", "key12", "key3", "key4"]);
        gate.arm(aims(["key1", 2, "before"], ["key12", 1, "after"], ["key3", 1, "reply"], ["key4", 9, "before"]));
        const done: string[] = [];
        const calls = ["put key1", "put key1", "put key12", "put key3", "put key4", "who"];
        const all = calls.map((text) => serve(gate, text, done));
        await turn();
        const went = ["put key1", "put key4", "who"].flatMap((text) => [`${text}: acted`, `${text}: answered`]);
        assert.deepEqual(done.toSorted(), [...went, "put key12: acted", "put key3: acted"].sort());
        all.push(serve(gate, "later key1", done), serve(gate, "later key3", done));
        await turn();
        assert.equal(done.length, 8, "a lane whose call is held goes no further");
        await gate.strike(() => done.push("KILL"));
        await Promise.all(all);
        const [let_go, kill, ...broken] = done.slice(8);
        assert.deepEqual([let_go, kill], ["put key3: answered", "KILL"]);
        assert.deepEqual(broken.sort(), [
            "later key1: broken",
            "later key3: broken",
            "put key12: lost",
            "put key1: broken",
        ]);
        const met = [...gate.met()].map(([lane, { call, acted, sent }]) => [lane, call, acted, sent]);
        assert.deepEqual(met, [
            ["key1", "put app", false, false],
            ["key12", "put app", true, false],
            ["key3", "put app", true, true],
        ]);
        assert.deepEqual(gate.calls().get(SHARED), ["who"]);
    });

    it("lets trouble come to one call of a lane, and others go by", async () => {
        const gate = new Gate(["a1", "b2", "c3"]);
        gate.arm(aims(["a1", 1, "deny"], ["b2", 2, "lose-reply"], ["c3", 1, "refuse-before"]));
        const done: string[] = [];
        for (const text of ["get a1", "get a1", "get b2", "set b2", "get c3"]) await serve(gate, text, done);
        assert.deepEqual(done, [
            "get a1: deny",
            ...["get a1: acted", "get a1: answered"],
            ...["get b2: acted", "get b2: answered"],
            ...["set b2: acted", "set b2: lost"],
            "get c3: broken",
        ]);
        assert.equal(gate.firstHeld, 0, "nothing waits for a strike");
    });
});
