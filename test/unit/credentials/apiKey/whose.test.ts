import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ApiKeyVendor } from "../../../../components/credentials/apiKey/vendor";
import { ApiKeyKind } from "../../../../components/credentials/apiKey/kind";
import * as slotProvider from "../../../../components/providers/apiKey";
import { vendors } from "../../../../components/credentials/apiKey/vendors";
import { ownerOf } from "../../../../components/credentials/apiKey/whose";
import * as ledgerProvider from "../../../../components/providers/ledger";
import type { Owner } from "../../../../components/decision/owner";
import { cases } from "../../../support/apiKey/cases";
import { newKey, startFront, startSendGrid } from "../../../support/vendors";

const endpoint = "https://api.vendor.example";
const slot = { keyName: "rotation-app-00000000-g1-blue", generation: 1 };

/** What says whose the keys are, of each vendor, and another one. */
const changes: [keyof typeof vendors, string, object, object, string, string?][] = [
    ["stripe", "an account", { account: "acct_1A" }, { account: "acct_2B" }, "sk_test_1"],
    ["stripe", "an account in place of its own", {}, { account: "acct_2B" }, "sk_test_1"],
    ["stripe", "live mode in place of test mode", {}, {}, "sk_test_1", "sk_live_1"],
    ["sendgrid", "a subuser", { onBehalfOf: "one" }, { onBehalfOf: "two" }, "SG.a"],
    ["sendgrid", "the account itself in place of a subuser", { onBehalfOf: "one" }, {}, "SG.a"],
    ["cloudflare", "an account", { accountId: "one" }, { accountId: "two" }, "cf-secret"],
    ["cloudflare", "an account's tokens in place of a user's", {}, { accountId: "two" }, "cf-secret"],
    ["datadog", "a site", {}, { endpoint: "https://api.datadoghq.eu" }, `{"api":"a","application":"b"}`],
    ["sendgrid", "an endpoint", {}, { endpoint: "https://api.eu.sendgrid.com" }, "SG.a"],
    ["stripe", "a path of the endpoint", {}, { endpoint: `${endpoint}/other` }, "sk_test_1"],
];

