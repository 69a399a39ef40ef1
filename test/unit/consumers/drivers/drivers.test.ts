import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Release } from "../../../../components/consumers/consumer";
import { acknowledgeDriver } from "../../../../components/consumers/drivers/acknowledge";
import { checkAddress, generationIn, redacted } from "../../../../components/consumers/drivers/generationEndpoint";
import { VaultAgent, vaultAgentDriver } from "../../../../components/consumers/drivers/vaultAgent";
import { signatureOf, signed, Webhook, webhookDriver } from "../../../../components/consumers/drivers/webhook";
import { type Receiver, startReceiver } from "../../../support/consumers/receiver";

const release: Release = { credential: "app", generation: 2, slot: "green", publishedAt: "2030-01-01T00:00:00Z" };

describe("the generation in what a consumer says", () => {
    const texts: [string, string, number | undefined][] = [
        ['{"generation": 3}', "generation", 3],
        ['{"app": {"generation": "3"}}', "app.generation", 3],
        ['{"accessKeyId": "AKIA", "generation": 12, "slot": "blue"}', "generation", 12],
        ["7", "generation", 7],
        ["A=1\nexport GENERATION=4\n", "generation", 4],
        ["generation: 4,\n", "generation", 4],
        ["the generation=4 of old", "generation", undefined],
        ['{"other": 3}', "generation", undefined],
        ["", "generation", undefined],
        ['{"generation": 3.5}', "generation", undefined],
        ["\n\n \t generation=5", "generation", 5],
    ];
    for (const [text, field, wanted] of texts)
        it(`is ${wanted} in ${JSON.stringify(text)}`, () => assert.equal(generationIn(text, field), wanted));

    it("is looked for in no time, whatever a consumer says", () => {
        const began = process.cpuUsage();
        assert.equal(generationIn(`x${"\n".repeat(64 * 1024 - 2)}x`, "generation"), undefined);
        const { user } = process.cpuUsage(began);
        assert.ok(user < 2_000_000, `${user} µs`); // 20 s and more where each empty line looks at all others
    });

    it("is asked for only where nobody can listen, and addresses are shown without what may be secret", () => {
        assert.throws(() => checkAddress("webhook.url", "http://example.com/x"), /webhook\.url: .*https:\/\//);
        assert.throws(() => checkAddress("webhook.url", "http://localhost.evil.example/"), /expected an address/);
        checkAddress("webhook.url", "http://127.0.0.1:1/x");
        checkAddress("webhook.url", "https://example.com:8443/x?a=b@c");
        checkAddress("webhook.url", "https://[2001:db8::1]:8443/x");
        const wrong = [
            "https://u:s3cr3t@example.com/x",
            "https://u:s3c/r3t@example.com",
            "http://a.example/?token=s3cr3t",
        ];
        for (const address of wrong) {
            assert.throws(
                () => checkAddress("webhook.url", address),
                ({ message }: Error) =>
                    /^webhook\.url: "https?:\/\/.*expected an address/.test(message) && !/r3t/.test(message),
            );
        }
        assert.equal(redacted("https://u:p@example.com/a?token=s"), "https://example.com/a");
    });
});

describe("a webhook", () => {
    let receiver: Receiver;
    beforeEach(async () => {
        receiver = await startReceiver();
    });
    afterEach(() => receiver.close());
    const reach = (secret = receiver.secret) => {
        const { url, confirmUrl } = receiver;
        const { settings } = new Webhook({ url, confirmUrl, field: "app.generation", secret });
        return { settings, secret };
    };

    it("is told credential, generation, slot and time, signed, and says on which it runs", async () => {
        assert.equal((await webhookDriver.confirm(reach(), release)).state, "behind");
        await webhookDriver.refresh(reach(), release);
        assert.deepEqual(receiver.told, [release]);
        assert.equal((await webhookDriver.confirm(reach(), release)).state, "confirmed");
    });

    it("is refused with another secret, which no message shows", async () => {
        const failed = webhookDriver.refresh(reach("another-secret-of-it"), release);
        await assert.rejects(failed, (error: Error) => {
            assert.match(error.message, /\/rotated answered 401; does it check the signature with the same secret\?/);
            return !error.message.includes("another-secret-of-it");
        });
        assert.deepEqual(receiver.refused, ["wrong signature"]);
    });

    it("signs the time with the body, so that neither can be another", () => {
        const { headers, body } = signed(release, "0123456789abcdef", new Date("2030-01-01T00:00:00Z"));
        assert.equal(headers["x-rotation-timestamp"], "1893456000");
        assert.equal(headers["x-rotation-signature"], signatureOf("0123456789abcdef", "1893456000", body));
        assert.notEqual(headers["x-rotation-signature"], signatureOf("0123456789abcdef", "1893456001", body));
        assert.deepEqual(Object.keys(JSON.parse(body) as object), ["credential", "generation", "slot", "publishedAt"]);
    });

    it("refuses a short secret, and says of one that is gone that it could not be asked", async () => {
        await assert.rejects(webhookDriver.refresh(reach("short"), release), /has 5 characters; expected at least 16/);
        const gone = reach();
        await receiver.close();
        const { state, detail } = await webhookDriver.confirm(gone, release);
        assert.equal(state, "unknown");
        assert.match(detail, /the connection failed/);
    });
});

describe("a file that is rendered", () => {
    it("is read for its generation, and nothing of it is told", async () => {
        const folder = await fs.mkdtemp(path.join(os.tmpdir(), "rendered-"));
        try {
            const file = path.join(folder, "credential.json");
            const { settings } = new VaultAgent({ name: "agent", file });
            const ask = () => vaultAgentDriver.confirm({ settings }, release);
            assert.deepEqual(await ask(), { state: "unknown", detail: `${file} cannot be read (ENOENT)` });
            await fs.writeFile(file, JSON.stringify({ secretAccessKey: "hush", generation: 1 }));
            assert.deepEqual(await ask(), { state: "behind", detail: `${file} says generation 1` });
            await fs.writeFile(file, JSON.stringify({ secretAccessKey: "hush", generation: 2 }));
            assert.deepEqual(await ask(), { state: "confirmed", detail: `${file} says generation 2` });
            await fs.writeFile(file, "hush");
            assert.deepEqual(await ask(), { state: "unknown", detail: `${file} has no number generation` });
        } finally {
            await fs.rm(folder, { recursive: true });
        }
    });

    it("is a file or an address, not both and not none", () => {
        assert.throws(() => new VaultAgent({ name: "a" }), /exactly one of file and url/);
        assert.throws(() => new VaultAgent({ name: "a", file: "f", url: "https://x" }), /exactly one of file and url/);
    });
});

describe("an acknowledgement", () => {
    const ask = (told?: string) => acknowledgeDriver.confirm({ settings: { name: "batch" }, context: told }, release);

    it("counts for its own generation only, and says how it is given", async () => {
        assert.equal((await ask('{"app/batch": 2}')).state, "confirmed");
        const { state, detail } = await ask('{"app/batch": 1}');
        assert.equal(state, "behind");
        assert.equal(
            detail,
            "acknowledged for generation 1 only; once it runs on it: credential-rotation ack app batch, or pulumi config " +
                `set --path 'rotation:acknowledged["app/batch"]' 2`,
        );
    });
});
