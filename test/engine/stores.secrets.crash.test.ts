import assert from "node:assert/strict";
import { engineSuite, fresh } from "../support/harness";
import { activeKeys, recovered } from "./support/crash";
import { at, story } from "./support/story";

engineSuite("a name in Secrets Manager that is taken", (suite) => {
    for (const nth of [1, 2]) {
        it(`by the ${nth === 1 ? "credential" : "record"} that a killed run made is the next run's own`, () => {
            const name = fresh("prod/killed");
            const set = { stores: [{ secretsManager: { name, recoveryWindowInDays: 0 } }] };
            return story(suite, { warm: true, quiet: true, set }, async ({ stack, user }) => {
                await stack.killAt({ action: "CreateSecret", nth, when: "after" });
                await recovered(stack, at(0, 13));
                assert.equal(activeKeys(suite.aws, user).length, 1);
                await stack.settled();
            });
        });
    }

    it("for it is scheduled for deletion stops the run before a key is made, with the ways out", async () => {
        const name = fresh("prod/gone");
        const set = { stores: [{ secretsManager: { name } }] };
        await story(suite, { quiet: true, set }, async ({ stack }) => void (await stack.ok()));
        await story(suite, { quiet: true, set }, async ({ stack, user }) => {
            await stack.fails(
                /is scheduled for deletion .* no credential was made.* restore-secret --secret-id prod\/gone/,
            );
            assert.deepEqual(suite.aws.keys(user), []);
        });
    });

    it("ends the run where the credential can't be made, and holds nothing of one", async () => {
        const name = fresh("prod/unmade");
        const set = { stores: [{ secretsManager: { name, recoveryWindowInDays: 0 } }] };
        await story(suite, { quiet: true, set }, async ({ stack, user }) => {
            const fault = suite.aws.fault({ match: { action: "CreateAccessKey" }, kind: "deny", times: 99 });
            await stack.fails(/not authorized to perform: iam:CreateAccessKey/);
            fault.remove();
            await stack.ok();
            assert.equal(activeKeys(suite.aws, user).length, 1);
        });
    });
});
