/** The rules in the formal model, simulated; the whole of it is a part of `npm run proof`. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { repository } from "../../lib/repository.mjs";
import { ensureQuint, MODEL, RULES, simulate } from "../quint.mjs";

/** Changes that take a rule away: each is to be seen by the rule of that name. @type {Record<string, [string, string][]>} */
const BROKEN = {
    publishedWorks: [
        ["if (key.get(current) == Valid) all { keepWorld, goes(Publish", "if (true) all { keepWorld, goes(Publish"],
    ],
    consumerWorks: [["if (late and consumer == published)", "if (late)"]],
    oneSlotPerRun: [["goes(Idle, Set()),\n    nondet moved", "goes(Disable, Set()),\n    nondet moved"]],
    disabledBeforeDeleted: [
        ["if (late and consumer == published)", "if (late)"],
        ["at' = Disable, previous' = Inactive", "at' = Delete, previous' = Absent"],
    ],
};

/** @param {import("node:test").TestContext} t */
async function quint(t) {
    return ensureQuint().catch((error) => {
        if (process.env.CI === "true") throw error;
        t.skip(`Quint is not to be had: ${error.message.split("\n")[0]}`);
    });
}

test("the formal model keeps every rule on random walks", async (t) => {
    const program = await quint(t);
    if (!program) return;
    const { failures, rules } = await simulate(program, 100, 1);
    assert.deepEqual(failures, []);
    assert.equal(rules, RULES.length);
});

test("a model without a guard breaks the rule that stands on it", async (t) => {
    const program = await quint(t);
    if (!program) return;
    assert.deepEqual(Object.keys(BROKEN), RULES);
    const folder = mkdtempSync(path.join(tmpdir(), "rotation-model-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const whole = readFileSync(path.join(repository, MODEL), "utf8");
    for (const [rule, changes] of Object.entries(BROKEN)) {
        const model = path.join(folder, `${rule}.qnt`);
        for (const [from] of changes)
            assert.equal(whole.split(from).length, 2, `${rule}: the model no longer has ${from}`);
        writeFileSync(
            model,
            changes.reduce((text, [from, to]) => text.replace(from, to), whole),
        );
        const { failures } = await simulate(program, 4000, 1, model);
        assert.match(failures.join("\n"), new RegExp(`❌ ${rule}`), `nothing missed the guard of ${rule}`);
    }
});
