import assert from "node:assert/strict";
import * as rotation from "pulumi-credential-rotation";
import { engineSuite, fresh, withProgram } from "../support/harness";
import { ANCHOR, at } from "./support/story";

engineSuite("a credential with protect: true", (suite) => {
    // Holds 3; incidents 3.
    it("is never replaced or deleted under any calendar, and rotates once the mark is taken away", async () => {
        const user = fresh("kept");
        await suite.aws.createUser(user);
        let protect = true;
        const program = async (): Promise<void> => {
            const stores = [new rotation.SsmParameters({ prefix: `/${user}` })];
            const schedule = { every: "30d", anchor: ANCHOR };
            const args = { user, stores, rotation: { schedule, overlap: "1d", retention: "1d" } };
            new rotation.AwsIamAccessKey("app", args, { protect });
        };
        await withProgram({ aws: suite.aws, program, now: at(0, 1) }, async (stack) => {
            try {
                await stack.ok();
                const kept = await stack.up(at(30));
                assert.match(kept.error ?? "", /marked for protection/);
                assert.deepEqual(kept.mutations, []);
                assert.equal(suite.aws.keys(user).length, 1);
            } finally {
                // Only taking the mark away lets it go, and the stack be destroyed.
                protect = false;
                await stack.up();
            }
            assert.equal(suite.aws.keys(user).length, 2);
            await stack.ok();
        });
    });
});
