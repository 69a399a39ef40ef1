import assert from "node:assert/strict";
import { DeleteAccessKeyCommand } from "@aws-sdk/client-iam";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Credentials } from "../../../support/aws";
import { type Consumer, ssmConsumer, startConsumer } from "../../../support/consumer";
import { fresh, iamOf, mint, ssmOf, withAws } from "./harness";

describe("A consumer", () => {
    let consumer: Consumer | undefined;

    afterEach(() => consumer?.stop());

    it("counts no failure before its first success, and every one after it", async () => {
        let published: { id: string } | undefined;
        let failing: Error | undefined;
        consumer = startConsumer<{ id: string }>({
            read: () => Promise.resolve(published),
            login: () => (failing ? Promise.reject(failing) : Promise.resolve()),
            idOf: ({ id }) => id,
            everyMs: 1,
        });
        await consumer.attempts(3);
        assert.deepEqual([consumer.stats().logins, consumer.stats().failures], [0, []]);
        published = { id: "key-blue" };
        await consumer.attempts(3);
        assert.ok(consumer.stats().logins >= 2);
        failing = new Error("refused");
        await consumer.attempts(2);
        failing = undefined;
        published = undefined;
        await consumer.attempts(2);
        const { failures, failedLogins } = consumer.stats();
        assert.ok(failedLogins >= 1);
        const messages = failures.map(({ keySuffix, message }) => `${keySuffix} ${message}`);
        assert.deepEqual([...new Set(messages)], ["blue login: refused", "undefined read: nothing is published"]);
    });

    it("sees a step back to a credential that was replaced", async () => {
        const sequence = ["key-blue", "key-blue", "keygreen", "key-blue", "keygreen"];
        consumer = startConsumer<string>({
            read: () => Promise.resolve(sequence.length > 1 ? sequence.shift() : sequence[0]),
            login: () => Promise.resolve(),
            idOf: (id) => id,
            everyMs: 1,
        });
        await consumer.attempts(6);
        const { slotsSeen, stepsBack } = consumer.stats();
        assert.deepEqual(
            slotsSeen.map(({ suffix }) => suffix),
            ["blue", "reen", "blue", "reen"],
        );
        assert.deepEqual(stepsBack, ["blue", "reen"]);
    });

    it("uses what it read for as long as its cache says", async () => {
        let reads = 0;
        const options = {
            read: () => Promise.resolve(String(++reads)),
            login: () => Promise.resolve(),
            idOf: (id: string) => id,
            everyMs: 1,
        };
        consumer = startConsumer<string>({ ...options, cacheMs: 60_000 });
        await consumer.attempts(5);
        assert.equal(reads, 1);
    });

    it("shows no secret in a failure", async () => {
        let logins = 0;
        consumer = startConsumer<string>({
            read: () => Promise.resolve("the-secret"),
            login: () => (logins++ ? Promise.reject(new Error("bad: the-secret")) : Promise.resolve()),
            idOf: () => "key-blue",
            secretOf: (secret) => secret,
            everyMs: 1,
        });
        await consumer.attempts(3);
        const shown = JSON.stringify(consumer.stats());
        assert.ok(shown.includes("bad: ***") && !shown.includes("the-secret"));
    });

    it("stops for good", async () => {
        let reads = 0;
        consumer = startConsumer<string>({
            read: () => Promise.resolve(String(++reads)),
            login: () => Promise.resolve(),
            idOf: (id) => id,
            everyMs: 60_000,
        });
        await consumer.stop();
        const stoppedAt = reads;
        await consumer.attempts(1);
        assert.ok(reads <= 1 && reads === stoppedAt);
    });
});

withAws("A consumer of Parameter Store and STS", (suite) => {
    let parameterName: string;
    let UserName: string;
    let consumer: Consumer | undefined;

    beforeEach(async () => {
        UserName = fresh("consumed");
        parameterName = `/${UserName}/key`;
        await suite.aws.createUser(UserName);
    });
    afterEach(() => consumer?.stop());

    async function publish(key: Credentials): Promise<void> {
        const input = { Name: parameterName, Value: JSON.stringify(key), Overwrite: true } as const;
        await ssmOf(suite.aws).send(new PutParameterCommand({ ...input, Type: "SecureString" }));
    }

    async function retire(key: Credentials): Promise<void> {
        const input = { UserName, AccessKeyId: key.accessKeyId };
        await iamOf(suite.aws).send(new DeleteAccessKeyCommand(input));
    }

    it("goes through a rotation in the right order without a failure", async () => {
        consumer = await ssmConsumer(suite.aws, { parameterName, everyMs: 2 });
        await consumer.attempts(3);
        const blue = await mint(suite.aws, UserName);
        await publish(blue);
        await consumer.attempts(3);
        const green = await mint(suite.aws, UserName);
        await publish(green);
        await consumer.attempts(3);
        await retire(blue);
        await consumer.attempts(3);
        const stats = consumer.stats();
        assert.deepEqual([stats.failures, stats.stepsBack], [[], []]);
        assert.deepEqual(
            stats.slotsSeen.map(({ suffix }) => suffix),
            [blue, green].map(({ accessKeyId }) => accessKeyId.slice(-4)),
        );
    });

    it("fails when a key is retired before the next one is published", async () => {
        const blue = await mint(suite.aws, UserName);
        await publish(blue);
        consumer = await ssmConsumer(suite.aws, { parameterName, everyMs: 2 });
        await consumer.attempts(3);
        await retire(blue);
        await consumer.attempts(3);
        const { failures, failedLogins } = consumer.stats();
        assert.ok(failedLogins >= 1);
        assert.equal(failures[0]?.keySuffix, blue.accessKeyId.slice(-4));
        assert.match(failures[0]?.message ?? "", /^login: InvalidClientTokenId/);
    });

    it("fails when a cached key is retired too soon, though the store has the next", async () => {
        const blue = await mint(suite.aws, UserName);
        await publish(blue);
        consumer = await ssmConsumer(suite.aws, { parameterName, everyMs: 2, cacheMs: 60_000 });
        await consumer.attempts(3);
        await publish(await mint(suite.aws, UserName));
        await retire(blue);
        await consumer.attempts(3);
        assert.ok(consumer.stats().failedLogins >= 1);
    });

    it("does not show what the parameter holds when it isn't a key", async () => {
        await publish(await mint(suite.aws, UserName));
        consumer = await ssmConsumer(suite.aws, { parameterName, everyMs: 2 });
        await consumer.attempts(3);
        const input = { Name: parameterName, Value: "hush, hush", Overwrite: true } as const;
        await ssmOf(suite.aws).send(new PutParameterCommand({ ...input, Type: "SecureString" }));
        await consumer.attempts(3);
        const { failures } = consumer.stats();
        assert.match(failures[0]?.message ?? "", /^read: the parameter does not hold a key/);
        assert.ok(!JSON.stringify(failures).includes("hush"));
    });
});
