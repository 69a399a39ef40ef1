import assert from "node:assert/strict";
import { engineSuite, fresh, Listed } from "../../support/harness";
import { CloudflareDouble, newKey, SendGridDouble, startCloudflare, startSendGrid, uses } from "../../support/vendors";
import { cases } from "./support/cases";
import { at, folded, story, Story } from "./support/story";

engineSuite("what an API key gets from the mechanism", (suite) => {
    let sendgrid: SendGridDouble;
    beforeEach(async () => {
        sendgrid = await startSendGrid();
    });
    afterEach(() => sendgrid.close());

    const tell = (set: () => Listed, body: (story: Story) => Promise<void>) => {
        const entry = {
            kind: "sendgrid-api-key",
            managementKey: { secret: sendgrid.managementKey },
            scopes: ["mail.send"],
        };
        return story(suite, { vendor: sendgrid, use: uses.sendgrid, entry: { ...entry, ...set() } }, body);
    };
    const fill = (count: number): void => {
        for (let i = 0; i < count; i++) newKey(sendgrid.keyring, `somebody's ${i}`, ["mail.send"]);
    };

    it("a full account is seen in the preview, and nothing is changed in it", () =>
        tell(
            () => ({}),
            async (key) => {
                fill(97);
                await key.ok();
                fill(1);
                const warned = await key.ok({ now: at(1) });
                assert.match(
                    warned.said.join(),
                    /warning: .*99 others leave no place for the one that the next rotation makes/,
                );
                const preview = await key.preview({ now: at(30) });
                assert.match(
                    preview.text,
                    /99 others that were not made here leave no place for the new one \(at most 100 in all\)/,
                );
                const full = await key.fails(/Nothing was changed. Delete one that nobody uses/, { now: at(30) });
                assert.deepEqual([preview.calls, full.calls, full.mutations], [["list 200"], ["list 200"], []]);
                sendgrid.keyring.end(sendgrid.keyring.standing()[5]);
                await key.ok();
                assert.deepEqual(key.standing().slice(0, 2), ["g1-blue", "g2-green"]);
            },
        ));

    it("another management key is written down without touching any key, and deletions use it", () =>
        tell(
            () => ({}),
            async (key) => {
                await key.ok();
                await key.ok({ now: at(30) });
                const other = newKey(
                    sendgrid.keyring,
                    "other management",
                    ["api_keys.create", "api_keys.read", "api_keys.delete", "mail.send"],
                    true,
                );
                const moved = await key.ok({ now: at(30, 1), set: { managementKey: { secret: other.secret } } });
                assert.deepEqual(moved.calls, ["list 200"]);
                assert.deepEqual(moved.steps.slice().sort(), [`update ${key.name}-blue`, `update ${key.name}-green`]);
                const [first] = sendgrid.keyring.standing().filter(({ name }) => name === "management");
                sendgrid.keyring.end(first);
                assert.deepEqual((await key.ok({ now: at(31) })).calls, ["list 200", "retire g1-blue 204"]);
            },
        ));

    it("an existing key is taken over, published as it is, and replaced by the calendar", () => {
        const existing = newKey(sendgrid.keyring, "made by hand", ["mail.send", "stats.read"]);
        const adopt = { keyId: existing.id, key: { secret: existing.secret } };
        return tell(
            () => ({ adopt, scopes: undefined }),
            async (key) => {
                const taken = await key.ok();
                assert.deepEqual(folded(taken.calls), ["list 200", "verify made by hand 200 x7"]);
                await key.ok({ now: at(30) });
                const [, , second] = sendgrid.keyring.standing();
                assert.deepEqual(
                    second.permissions,
                    ["mail.send", "stats.read"],
                    "the permissions of the key that was taken over",
                );
                assert.deepEqual((await key.ok({ now: at(31) })).calls, ["list 200", "retire made by hand 204"]);
            },
        );
    });

    it("an emergency with revoke replaces the key and deletes it in one run, and the overlap may be 5 minutes", () =>
        tell(
            () => ({ overlap: "5m" }),
            async (key) => {
                await key.ok();
                await key.ok({ now: at(30) });
                assert.deepEqual((await key.ok({ now: at(30, 0, 4) })).calls, ["list 200"]);
                assert.deepEqual((await key.ok({ now: at(30, 0, 5) })).calls, ["list 200", "retire g1-blue 204"]);
                const urgent = await key.ok({ now: at(31), set: { rotate: "leaked", revoke: true } });
                assert.deepEqual(folded(urgent.calls).at(-1), "retire g2-green 204");
                assert.deepEqual(key.standing(), ["g3-blue"]);
            },
        ));

    it("a key with a name of ours that no slot holds is reported and left alone", () =>
        tell(
            () => ({}),
            async (key) => {
                await key.ok();
                const name = sendgrid.names()[0].replace("-g1-blue", "-g7-green");
                const stray = newKey(sendgrid.keyring, name, ["mail.send"]);
                const said = await key.ok({ now: at(1) });
                assert.match(
                    said.said.join(),
                    /warning: .*-g7-green …\S{4} \(active\) bears a name of this credential, but neither slot holds it/,
                );
                assert.ok(sendgrid.keyring.byId(stray.id));
                sendgrid.keyring.end(stray);
            },
        ));

    it("a use after the successor was published is told when the key is deleted", async () => {
        const given = await cases.datadog();
        try {
            await story(suite, given, async (key) => {
                await key.ok();
                await key.ok({ now: at(30) });
                const older = given.vendor.keyring.standing().find(({ name }) => name.endsWith("-g1-blue"));
                assert.ok(older);
                older.lastUsedAt = Date.parse(at(30, 20));
                const deleted = await key.ok({ now: at(31) });
                const sentence =
                    /deleting blue, .* is over; somebody still used it at 2030-01-31T20:00:00.000Z, after generation 2 was published/;
                assert.match(deleted.said.join(), sentence);
            });
        } finally {
            await given.vendor.close();
        }
    });

    it("a Cloudflare token of an account dies by itself two periods and a day after its mint", async () => {
        const account = "023e105f4ecef8ad9ca31a8372d0c353";
        const cloudflare: CloudflareDouble = await startCloudflare(account);
        const policies = [
            {
                effect: "allow",
                permissionGroups: ["c8fed203ed3043cba015a93ad1616f1f"],
                resources: { [fresh("zone")]: "*" },
            },
        ];
        const entry = {
            kind: "cloudflare-api-token",
            accountId: account,
            managementKey: { secret: cloudflare.managementKey },
            policies,
        };
        const use = { ...uses.cloudflare, path: `/accounts/${account}/tokens/verify` };
        try {
            await story(suite, { vendor: cloudflare, use, entry }, async (key) => {
                await key.ok();
                await key.ok({ now: at(3) });
                await key.ok({ now: at(30) });
                const ends = cloudflare.keyring.standing().map(({ more }) => more.expires_on);
                assert.deepEqual(ends, [undefined, "2030-03-03T12:00:00Z", "2030-04-02T00:00:00Z"]);
                await key.stack.settled();
            });
        } finally {
            await cloudflare.close();
        }
    });
});
