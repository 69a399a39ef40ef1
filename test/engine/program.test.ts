import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as rotation from "pulumi-credential-rotation";
import * as pulumi from "@pulumi/pulumi";
import { ssmConsumer } from "../support/consumer";
import { engineSuite, fresh, withProgram } from "../support/harness";
import { ANCHOR, at, ordered, PUBLISHED, unharmed } from "./support/story";

const MINTED = ["iam:CreateAccessKey app", ...PUBLISHED];

engineSuite("a program of one's own", (suite) => {
    it("makes the user too, and gives the secret out as a secret", async () => {
        const name = fresh("made");
        const program = async (): Promise<Record<string, unknown>> => {
            const user = new aws.iam.User("user", { name });
            const stores = [new rotation.SsmParameters({ prefix: `/${name}` })];
            const schedule = { every: "30d", anchor: ANCHOR };
            const key = new rotation.AwsIamAccessKey("app", { user: user.name, stores, rotation: { schedule } });
            const { accessKeyId, secretAccessKey, currentSlot, reason, sentence, nextRotation, previousPhase } = key;
            return { accessKeyId, secretAccessKey, currentSlot, reason, sentence, nextRotation, previousPhase };
        };
        await withProgram({ aws: suite.aws, program, now: at(0, 1) }, async (stack) => {
            const preview = await stack.preview();
            assert.equal(preview.error, undefined, preview.text);
            assert.ok(preview.steps.includes("create app-blue"));
            const first = await stack.ok();
            assert.deepEqual(ordered(first.mutations, name), ["iam:CreateUser app", ...MINTED]);
            const outputs = await stack.outputs();
            const [key] = suite.aws.keys(name);
            assert.deepEqual(outputs.accessKeyId, { value: key.accessKeyId, secret: false });
            assert.equal(outputs.secretAccessKey.secret, true);
            assert.match(String(outputs.secretAccessKey.value), /^.{40}$/);
            const told = {
                reason: "first-issue",
                currentSlot: "blue",
                previousPhase: "absent",
                nextRotation: "2030-01-31T00:00:00Z",
            };
            for (const [output, value] of Object.entries(told))
                assert.deepEqual(outputs[output], { value, secret: false });
            const again = await stack.ok();
            assert.deepEqual([again.steps, again.mutations], [[], []]);
        });
    });

    it("shares one schedule among credentials, and reaches AWS by the provider that it is given", async () => {
        const users = [fresh("shared"), fresh("shared")];
        for (const user of users) await suite.aws.createUser(user);
        const strangerConfig = { accessKeyId: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "nobody's" };
        const { endpoint, admin, region } = suite.aws;
        const program = async (): Promise<void> => {
            const services = { iam: endpoint, ssm: endpoint, sts: endpoint };
            const provider = new aws.Provider("account", {
                region: region as aws.Region,
                accessKey: admin.accessKeyId,
                secretKey: pulumi.secret(admin.secretAccessKey),
                endpoints: [services],
                skipCredentialsValidation: true,
                skipMetadataApiCheck: true,
                skipRequestingAccountId: true,
            });
            const schedule = new rotation.RotationSchedule("ours", { schedule: { every: "30d", anchor: ANCHOR } });
            for (const user of users) {
                const stores = [new rotation.SsmParameters({ prefix: `/${user}` })];
                new rotation.AwsIamAccessKey(user, { user, stores, rotation: { schedule } }, { provider });
            }
        };
        const consumers = await Promise.all(
            users.map((user) => ssmConsumer(suite.aws, { parameterName: `/${user}/credential` })),
        );
        try {
            await withProgram({ aws: suite.aws, program, now: at(0, 1), rotator: strangerConfig }, async (stack) => {
                await stack.ok();
                const rotated = await stack.ok(at(30));
                const replaced = rotated.steps.filter((step) => step.startsWith("replace "));
                assert.deepEqual(replaced, ["replace ours-trigger"]);
                for (const user of users) {
                    const own = rotated.mutations.filter((line) => line.includes(user));
                    assert.deepEqual(ordered(own, user), MINTED);
                }
                for (const consumer of consumers) await unharmed(consumer);
                await Promise.all(consumers.map((consumer) => consumer.stop()));
            });
        } finally {
            await Promise.all(consumers.map((consumer) => consumer.stop()));
        }
    });
});
