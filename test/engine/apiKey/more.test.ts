import assert from "node:assert/strict";
import { prefixOf } from "../../../components/credentials/apiKey/names";
import { engineSuite } from "../../support/harness";
import { newKey, SendGridDouble, startSendGrid, uses } from "../../support/vendors";
import { Vault } from "../support/secrets";
import { at, folded, story, Story } from "./support/story";

const MANAGING = ["api_keys.create", "api_keys.read", "api_keys.delete", "mail.send", "stats.read"];

engineSuite("what an API key gets from the mechanism", (suite) => {
    let sendgrid: SendGridDouble;
    before(async () => {
        sendgrid = await startSendGrid();
    });
    after(() => sendgrid?.close());

    it("adoption, strays, a full account, another management key, the shortest overlap, an emergency", async () => {
        const existing = newKey(sendgrid.keyring, "made by hand", ["mail.send", "stats.read"]);
        const entry = {
            kind: "sendgrid-api-key",
            managementKey: { secret: sendgrid.managementKey },
            adopt: { keyId: existing.id, key: { secret: existing.secret } },
            overlap: "5m",
        };
        await story(suite, { vendor: sendgrid, use: uses.sendgrid, entry }, async (key) => {
            const taken = await key.ok();
            assert.deepEqual(folded(taken.calls), ["list 200", "verify made by hand 200 x7"], "published as it is");
            assert.deepEqual(await publishedBy(key), [
                existing.secret,
                "key key_id key_name rotated_at generation slot",
            ]);
            await strayIsLeftAlone(key);
            await fullAccountIsSeenBefore(key);
            const [, , second] = sendgrid.keyring.standing().filter(({ name }) => !name.startsWith("somebody's"));
            assert.deepEqual(second.permissions, existing.permissions, "the permissions of the key taken over");

            const other = newKey(sendgrid.keyring, "other management", MANAGING, true);
            const set = { managementKey: { secret: other.secret } };
            const moved = await key.ok({ now: at(30, 0, 4), set });
            assert.deepEqual(moved.calls, ["list 200"], "written down without touching any key; the overlap goes on");
            assert.deepEqual(moved.steps.toSorted(), [`update ${key.name}-blue`, `update ${key.name}-green`]);
            const [first] = sendgrid.keyring.standing().filter(({ name }) => name === "management");
            sendgrid.keyring.end(first);
            const deleted = await key.ok({ now: at(30, 0, 5) });
            assert.deepEqual(deleted.calls, ["list 200", "retire made by hand 204"], "by the other management key");

            const urgent = await key.ok({ now: at(31), set: { rotate: "leaked", revoke: true } });
            assert.match(urgent.said.join(), /green is deleted by the next run, once the consumers have moved/);
            assert.deepEqual((await key.ok()).calls, ["list 200", "retire g2-green 204"]);
            assert.deepEqual(ours(key), ["g3-blue"]);
        });
    });

    /** A key with a name of ours that no slot holds is reported, and that is all. */
    async function strayIsLeftAlone(key: Story): Promise<void> {
        const prefix = prefixOf({ project: "credential-rotation", stack: key.stack.name, credential: key.name });
        const stray = newKey(sendgrid.keyring, `${prefix}-g7-green`, ["mail.send"]);
        const said = (await key.ok({ now: at(1) })).said.join();
        const sentence =
            /warning: .*-g7-green …\S{4} \(active\) bears a name of this credential, but neither slot holds it/;
        assert.match(said, sentence);
        assert.ok(sendgrid.keyring.byId(stray.id));
        sendgrid.keyring.end(stray);
    }

    /** Warned of before a rotation is due, and seen in the preview; then nothing is changed. */
    async function fullAccountIsSeenBefore(key: Story): Promise<void> {
        for (let i = 0; i < 98; i++) newKey(sendgrid.keyring, `somebody's ${i}`, ["mail.send"]);
        const warned = (await key.ok({ now: at(2) })).said.join();
        assert.match(warned, /warning: .*99 others leave no place for the one that the next rotation makes/);
        const preview = await key.preview({ now: at(30) });
        const sentence = /99 others that were not made here leave no place for the new one \(at most 100 in all\)/;
        assert.match(preview.text, sentence);
        const full = await key.fails(/Nothing was changed. Delete one that nobody uses/, { now: at(30) });
        assert.deepEqual([preview.calls, full.calls, full.mutations], [["list 200"], ["list 200"], []]);
        const [one] = sendgrid.keyring.standing().filter(({ name }) => name.startsWith("somebody's"));
        sendgrid.keyring.end(one);
        await key.ok();
        assert.deepEqual(ours(key), ["g2-green", "made by hand"]);
    }
});

function ours(key: Story): string[] {
    return key.standing().filter((name) => !name.startsWith("somebody's"));
}

/** The published key, and the names of all fields beside it in Secrets Manager. */
async function publishedBy({ name, stack }: Story): Promise<[string, string]> {
    const document: Record<string, unknown> = { ...(await new Vault(stack.aws).read(`prod/${name}`)) };
    return [String(document.key), Object.keys(document).join(" ")];
}
