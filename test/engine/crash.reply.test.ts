import assert from "node:assert/strict";
import { engineSuite } from "../support/harness";
import { at, ordered, PUBLISHED, story } from "./support/story";

engineSuite("a reply of CreateAccessKey that is lost", (suite) => {
    it("leaves a second key that the provider makes, which is disabled and then deleted", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            const fault = suite.aws.fault({ match: { action: "CreateAccessKey" }, kind: "lose-reply" });
            const first = await stack.fails(/left .* behind, .* Run again/);
            fault.remove();
            const made = `iam:CreateAccessKey ${user}`;
            assert.deepEqual(first.mutations, [made, made, `iam:UpdateAccessKey ${user}`]);
            const second = await stack.ok();
            assert.deepEqual(ordered(second.mutations, user), ["iam:DeleteAccessKey app", ...PUBLISHED]);
            assert.equal(suite.aws.keys(user).length, 1);
            await stack.settled();
        }));

    // Holds 9, 22.
    it("leaves an orphan in a rotation, which the next two runs clear away", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            const fault = suite.aws.fault({ match: { action: "CreateAccessKey" }, kind: "lose-reply" });
            const lost = await stack.fails(/LimitExceeded/, { now: at(30) });
            fault.remove();
            assert.deepEqual(lost.mutations, [`iam:CreateAccessKey ${user}`]);
            const freed = await stack.fails(/left .* behind.* Run again/);
            assert.deepEqual(freed.mutations, [`iam:UpdateAccessKey ${user}`]);
            const rotated = await stack.ok();
            const wanted = ["iam:DeleteAccessKey app", "iam:CreateAccessKey app", ...PUBLISHED];
            assert.deepEqual(ordered(rotated.mutations, user), wanted);
            await stack.settled();
        }));
});
