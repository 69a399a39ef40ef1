import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { runLocal, runId } from "../../../components/shared/runScope";

/** What it says in a run of its own, twice. */
function inRun(ask: () => unknown): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
        const mocks = { call: () => ({}), newResource: ({ name }: { name: string }) => ({ id: name, state: {} }) };
        void pulumi.runtime
            .setMocks(mocks)
            .then(() => pulumi.runtime.runInPulumiStack(async () => void resolve([ask(), ask()])).catch(reject));
    });
}

describe("what belongs to one run", () => {
    it("is the same all through a run, and another in the next of the same process", async () => {
        const [one, again] = await inRun(runId);
        const [two] = await inRun(runId);
        assert.equal(one, again);
        assert.notEqual(one, two);
    });

    it("is made once a run", async () => {
        let made = 0;
        const count = runLocal(() => ++made);
        assert.deepEqual(await inRun(count), [1, 1]);
        assert.deepEqual(await inRun(count), [2, 2]);
    });
});
