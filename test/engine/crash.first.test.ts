import assert from "node:assert/strict";
import { engineSuite, KillPoint } from "../support/harness";
import { activeKeys, named, neverThree, recovered } from "./support/crash";
import { at, story } from "./support/story";

const POINTS: KillPoint[] = [
    { action: "CreateAccessKey", when: "before" },
    { action: "CreateAccessKey", when: "after" },
    { action: "PutParameter", nth: 1, when: "before" },
    { action: "PutParameter", nth: 2, when: "after" },
    { action: "PutParameter", nth: 4, when: "before" },
    { action: "PutParameter", nth: 4, when: "after" },
];

engineSuite("SIGKILL in the first issue", (suite) => {
    for (const point of POINTS) {
        it(`leaves nothing behind after two more runs when ${named(point)}`, () =>
            story(suite, {}, async ({ stack, user }) => {
                await stack.killAt(point);
                await recovered(stack, at(0, 13));
                assert.equal(activeKeys(suite.aws, user).length, 1);
                assert.equal(suite.aws.keys(user).length, 1);
                assert.equal((await stack.status()).currentSlot, "blue");
                await stack.settled();
                neverThree(suite.aws);
            }));
    }
});
