/** The rules in the formal model, simulated; the whole of it is a part of `npm run proof`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ensureQuint, RULES, simulate } from "../quint.mjs";

test("the formal model keeps every rule on random walks", async (t) => {
    const program = await ensureQuint().catch((error) => {
        if (process.env.CI === "true") throw error;
        t.skip(`Quint is not to be had: ${error.message.split("\n")[0]}`);
    });
    if (!program) return;
    const { failures, rules } = await simulate(program, 100, 1);
    assert.deepEqual(failures, []);
    assert.equal(rules, RULES.length);
});
