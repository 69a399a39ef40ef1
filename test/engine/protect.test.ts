import assert from "node:assert/strict";
import * as rotation from "pulumi-credential-rotation";
import { engineSuite, fresh, withProgram } from "../support/harness";
import { ANCHOR, at } from "./support/story";

engineSuite("a credential with protect: true", (suite) => {
    // Holds 3; incidents 3.
    it("rotates by its calendar, and is never deleted before the mark is taken away", async () => {
        const user = fresh("kept");
        await suite.aws.createUser(user);
        let protect = true;
        let gone = false;
        const program = async (): Promise<void> => {
            if (gone) return;
            const stores = [new rotation.SsmParameters({ prefix: `/${user}` })];
            const schedule = { every: "30d", anchor: ANCHOR };
            const args = { user, stores, rotation: { schedule, overlap: "1d", retention: "1d" } };
            new rotation.AwsIamAccessKey("app", args, { protect });
        };
        await withProgram({ aws: suite.aws, program, now: at(0, 1) }, async (stack) => {
            try {
                await stack.ok();
                await stack.ok(at(30));
                await stack.ok(at(31, 1));
                await stack.ok(at(32, 2));
                assert.equal(suite.aws.keys(user).length, 1, "blue did not leave");
                gone = true;
                const kept = await stack.up();
                assert.match(kept.error ?? "", /protect/);
                assert.equal(suite.aws.keys(user).length, 1);
                gone = false;
            } finally {
                // Only taking the mark away lets it go, and the stack be destroyed.
                [protect, gone] = [false, false];
                await stack.up();
            }
            await stack.ok(at(60, 3));
            assert.equal(suite.aws.keys(user).length, 2);
        });
    });
});