describe("whose the keys are", () => {
    for (const [vendor, what, was, is, management, newer = management] of changes)
        it(`is not changed in place: ${what} at ${vendor}`, () => {
            const [olds, news] = [was, is].map((settings, index) => ({
                vendor,
                ...slot,
                settings: JSON.stringify({ endpoint, ...settings }),
                management: index === 0 ? management : newer,
            }));
            const refused = slotProvider.check(olds, news);
            const reason = refused.failures?.[0].reason ?? "";
            assert.match(
                reason,
                /expected .*, whose these keys are\. .*Nothing was changed\. Set it back; for another/,
            );
            assert.ok(!reason.includes(management) && !reason.includes(newer), reason);
            assert.ok(slotProvider.check(olds, { ...news, generation: 2 }).failures, "nor with the next mint");
            assert.ok(!slotProvider.check(olds, olds).failures);
            assert.ok(!slotProvider.check({}, news).failures);
        });

    it("stays the same where the way, or what the key may do, changes", () => {
        const olds = { vendor: "stripe", ...slot, management: "sk_test_1", settings: JSON.stringify({ endpoint }) };
        const settings = JSON.stringify({ endpoint: "HTTPS://api.vendor.example:443/", permissions: ["a"] });
        for (const management of ["sk_test_2", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"])
            assert.ok(!slotProvider.check(olds, { ...olds, settings, management }).failures, management);
    });

    it("is told by every vendor of the table without its secret", () => {
        for (const vendor of Object.values(vendors) as ApiKeyVendor<object>[])
            assert.doesNotMatch(JSON.stringify(ownerOf(vendor, { endpoint }, "sk_live_secret")), /secret/);
    });
});

describe("the ledger", () => {
    const policy = { title: "key", recordAt: "/app", overlapMs: 0, retentionMs: 0, canDisable: false, use: "current" };
    const facts = (whose?: Owner) => ({
        ...{ run: "r", now: "2030-01-01T12:00:00Z", record: null, remote: [] },
        window: { start: "2030-01-01T00:00:00Z", end: "2030-01-31T00:00:00Z" },
        ...(whose === undefined ? {} : { whose }),
    });
    const check = (olds: object, whose?: Owner) =>
        ledgerProvider.check(olds, { request: JSON.stringify({ facts: facts(whose), policy }) }) as {
            inputs: { ledger: string; whose?: string };
            failures?: { reason: string }[];
        };

    it("of an older version takes what it sees first, without a change", () => {
        const { inputs } = check({});
        assert.equal(inputs.whose, undefined);
        const seen = check(inputs, { account: "one" });
        assert.equal(seen.inputs.whose, `{"account":"one"}`);
        const diff = ledgerProvider.diff("ledger", inputs, { ...seen.inputs, ledger: inputs.ledger });
        assert.equal(diff.changes, false);
    });

    it("refuses another owner before it decides anything, whatever is asked for", () => {
        const { inputs } = check({}, { account: "one", mode: "test" });
        const [failure] = check(inputs, { account: "two" }).failures ?? [];
        assert.equal(
            failure.reason,
            `key: account: "two"; expected "one", whose these keys are. Whose a credential is cannot be changed in place. ` +
                `Nothing was changed. Set it back; for another one, list one more credential with a store of its own, move ` +
                `the consumers there, and take this one off the list after that`,
        );
        assert.deepEqual(JSON.parse(check(inputs, { account: "one", site: "eu" }).inputs.whose ?? ""), {
            ...{ account: "one", mode: "test", site: "eu" },
        });
        const request = { facts: { ...facts(), elsewhere: "not listed" }, policy };
        const told = ledgerProvider.check(inputs, { request: JSON.stringify(request) });
        assert.deepEqual(told.failures, [{ property: "", reason: "not listed" }]);
        assert.equal(check(inputs).inputs.whose, inputs.whose, "a preview that knows nothing forgets nothing");
    });
});

describe("a published key that the management key does not list", function () {
    this.timeout(20_000);

    it("is none that was deleted, while it works: another account's management key was given", async () => {
        for (const start of [cases.stripe, cases.sendgrid, cases.datadog, cases.cloudflare]) {
            const [ours, theirs] = [await start(), await start()];
            const front = await startFront([ours.vendor, theirs.vendor]);
            try {
                const vendor = vendors[ours.id] as ApiKeyVendor<object>;
                const settings = { ...ours.access.settings, endpoint: front.endpoint };
                const made = await vendor.create({ settings, management: ours.access.management }, { name: "ours" });
                const fields = { key: made.key, key_id: made.id, key_name: "ours" };
                const look = async (management: string) => {
                    const kind = new ApiKeyKind({
                        ...{ vendor, settings, prefix: "rotation-app-00000000" },
                        management: pulumi.secret(management),
                    });
                    const times = { rotated_at: "2030-01-01T00:00:00Z", next_rotation: "2030-02-01T00:00:00Z" };
                    const record = { generation: 1, slot: "blue", id: made.id, ...times } as const;
                    const missed = await kind.findUnlisted(record, (await kind.listCredentials()) ?? [], () =>
                        Promise.resolve(fields),
                    );
                    return [missed.length, kind.ownerChangeReason()];
                };
                assert.deepEqual(await look(ours.access.management), [1, undefined]);
                const [, why] = await look(theirs.access.management);
                assert.match(String(why), /works, but is none of those that the management key lists/);
                await vendor.retire({ settings, management: ours.access.management }, made.id);
                assert.deepEqual(await look(ours.access.management), [0, undefined], "one that was deleted is missing");
            } finally {
                await front.close();
                for (const { vendor } of [ours, theirs]) await vendor.close();
            }
        }
    });
});

describe("a key that was taken over", () => {
    it("is published under the vendor's name for it, and deleted with the newer management key", async () => {
        const double = await startSendGrid();
        try {
            const found = newKey(double.keyring, "made by hand", ["mail.send"]);
            const settings = JSON.stringify({ endpoint: double.endpoint });
            const common = { vendor: "sendgrid", settings, prefix: "rotation-app-00000000" };
            const blue = { ...common, ...slot, management: "SG.revoked" };
            const taken = { ...blue, adopted: found.id, adoptedName: "made by hand", adoptedKey: found.secret };
            const { outs } = await slotProvider.create(taken);
            assert.deepEqual([outs.keyName, outs.keyId], ["made by hand", found.id]);
            const green = { ...common, keyName: "rotation-app-00000000-0abcdef0-g2-green", generation: 2 };
            slotProvider.check({}, { ...green, management: double.managementKey });
            await slotProvider.delete(found.id, outs);
            assert.deepEqual(double.names(), []);
        } finally {
            await double.close();
        }
    });
});
