import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { GcpKeyKind } from "../../../../components/credentials/gcp/kind";
import { listKeys } from "../../../../components/credentials/gcp/api";
import * as provider from "../../../../components/providers/gcpServiceAccountKey";
import { type GcpDouble, SERVICE_ACCOUNT, startGcp } from "../../../support/vendors/gcp";

const DAY_MS = 86_400_000;
const FIELDS = { client_email: SERVICE_ACCOUNT };

/** Google is a double that checks certificate and signature as Google does; nothing here shows how long Google takes. */
describe("a key of a service account of Google Cloud", function () {
    this.timeout(30_000);
    let google: GcpDouble;
    let settings: { endpoint: string; tokenUri: string; project: string; email: string };
    beforeEach(async () => {
        google = await startGcp();
        settings = {
            endpoint: google.endpoint,
            tokenUri: google.tokenUri,
            project: "acme-prod",
            email: SERVICE_ACCOUNT,
        };
    });
    afterEach(async () => {
        google.assertMatched();
        await google.close();
    });

    const inputs = (more: object = {}) => ({
        settings: JSON.stringify(settings),
        management: google.managementKey,
        generation: 1,
        enabled: true,
        validFrom: new Date(Date.now() - 60_000).toISOString(),
        validUntil: new Date(Date.now() + 180 * DAY_MS).toISOString(),
        ...more,
    });
    const kind = () => {
        const { validFrom, validUntil, management } = inputs();
        return new GcpKeyKind({ settings, management: pulumi.secret(management), validFrom, validUntil });
    };
    const probe = (credentials: string, id: string) => kind().probe({ ...FIELDS, credentials, private_key_id: id });

    it("is made here, uploaded, signs in, is disabled, enabled and deleted", async () => {
        const { id, outs } = await provider.create(inputs());
        assert.match(id, /^[0-9a-f]{40}$/);
        const file = JSON.parse(outs.credentials) as Record<string, string>;
        assert.deepEqual(
            [file.type, file.client_email, file.private_key_id, file.client_id],
            ["service_account", SERVICE_ACCOUNT, id, "104378291"],
        );
        assert.ok(await google.accepts(outs.credentials));
        assert.deepEqual(await probe(outs.credentials, id), { state: "alive" });
        const { outs: off } = await provider.update(id, outs, inputs({ enabled: false }));
        assert.deepEqual(google.standing(), [`${id} disabled`]);
        assert.equal((await probe(outs.credentials, id)).state, "dead");
        await provider.update(id, off, inputs());
        assert.equal((await probe(outs.credentials, id)).state, "alive");
        await provider.delete(id, outs);
        assert.deepEqual(google.standing(), []);
        await provider.delete(id, outs);
    });

    it("is managed by another service account's file too", async () => {
        const { id } = await provider.create(inputs({ management: google.managerFile }));
        assert.deepEqual(google.standing(), [id]);
        const calls = google.takeCalls();
        assert.equal(calls.filter((call) => call.startsWith("sign-in")).length, 1, calls.join());
    });

    it("is listed with the dates of its certificate", async () => {
        await provider.create(inputs({ validUntil: "2099-02-03T00:00:00Z" }));
        const [key] = await listKeys({ settings, management: google.managementKey });
        assert.deepEqual([key.active, key.expiresAt], [true, "2099-02-03T00:00:00Z"]);
    });

    it("keeps what it was made with while the generation does", () => {
        const olds = inputs();
        const news = inputs({ validFrom: "2031-01-01T00:00:00Z", validUntil: "2032-01-01T00:00:00Z" });
        assert.equal(provider.check(olds, news).inputs.validUntil, olds.validUntil);
        const other = provider.check(olds, { ...news, generation: 2 });
        assert.equal(other.inputs.validUntil, news.validUntil);
    });

    it("may have been made where the reply is lost, and was not where Google refuses it", async () => {
        google.fault({ op: "create", kind: "lose-reply" });
        await assert.rejects(
            provider.create(inputs()),
            /Whether one was made is not known.*nobody has its private half/,
        );
        assert.equal(google.standing().length, 1);
        google.fault({ op: "create", kind: "deny" });
        await assert.rejects(provider.create(inputs()), /PERMISSION_DENIED.*Nothing was made/);
        google.fault({ op: "account", kind: "error-500", times: 9 });
        await assert.rejects(provider.create(inputs()), /Nothing was made/);
        assert.equal(google.standing().length, 1);
    });

    it("is neither dead nor alive where the answer is not Google's word", async () => {
        const { id, outs } = await provider.create(inputs());
        for (const fault of ["page", "error-500", "throttle"] as const) {
            google.fault({ op: "verify", kind: fault });
            assert.equal((await probe(outs.credentials, id)).state, "unknown", fault);
        }
        google.fault({ op: "list", kind: "page", times: 9 });
        await assert.rejects(kind().listCredentials(), /not JSON/);
    });

    it("shows no private half and no management key in any error", async () => {
        const { outs } = await provider.create(inputs({ management: google.managerFile }));
        const secrets = [google.managementKey, google.managerFile, outs.credentials];
        for (const op of ["list", "create", "retire"]) google.fault({ op, kind: "deny", times: 9 });
        const failing = [
            provider.create(inputs()),
            provider.delete("0".repeat(40), outs),
            kind().listCredentials(),
            provider.create(inputs({ management: `{"private_key": "hunter22"` })),
        ];
        for (const result of await Promise.allSettled(failing)) {
            assert.equal(result.status, "rejected");
            const { message } = (result as PromiseRejectedResult).reason as Error;
            for (const secret of [...secrets, "hunter22", "BEGIN PRIVATE"]) assert.ok(!message.includes(secret));
        }
    });
});
