import assert from "node:assert/strict";
import { engineSuite, fresh } from "../support/harness";
import { Operator } from "./support/operator";
import { at, ordered, PUBLISHED, story } from "./support/story";

engineSuite("taking over a key that exists", (suite) => {
    /** A user with a key that was made by hand. */
    async function owner() {
        const user = fresh("owner");
        await suite.aws.createUser(user);
        return { user, key: await new Operator(suite.aws).mint(user) };
    }

    // Holds 20; incidents 17.
    it("publishes the current one as it is, then rotates as usual", async () => {
        const { user, key } = await owner();
        const adopt = { accessKeyId: key.accessKeyId, secretAccessKey: { secret: key.secretAccessKey } };
        await story(suite, { warm: true, user, set: { adopt } }, async ({ stack }) => {
            const first = await stack.ok();
            assert.deepEqual(ordered(first.mutations, user), PUBLISHED);
            assert.match(first.said.join(), /adopting ….{4} as generation 1 in blue; nothing is minted/);
            await stack.settled();
            const rotated = await stack.ok({ now: at(30) });
            assert.deepEqual(ordered(rotated.mutations, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
            const off = await stack.ok({ now: at(31) });
            assert.deepEqual(off.mutations, [`iam:UpdateAccessKey ${user}`]);
            const [adopted, minted] = suite.aws.keys(user);
            assert.deepEqual([adopted.accessKeyId, adopted.status], [key.accessKeyId, "Inactive"]);
            assert.equal(minted.status, "Active");
            const gone = await stack.ok({ now: at(32) });
            assert.deepEqual(gone.mutations, [`iam:DeleteAccessKey ${user}`]);
            const again = await stack.ok({ now: at(60) });
            assert.deepEqual(ordered(again.mutations, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
            await stack.settled();
        });
    });

    it("lets the previous one, whose secret nobody has, leave after its overlap", async () => {
        const { user, key } = await owner();
        await story(
            suite,
            { warm: true, user, set: { adopt: { accessKeyId: key.accessKeyId } } },
            async ({ stack }) => {
                const first = await stack.ok();
                assert.deepEqual(ordered(first.mutations, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
                await stack.settled();
                const off = await stack.ok({ now: at(1, 12) });
                assert.deepEqual(off.mutations, [`iam:UpdateAccessKey ${user}`]);
                assert.equal(suite.aws.keys(user)[0].status, "Inactive");
                const gone = await stack.ok({ now: at(2, 12) });
                assert.deepEqual(gone.mutations, [`iam:DeleteAccessKey ${user}`]);
                assert.ok(!suite.aws.keys(user).some(({ accessKeyId }) => accessKeyId === key.accessKeyId));
            },
        );
    });

    it("refuses an id that the user does not have, and a current one without its secret", async () => {
        const { user, key } = await owner();
        const missing = `AKIA${"Z".repeat(16)}`;
        await story(
            suite,
            { warm: true, user, quiet: true, set: { adopt: { accessKeyId: missing } } },
            async ({ stack }) => {
                const wrong = await stack.fails(/adopt.accessKeyId names …ZZZZ, which does not exist .* Correct it/);
                assert.match(wrong.text, new RegExp(`…${key.accessKeyId.slice(-4)} \\(active\\)`));
                const bare = { accessKeyId: key.accessKeyId, as: "current" };
                const secretless = await stack.fails(/adopt.secretAccessKey is missing/, { set: { adopt: bare } });
                assert.deepEqual([wrong.mutations, secretless.mutations], [[], []]);
            },
        );
    });
});
