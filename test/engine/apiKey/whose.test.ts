import assert from "node:assert/strict";
import { cases } from "../../support/apiKey/cases";
import { engineSuite, type Listed } from "../../support/harness";
import {
    newKey,
    startCloudflare,
    startDatadog,
    startFront,
    startSendGrid,
    startStripe,
    uses,
} from "../../support/vendors";
import { at, story } from "./support/story";

const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";

/** Another account of each vendor, and the fields of an entry that lead there. */
const elsewhere = {
    async stripe() {
        const vendor = await startStripe({ account: "acct_2Other" });
        return { vendor, move: { account: "acct_2Other", managementKey: { secret: vendor.managementKey } } };
    },
    async sendgrid() {
        const vendor = await startSendGrid();
        return { vendor, move: { onBehalfOf: "somebody", managementKey: { secret: vendor.managementKey } } };
    },
    async datadog() {
        const vendor = await startDatadog();
        const keys = {
            managementKey: { secret: vendor.managementKey },
            applicationKey: { secret: vendor.applicationKey },
        };
        return { vendor, move: { endpoint: vendor.endpoint, ...keys } };
    },
    async cloudflare() {
        const vendor = await startCloudflare(ACCOUNT);
        return { vendor, move: { accountId: ACCOUNT, managementKey: { secret: vendor.managementKey } } };
    },
};

engineSuite("whose the API keys are", (suite) => {
    for (const name of ["stripe", "sendgrid", "datadog", "cloudflare"] as const)
        it(`cannot be changed in place, healing or not, and nothing is deleted for it: ${name}`, async () => {
            const [given, theirs] = [await cases[name](), await elsewhere[name]()];
            const front = await startFront([given.vendor, theirs.vendor]);
            const entry = { ...given.entry, endpoint: front.endpoint };
            try {
                await story(suite, { ...given, entry }, async (key) => {
                    await key.ok();
                    const was: Record<string, unknown> = { ...key.stack.entry };
                    const said =
                        /expected .*, whose these keys are.* Nothing was changed\. Set (it|them) back; for another/;
                    for (const asked of [{}, { heal: true, rotate: "now" }]) {
                        const set = { ...theirs.move, ...asked } as Listed;
                        const refused = await key.fails(said, { now: at(30), set });
                        const acted = refused.calls.filter((call) => !/^(list|verify) /.test(call));
                        assert.deepEqual([acted, refused.mutations], [[], []]);
                        given.vendor.unmatched.splice(0); // the published key was tried at the other account
                        const back = Object.keys(set).map((field) => [field, was[field]]);
                        Object.assign(key.stack.entry, Object.fromEntries(back));
                    }
                    assert.deepEqual([key.standing(), theirs.vendor.names()], [["g1-blue"], []]);
                    await key.ok({ now: at(1) });
                    await key.stack.settled();
                });
            } finally {
                await front.close();
                for (const { vendor } of [given, theirs]) await vendor.close();
            }
        });

    it("is seen by a key that works and is not listed, where only the management key tells the account", async () => {
        const [ours, theirs] = [await startSendGrid(), await startSendGrid()];
        const front = await startFront([ours, theirs]);
        const entry = {
            kind: "sendgrid-api-key",
            managementKey: { secret: ours.managementKey },
            scopes: ["mail.send"],
            endpoint: front.endpoint,
        };
        try {
            await story(suite, { vendor: ours, use: uses.sendgrid, entry }, async (key) => {
                await key.ok();
                const set = { managementKey: { secret: theirs.managementKey }, heal: true };
                await key.fails(/works, but is none of those that the management key lists/, { now: at(30), set });
                assert.deepEqual([key.standing(), theirs.names()], [["g1-blue"], []]);
                await key.ok({ set: { managementKey: { secret: ours.managementKey }, heal: false } });
                assert.deepEqual(key.standing(), ["g1-blue", "g2-green"]);
            });
        } finally {
            await front.close();
            for (const vendor of [ours, theirs]) await vendor.close();
        }
    });

    it("lets the newer management key delete a key that was taken over, which has the vendor's name", async () => {
        const sendgrid = await startSendGrid();
        const existing = newKey(sendgrid.keyring, "made by hand", ["mail.send"]);
        const entry = {
            kind: "sendgrid-api-key",
            managementKey: { secret: sendgrid.managementKey },
            adopt: { keyId: existing.id, key: { secret: existing.secret } },
        };
        try {
            await story(suite, { vendor: sendgrid, use: uses.sendgrid, entry }, async (key) => {
                await key.ok();
                await key.ok({ now: at(30) });
                const [first] = sendgrid.keyring.standing().filter(({ name }) => name === "management");
                const scopes = ["api_keys.create", "api_keys.read", "api_keys.delete", "mail.send"];
                const newer = newKey(sendgrid.keyring, "newer", scopes, true);
                sendgrid.keyring.end(first);
                const set = { managementKey: { secret: newer.secret } };
                const { calls } = await key.ok({ now: at(31), set });
                const retired = calls.filter((call) => call.startsWith("retire"));
                assert.deepEqual(retired, ["retire made by hand 401", "retire made by hand 204"]);
                assert.deepEqual(key.standing(), ["g2-green"]);
                await key.stack.settled();
            });
        } finally {
            await sendgrid.close();
        }
    });

    it("a Cloudflare token that somebody disabled is an outage, and is replaced where that is asked for", async () => {
        const given = await cases.cloudflare();
        try {
            await story(suite, given, async (key) => {
                await key.ok();
                const [token] = given.vendor.keyring.standing().filter(({ managing }) => !managing);
                token.more.status = "disabled";
                const told = await key.run({ now: at(1) });
                assert.equal(told.failed, true);
                assert.match(told.text.replace(/\s+/g, " "), /was disabled by somebody else: consumers fail/);
                assert.deepEqual(key.standing(), ["g1-blue"]);
                await key.ok({ set: { heal: true } });
                await key.ok();
                assert.deepEqual(key.standing(), ["g2-green"]);
            });
        } finally {
            await given.vendor.close();
        }
    });
});
