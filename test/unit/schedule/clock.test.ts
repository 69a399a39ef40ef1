import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { clockOf } from "../../../components/schedule/clock";

describe("the clock of a run", () => {
    it("stands still, so that a schedule and the credentials that share it see one window", async () => {
        const first = clockOf(undefined);
        await pause(5);
        assert.equal(clockOf(undefined).toMillis(), first.toMillis());
    });

    it("is the one that is given, to the millisecond", () => {
        assert.equal(clockOf("2030-01-31T00:00:00.001Z").toMillis(), Date.parse("2030-01-31T00:00:00.001Z"));
    });
});
