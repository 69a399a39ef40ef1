import assert from "node:assert/strict";
import { engineSuite } from "../support/harness";
import { Operator } from "./support/operator";
import { at, ordered, PUBLISHED, story } from "./support/story";

engineSuite("somebody else's key", (suite) => {
    // Holds 7, 8; incidents 5.
    it("is told of ahead, then stops the rotation before any change, and once it is gone the rotation goes on", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            const operator = new Operator(suite.aws);
            const foreign = await operator.mint(user);
            const suffix = foreign.accessKeyId.slice(-4);
            const ahead = await stack.ok({ now: at(10) });
            assert.deepEqual(ahead.mutations, []);
            assert.match(ahead.said.join(), new RegExp(`^warning: .*…${suffix} \\(active\\) was not made here`));

            const refusal = new RegExp(
                `…${suffix} \\(active\\) was not made here and fills the place .*Nothing was changed. ` +
                    `Ways out: take it over with adopt: .*, or delete it once nobody uses it, and run again`,
            );
            const preview = await stack.preview({ now: at(30) });
            assert.notEqual(preview.code, 0);
            assert.match(preview.text.replace(/\s+/g, " "), refusal);
            const refused = await stack.fails(refusal);
            assert.deepEqual(refused.mutations, []);
            assert.equal(suite.aws.keys(user).length, 2);

            await operator.remove(user, foreign.accessKeyId);
            const rotated = await stack.ok();
            assert.deepEqual(ordered(rotated.mutations, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
        }));

    it("stops a first issue that two of them leave no place for", () =>
        story(suite, { warm: true, quiet: true }, async ({ stack, user }) => {
            const operator = new Operator(suite.aws);
            const keys = [await operator.mint(user), await operator.mint(user)];
            const refused = await stack.fails(/were not made here .*Nothing was changed/);
            for (const { accessKeyId } of keys) assert.match(refused.text, new RegExp(`…${accessKeyId.slice(-4)}`));
            assert.deepEqual(refused.mutations, []);
        }));
});
