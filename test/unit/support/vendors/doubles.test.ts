import assert from "node:assert/strict";
import { newKey, startCloudflare, startDatadog, startSendGrid, startStripe, Vendor } from "../../../support/vendors";

/** One request, as any client makes it. */
async function ask(vendor: Vendor, method: string, path: string, headers: Record<string, string>, body?: object) {
    const response = await fetch(vendor.endpoint + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : undefined) as Record<string, unknown> };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe("the doubles of vendors", function () {
    this.timeout(20_000);
    const open: Vendor[] = [];
    const using = async <T extends Vendor>(starting: Promise<T>): Promise<T> => {
        const vendor = await starting;
        open.push(vendor);
        return vendor;
    };
    afterEach(() => Promise.all(open.splice(0).map((vendor) => vendor.close())));

    it("fail a test that sends what they do not know", async () => {
        for (const vendor of [
            await using(startStripe()),
            await using(startSendGrid()),
            await using(startDatadog()),
            await using(startCloudflare()),
        ]) {
            assert.equal((await ask(vendor, "GET", "/v9/nothing", {})).status, 404);
            assert.throws(() => vendor.assertMatched(), /requests that \w+ does not know/);
            vendor.assertMatched();
        }
    });

    it("refuse a new key for as long as it is to take, and admit a deleted one for as long as that is", async () => {
        const vendor = await using(startSendGrid());
        vendor.keyring.delays = { activation: 200, expiry: 200 };
        const key = newKey(vendor.keyring, "new", ["mail.send"]);
        const status = async () => (await ask(vendor, "GET", "/v3/scopes", bearer(key.secret))).status;
        assert.equal(await status(), 401);
        await new Promise((resolve) => setTimeout(resolve, 250));
        assert.equal(await status(), 200);
        vendor.keyring.end(key);
        assert.equal(await status(), 200);
        await new Promise((resolve) => setTimeout(resolve, 250));
        assert.equal(await status(), 401);
    });

    it("strike the call that a fault names, as often as it says", async () => {
        const vendor = await using(startSendGrid());
        const headers = bearer(vendor.managementKey);
        vendor.fault({ op: "list", kind: "throttle", nth: 2, times: 2 });
        const seen = [];
        for (let i = 0; i < 4; i++) seen.push((await ask(vendor, "GET", "/v3/api_keys", headers)).status);
        assert.deepEqual(seen, [200, 429, 429, 200]);
        vendor.fault({ op: "create", kind: "lose-reply" });
        await assert.rejects(ask(vendor, "POST", "/v3/api_keys", headers, { name: "lost", scopes: ["mail.send"] }));
        vendor.fault({ op: "create", kind: "refuse-before" });
        await assert.rejects(ask(vendor, "POST", "/v3/api_keys", headers, { name: "refused", scopes: ["mail.send"] }));
        assert.deepEqual(vendor.names(), ["lost"]);
    });

    it("hang until the fault is taken away", async () => {
        const vendor = await using(startSendGrid());
        const fault = vendor.fault({ op: "verify", kind: "hang" });
        const hanging = ask(vendor, "GET", "/v3/scopes", bearer(vendor.managementKey));
        setTimeout(() => fault.remove(), 50);
        await assert.rejects(hanging);
    });

    it("keep the limits: SendGrid 100 keys, Datadog 50 and unique names, Cloudflare 50", async () => {
        const sendgrid = await using(startSendGrid());
        for (let i = 0; i < 99; i++) newKey(sendgrid.keyring, `key ${i}`, []);
        assert.equal(
            (
                await ask(sendgrid, "POST", "/v3/api_keys", bearer(sendgrid.managementKey), {
                    name: "x",
                    scopes: ["mail.send"],
                })
            ).status,
            403,
        );
        const datadog = await using(startDatadog());
        const headers = { "dd-api-key": datadog.managementKey, "dd-application-key": datadog.applicationKey };
        const make = (name: string) =>
            ask(datadog, "POST", "/api/v2/api_keys", headers, { data: { type: "api_keys", attributes: { name } } });
        assert.deepEqual([(await make("a")).status, (await make("a")).status], [201, 409]);
        for (let i = 0; i < 48; i++) datadog.keyring.add({ id: `${i}`, name: `key ${i}`, secret: `s${i}` });
        assert.equal((await make("b")).status, 403);
        const cloudflare = await using(startCloudflare());
        for (let i = 0; i < 49; i++) cloudflare.keyring.add({ id: `${i}`, name: `key ${i}`, secret: `s${i}` });
        const body = { name: "x", policies: [{ effect: "allow", resources: {}, permission_groups: [] }] };
        assert.equal(
            (await ask(cloudflare, "POST", "/user/tokens", bearer(cloudflare.managementKey), body)).status,
            403,
        );
    });

    it("Stripe's keeps the contract of Idempotency-Key, and asks for a preview version and a public key", async () => {
        const vendor = await using(startStripe());
        const headers = { ...bearer(vendor.managementKey), "stripe-version": "2026-08-26.preview" };
        const make = (key: string | undefined, name: string) =>
            ask(
                vendor,
                "POST",
                "/v2/iam/api_keys",
                { ...headers, ...(key ? { "idempotency-key": key } : {}) },
                { type: "secret_key", name },
            );
        const [first, again, other, none] = [
            await make("k", "a"),
            await make("k", "a"),
            await make("k", "b"),
            await make(undefined, "a"),
        ];
        assert.deepEqual(again.body, first.body);
        assert.deepEqual([first.status, other.status, none.status], [200, 409, 400]);
        assert.deepEqual(vendor.names(), ["a"]);
        assert.equal((await ask(vendor, "GET", "/v2/iam/api_keys", bearer(vendor.managementKey))).status, 400);
        assert.equal((await ask(vendor, "GET", "/v2/iam/api_keys?limit=101", headers)).status, 400);
        const live = await using(startStripe({ live: true }));
        const body = { type: "secret_key", name: "a" };
        const liveHeaders = { ...headers, ...bearer(live.managementKey), "idempotency-key": "k" };
        assert.equal((await ask(live, "POST", "/v2/iam/api_keys", liveHeaders, body)).status, 400);
    });

    it("record no secret", async () => {
        const vendor = await using(startSendGrid());
        await ask(vendor, "POST", "/v3/api_keys", bearer(vendor.managementKey), { name: "new", scopes: ["mail.send"] });
        const [key] = vendor.keyring.standing().filter(({ name }) => name === "new");
        await ask(vendor, "GET", "/v3/scopes", bearer(key.secret));
        assert.deepEqual(vendor.calls, ["create new 201", "verify new 200"]);
    });
});
