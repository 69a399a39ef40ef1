import assert from "node:assert/strict";
import { engineSuite, KillPoint } from "../support/harness";
import { activeKeys, chosen, named, neverThree, recovered } from "./support/crash";
import { at, story } from "./support/story";

const WHEN = ["before", "after"] as const;

engineSuite("SIGKILL while the older key leaves", (suite) => {
    // Holds 21, 28.
    it("is made good by the next run, in disabling, in deleting and in replacing it", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            const statuses = (): string[] => suite.aws.keys(user).map(({ status }) => status);
            const killed = async (point: KillPoint, now: string, wanted: string[]): Promise<void> => {
                await stack.killAt(point, { now });
                assert.equal((await recovered(stack, now)).length, 1, named(point));
                assert.deepEqual(statuses().sort(), wanted, named(point));
            };
            await stack.ok();
            let day = 0;
            for (const when of chosen(WHEN, (one) => one === "after")) {
                await stack.ok({ now: at((day += 30)) });
                await killed({ action: "UpdateAccessKey", when }, at(day + 1), ["Active", "Inactive"]);
                await killed({ action: "DeleteAccessKey", when }, at(day + 3), ["Active"]);
                await stack.settled();
            }
            for (const when of chosen(WHEN, (one) => one === "before")) {
                await stack.ok({ now: at((day += 30)) });
                await stack.ok({ now: at(day + 1) });
                await killed({ action: "DeleteAccessKey", when }, at((day += 30)), ["Active", "Active"]);
                await stack.ok({ now: at(day + 1) });
            }
            assert.equal(activeKeys(suite.aws, user).length, 1);
            neverThree(suite.aws);
        }));
});
