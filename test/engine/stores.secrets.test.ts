import assert from "node:assert/strict";
import { engineSuite } from "../support/harness";
import { activeKeys } from "./support/crash";
import { secretConsumer, Vault } from "./support/secrets";
import { at, story, unharmed } from "./support/story";

engineSuite("publishing to Secrets Manager", (suite) => {
    it("moves AWSCURRENT and AWSPREVIOUS in each rotation and keeps no more than those", () =>
        story(
            suite,
            { warm: true, quiet: true, set: { stores: [{ secretsManager: { name: "prod/app" } }] } },
            async (told) => {
                const { stack, user } = told;
                const [vault, name, record] = [new Vault(suite.aws), "prod/app", "prod/app/rotation"];
                const consumer = secretConsumer(suite.aws, name);
                try {
                    const first = await stack.ok();
                    const made = ["CreateSecret", "PutSecretValue"].flatMap((action) => [
                        `secretsmanager:${action} ${name}`,
                        `secretsmanager:${action} ${record}`,
                    ]);
                    assert.deepEqual(first.mutations.sort(), [`iam:CreateAccessKey ${user}`, ...made]);
                    await stack.settled();
                    for (const generation of [2, 3]) {
                        const day = 30 * (generation - 1);
                        const rotated = await stack.ok({ now: at(day) });
                        assert.equal(rotated.mutations.filter((line) => /PutSecretValue/.test(line)).length, 2);
                        assert.match(rotated.mutations.at(-1) as string, /PutSecretValue .*rotation/);
                        const [current, previous] = [await vault.read(name), await vault.read(name, "AWSPREVIOUS")];
                        assert.deepEqual([current.generation, previous.generation], [generation, generation - 1]);
                        const both = activeKeys(suite.aws, user);
                        assert.deepEqual([previous.accessKeyId, current.accessKeyId].sort(), both.sort());
                        assert.deepEqual([await vault.staged(name), await vault.staged(record)], [2, 2]);
                        await stack.settled();
                        await stack.ok({ now: at(day + 1) });
                    }
                    await unharmed(consumer);
                } finally {
                    await consumer.stop();
                }
            },
        ));

    // Holds 5, 24.
    it("writes the record last where there are two stores, and finishes what failed half way", () => {
        const stores = [{ ssm: { prefix: "/both" } }, { secretsManager: { name: "both" } }];
        return story(suite, { warm: true, prefix: "/both", set: { stores } }, async ({ stack, user }) => {
            const first = await stack.ok();
            assert.equal(first.mutations.at(-1), "ssm:PutParameter /both/rotation");
            const [live] = activeKeys(suite.aws, user);
            const match = { service: "secretsmanager", action: "PutSecretValue" } as const;
            const fault = suite.aws.fault({ match, kind: "deny", times: 1000 });
            const failed = await stack.fails(/AccessDenied/, { now: at(30) });
            fault.remove();
            assert.ok(!failed.mutations.includes("ssm:PutParameter /both/rotation"));
            assert.ok(activeKeys(suite.aws, user).includes(live));
            const finished = await stack.ok({ now: at(30, 1) });
            assert.match(finished.said.join(), /finishing: generation 2/);
            assert.ok(finished.mutations.includes("secretsmanager:PutSecretValue both"));
            assert.equal(finished.mutations.at(-1), "ssm:PutParameter /both/rotation");
            assert.equal((await new Vault(suite.aws).read("both")).generation, 2);
            await stack.settled();
        });
    });
});
