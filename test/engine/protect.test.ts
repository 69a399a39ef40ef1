import assert from "node:assert/strict";
import * as rotation from "pulumi-credential-rotation";
import { engineSuite, fresh, withProgram } from "../support/harness";
import { ANCHOR, at } from "./support/story";

engineSuite("a credential with protect: true", (suite) => {
    // Holds 3; incidents 3.
    it("rotates, and no key of it is ever deleted", async () => {
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
            await stack.ok();
            await stack.ok(at(30));
            assert.deepEqual((await stack.ok(at(31))).mutations, [`iam:UpdateAccessKey ${user}`]);
            const kept = await stack.up(at(33));
            assert.match(kept.text, /protect/);
            assert.deepEqual(kept.mutations, []);
            assert.equal(suite.aws.keys(user).length, 2);
            // Only taking the mark away lets it go.
            protect = false;
            await stack.ok();
            await stack.ok();
            assert.equal(suite.aws.keys(user).length, 1);
        });
    });
});
