import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { sayIfSlow } from "../../../../cli/output/progress";

describe("what takes longer than usual", () => {
    const told = async (work: Promise<unknown>): Promise<string[]> => {
        const said: string[] = [];
        await sayIfSlow((text) => said.push(text), "reading the state", work, 5).catch(() => undefined);
        await wait(20);
        return said;
    };

    it("is said, once", async () => assert.deepEqual(await told(wait(40)), ["reading the state …"]));

    it("is not said where it is quick or fails", async () => {
        assert.deepEqual(await told(Promise.resolve("done")), []);
        assert.deepEqual(await told(Promise.reject(new Error("no"))), []);
    });

    it("gives what came of it", async () => {
        assert.equal(await sayIfSlow(() => undefined, "", Promise.resolve(3)), 3);
        await assert.rejects(
            sayIfSlow(() => undefined, "", Promise.reject(new Error("no"))),
            /no/,
        );
    });
});
