import assert from "node:assert/strict";
import { engineSuite, KillPoint } from "../support/harness";
import { activeKeys, chosen, named, neverThree, recovered } from "./support/crash";
import { at, story } from "./support/story";

const POINTS: KillPoint[] = [
    { action: "CreateAccessKey", when: "before" },
    { action: "CreateAccessKey", when: "after" },
    ...[1, 2, 3, 4].flatMap((nth): KillPoint[] => [
        { action: "PutParameter", nth, when: "before" },
        { action: "PutParameter", nth, when: "after" },
    ]),
];
/** Within the making, within the publication, and just before it is confirmed. */
const few = ({ action, nth, when }: KillPoint): boolean =>
    when === "after" ? action === "CreateAccessKey" || nth === 2 : nth === 4;

engineSuite("SIGKILL in the first issue", (suite) => {
    for (const point of chosen(POINTS, few)) {
        it(`leaves nothing behind after two more runs when ${named(point)}`, () =>
            story(suite, { warm: true }, async ({ stack, user }) => {
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
