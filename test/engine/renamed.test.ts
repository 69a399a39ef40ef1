import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";
import { engineSuite, fresh, withProgram } from "../support/harness";
import { ANCHOR, at } from "./support/story";

engineSuite("a credential that gets another name and another parent", (suite) => {
    // Holds 19.
    it("stays what it is where aliases name its old place, and is refused where they do not", async () => {
        const user = fresh("renamed");
        await suite.aws.createUser(user);
        let phase: "old" | "bare" | "alias" = "old";
        const program = async (): Promise<void> => {
            const stores = [new rotation.SsmParameters({ prefix: `/${user}` })];
            const schedule = { every: "30d", anchor: ANCHOR, stagger: "6h" };
            const args = { user, stores, rotation: { schedule, overlap: "1d", retention: "1d" } };
            if (phase === "old") return void new rotation.AwsIamAccessKey("ci", args);
            if (phase === "bare") return void new rotation.AwsIamAccessKey("ci-bare", args);
            const parent = new pulumi.ComponentResource("acme:platform:Keys", "keys");
            const aliases = [{ name: "ci", parent: pulumi.rootStackResource }];
            new rotation.AwsIamAccessKey("ci-key", args, { parent, aliases });
        };
        await withProgram({ aws: suite.aws, program, now: at(0, 12) }, async (stack) => {
            await stack.ok();
            phase = "alias";
            const moved = await stack.ok();
            assert.deepEqual(moved.mutations, []);
            assert.deepEqual(
                moved.steps.filter((step) => /^(delete|replace|create-replacement)/.test(step)),
                [],
            );
            await stack.ok(at(30, 12));
            assert.equal(suite.aws.keys(user).length, 2);
            phase = "bare";
            const shown = await stack.preview();
            assert.match(shown.said.join(), /name its old place in aliases: without them pulumi up refuses it/);
            const refused = await stack.up();
            assert.match(`${refused.error}`, /name its old place in aliases/);
            assert.deepEqual(refused.mutations, []);
        });
    });
});
