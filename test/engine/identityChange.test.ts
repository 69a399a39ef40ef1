import assert from "node:assert/strict";
import { engineSuite, fresh } from "../support/harness";
import { at, story } from "./support/story";

engineSuite("an access key whose user is changed in place", (suite) => {
    it("is neither deleted nor replaced, whether AWS says whose it is or not", () =>
        story(suite, { warm: true, rotator: suite.aws.admin }, async ({ stack, user }) => {
            const other = fresh("other");
            await suite.aws.createUser(other);
            await stack.ok();
            await stack.ok({ now: at(30) });
            const keys = suite.aws.keys(user);
            const told = new RegExp(
                `user: the published key …\\w{4} is one of "${user}", expected "${other}": user was changed`,
            );
            const stopped = await stack.fails(told, { set: { user: other } });
            assert.deepEqual(stopped.mutations, []);
            const silent = suite.aws.fault({ match: { action: "GetAccessKeyLastUsed" }, kind: "deny", times: 9 });
            try {
                const warned = await stack.fails(/the live IAM access key of .* was deleted by/, { now: at(30, 1) });
                assert.deepEqual([warned.mutations, warned.steps], [[], []]);
            } finally {
                silent.remove();
            }
            await stack.ok({ now: at(30, 2), set: { user } });
            assert.deepEqual(suite.aws.keys(user), keys);
            await stack.settled();
        }));
});
