import assert from "node:assert/strict";
import { ConcurrentUpdateError } from "@pulumi/pulumi/automation";
import { whileLocked } from "../../../../cli/engine/lock";

const locked = (): Error => Object.create(ConcurrentUpdateError.prototype) as Error;

function clock(limitMs: number) {
    let at = 0;
    const pauses: number[] = [];
    const sleep = (ms: number) => {
        pauses.push(ms);
        at += ms;
        return Promise.resolve();
    };
    return { limitMs, now: () => at, sleep, say: () => undefined, pauses };
}

describe("a stack that is locked", () => {
    it("is tried again at growing intervals until it is free", async () => {
        const time = clock(600_000);
        let left = 6;
        const run = () => (left-- > 0 ? Promise.reject(locked()) : Promise.resolve("done"));
        assert.equal(await whileLocked(run, time), "done");
        assert.deepEqual(time.pauses, [2000, 4000, 8000, 16_000, 30_000, 30_000]);
    });

    it("is given up when the limit is reached, with exit code 4, after one last try at the limit", async () => {
        const time = clock(10_000);
        let tries = 0;
        const run = () => (tries++, Promise.reject(locked()));
        await assert.rejects(whileLocked(run, time), { exitCode: 4, message: /pulumi cancel/ });
        assert.deepEqual([tries, time.pauses], [4, [2000, 4000, 4000]]);
    });

    it("lets every other failure through at once", async () => {
        const time = clock(10_000);
        await assert.rejects(
            whileLocked(() => Promise.reject(new Error("no")), time),
            /^Error: no$/,
        );
        assert.deepEqual(time.pauses, []);
    });
});
