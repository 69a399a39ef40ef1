import assert from "node:assert/strict";
import { engineSuite } from "../support/harness";
import { Operator } from "./support/operator";
import { at, ordered, story, unharmed } from "./support/story";

const DELETED = [
    "ssm:DeleteParameter /app/aws_access_key_id",
    "ssm:DeleteParameter /app/aws_secret_access_key",
    "ssm:DeleteParameter /app/credential",
];

engineSuite("destroying a stack", (suite) => {
    // Holds 7, 37.
    it("leaves nothing of ours, and all that is somebody else's", () =>
        story(suite, { warm: true, quiet: true }, async ({ stack, user, consumer }) => {
            const operator = new Operator(suite.aws);
            await stack.ok();
            const foreign = await operator.mint(user);
            await operator.put(`/${user}/unrelated`, "keep me");
            await unharmed(consumer);
            await consumer.stop();
            const run = await stack.destroy();
            assert.equal(run.code, 0, run.text);
            const left = suite.aws.keys(user).map(({ accessKeyId }) => accessKeyId);
            assert.deepEqual(left, [foreign.accessKeyId]);
            assert.deepEqual(await operator.below(`/${user}`), [`/${user}/unrelated`]);
            const wanted = ["ssm:DeleteParameter /app/rotation", ...DELETED, "iam:DeleteAccessKey app"];
            assert.deepEqual(ordered(run.mutations, user), wanted);
        }));

    it("takes both keys away in an overlap, the published one after what publishes it", () =>
        story(suite, { warm: true, quiet: true }, async ({ stack, user, consumer }) => {
            await stack.ok();
            await stack.ok({ now: at(30) });
            await unharmed(consumer);
            await consumer.stop();
            const run = await stack.destroy();
            assert.equal(run.code, 0, run.text);
            assert.deepEqual(suite.aws.keys(user), []);
            assert.deepEqual(await new Operator(suite.aws).below(`/${user}`), []);
        }));
});
