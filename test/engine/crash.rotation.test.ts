import assert from "node:assert/strict";
import { engineSuite, KillPoint } from "../support/harness";
import { activeKeys, chosen, named, neverThree, recovered } from "./support/crash";
import { Operator } from "./support/operator";
import { at, ordered, PUBLISHED, story } from "./support/story";

const WRITES = [1, 2, 3, 4].flatMap((nth) => [
    { action: "PutParameter", nth, when: "before" as const },
    { action: "PutParameter", nth, when: "after" as const },
]);

/** Before anything is made, within the publication, and around the confirmation. */
const few = ({ action, nth, when }: KillPoint): boolean =>
    action === "CreateAccessKey" || nth === 4 || (nth === 1 && when === "after");

engineSuite("SIGKILL in a rotation", (suite) => {
    // Holds 9, 12, 23; incidents 27.
    it("leaves an orphan that is disabled, then deleted, when it comes inside CreateAccessKey", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            await stack.killAt({ action: "CreateAccessKey", when: "after" }, { now: at(30) });
            const [live, orphan] = activeKeys(suite.aws, user);
            const first = await stack.fails(/an interrupted run left .* behind.* It is disabled now/);
            assert.match(first.text, new RegExp(`…${orphan.slice(-4)}`));
            assert.deepEqual(first.mutations, [`iam:UpdateAccessKey ${user}`]);
            assert.deepEqual(activeKeys(suite.aws, user), [live]);
            const second = await stack.ok();
            const remade = ["iam:DeleteAccessKey app", "iam:CreateAccessKey app", ...PUBLISHED];
            assert.deepEqual(ordered(second.mutations, user), remade);
            assert.ok(!suite.aws.keys(user).some(({ accessKeyId }) => accessKeyId === orphan));
            await stack.settled();
            neverThree(suite.aws);
        }));

    // Holds 21, 24, 25; incidents 24.
    it("is made good by the next run wherever else it comes, and the overlap counts from the record", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            const points: KillPoint[] = [{ action: "CreateAccessKey", when: "before" }, ...WRITES];
            for (const [index, point] of chosen(points, few).entries()) {
                const day = 30 * (index + 1);
                const [live] = activeKeys(suite.aws, user);
                await stack.killAt(point, { now: at(day) });
                assert.ok(activeKeys(suite.aws, user).includes(live), named(point));
                const runs = await recovered(stack, at(day, 6));
                assert.equal(runs.length, 1, named(point));
                const [fresh] = activeKeys(suite.aws, user).filter((id) => id !== live);
                const record = JSON.parse(await new Operator(suite.aws).read(`/${user}/rotation`)) as { id: string };
                assert.equal(record.id, fresh, named(point));
                const off = await stack.ok({ now: at(day + 1, 6) });
                assert.deepEqual(off.mutations, [`iam:UpdateAccessKey ${user}`], named(point));
            }
            neverThree(suite.aws);
        }));
});
