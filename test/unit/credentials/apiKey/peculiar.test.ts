import assert from "node:assert/strict";
import { cloudflare } from "../../../../components/credentials/apiKey/vendors/cloudflare";
import { sendgrid } from "../../../../components/credentials/apiKey/vendors/sendgrid";
import { stripe } from "../../../../components/credentials/apiKey/vendors/stripe";
import { newKey, startCloudflare, startSendGrid, startStripe, Vendor } from "../../../support/vendors";

const NAME = "rotation-app-00000000-g1-blue";
const apiVersion = "2026-08-26.preview";

describe("what is peculiar to a vendor", function () {
    this.timeout(20_000);
    const open: Vendor[] = [];
    const using = async <T extends Vendor>(starting: Promise<T>): Promise<T> => {
        const vendor = await starting;
        open.push(vendor);
        return vendor;
    };
    afterEach(() => Promise.all(open.splice(0).map((vendor) => vendor.close())));

    for (const algorithm of ["RSA-OAEP", "RSA-OAEP-256"] as const) {
        it(`Stripe shows a live key only encrypted (${algorithm}), each time to a key pair of its own`, async () => {
            const double = await using(startStripe({ live: true, algorithm }));
            const access = {
                settings: { endpoint: double.endpoint, permissions: ["balance_read"], apiVersion },
                management: double.managementKey,
            };
            const made = await stripe.create(access, { name: NAME });
            assert.match(made.key, /^rk_live_/);
            assert.deepEqual(await stripe.verify(access.settings, made), { state: "alive" });
        });
    }

    it("Stripe makes no second key when the reply to the first request is lost", async () => {
        for (const live of [false, true]) {
            const double = await using(startStripe({ live }));
            const access = {
                settings: { endpoint: double.endpoint, permissions: ["balance_read"], apiVersion },
                management: double.managementKey,
            };
            double.fault({ op: "create", kind: "lose-reply" });
            const made = await stripe.create(access, { name: NAME });
            assert.deepEqual(double.names(), [NAME]);
            assert.deepEqual(double.calls, [`create ${NAME} lose-reply`, `create ${NAME} 200`]);
            assert.deepEqual(await stripe.verify(access.settings, made), { state: "alive" });
        }
    });

    it("Stripe's answer to whoever is no App comes with what an account must have", async () => {
        const double = await using(startStripe({ account: "acct_1Double" }));
        const settings = {
            endpoint: double.endpoint,
            permissions: ["balance_read"],
            apiVersion,
            account: "acct_1Double",
        };
        const app = /403 .*Stripe lets only a Stripe App make keys.* api_key_write.* installed in the account/;
        await assert.rejects(stripe.list({ settings, management: double.ordinaryKey }), app);
        await assert.rejects(stripe.create({ settings, management: double.ordinaryKey }, { name: NAME }), app);
        const elsewhere = { ...settings, account: "acct_2Other" };
        await assert.rejects(stripe.list({ settings: elsewhere, management: double.managementKey }), app);
        await stripe.list({ settings, management: double.managementKey });
    });

    it("Stripe is asked in the version that the settings say, and accepts previews only", async () => {
        const double = await using(startStripe());
        const listing = (version: string) =>
            stripe.list({
                settings: { endpoint: double.endpoint, apiVersion: version },
                management: double.managementKey,
            });
        await listing("2026-09-30.preview");
        await assert.rejects(listing("2026-09-30.clover"), /400 .*only available in preview versions/);
    });

    it("Stripe's list is read page by page", async () => {
        const double = await using(startStripe());
        for (let i = 0; i < 230; i++) double.keyring.add({ id: `mk_${i}`, name: `key ${i}`, secret: `rk_test_${i}` });
        const settings = { endpoint: double.endpoint, apiVersion };
        assert.equal((await stripe.list({ settings, management: double.managementKey })).length, 232);
        assert.deepEqual(double.calls, ["list 200", "list 200", "list 200"]);
    });

    it("a list that is longer than what is read is no whole list", async () => {
        const double = await using(startCloudflare());
        for (let i = 0; i < 2_000; i++) double.keyring.add({ id: `${i}`, name: `token ${i}`, secret: `cf-${i}` });
        const access = { settings: { endpoint: double.endpoint, tokenLimit: 50 }, management: double.managementKey };
        await assert.rejects(cloudflare.list(access), /lists more than 2000 keys, which are not read/);
    });

    it("a Stripe key without balance_read is alive, though narrow", async () => {
        const double = await using(startStripe());
        const settings = { endpoint: double.endpoint, permissions: ["customer_read"], apiVersion };
        const made = await stripe.create({ settings, management: double.managementKey }, { name: NAME });
        assert.deepEqual(await stripe.verify(settings, made), { state: "alive" });
        assert.deepEqual(double.calls.at(-1), `verify ${NAME} 403`);
    });

    it("SendGrid never grants more than the twin has, nor what it adds by itself", async () => {
        const double = await using(startSendGrid());
        const settings = { endpoint: double.endpoint, scopes: ["mail.send", "stats.read", "templates.read"] };
        const access = { settings, management: double.managementKey };
        const twin = newKey(double.keyring, "twin", ["mail.send", "stats.read"]);
        await sendgrid.create(access, { name: "wider", copyPermissionsFrom: twin.id });
        await sendgrid.create(
            { ...access, settings: { ...settings, scopes: ["mail.send"] } },
            { name: "narrower", copyPermissionsFrom: twin.id },
        );
        const byName = Object.fromEntries(double.keyring.keys.map(({ name, permissions }) => [name, permissions]));
        assert.deepEqual([byName.wider, byName.narrower], [["mail.send", "stats.read"], ["mail.send"]]);
        const greedy = { ...access, settings: { ...settings, scopes: ["billing.read"] } };
        await assert.rejects(sendgrid.create(greedy, { name: "greedy" }), /403 access forbidden/);
    });

    // Holds 27; incidents 2.
    it("a deleted SendGrid key answers for a while: one success proves nothing", async () => {
        const double = await using(startSendGrid());
        const settings = { endpoint: double.endpoint, scopes: ["mail.send"] };
        const access = { settings, management: double.managementKey };
        const made = await sendgrid.create(access, { name: NAME });
        double.keyring.delays = { expiry: 150 };
        await sendgrid.retire(access, made.id);
        assert.equal((await sendgrid.verify(settings, made)).state, "alive");
        await new Promise((resolve) => setTimeout(resolve, 200));
        assert.equal((await sendgrid.verify(settings, made)).state, "dead");
    });

    it("an expired Stripe key is expired, whatever Stripe says to who expires it once more", async () => {
        const double = await using(startStripe({ keepsExpired: true }));
        const settings = { endpoint: double.endpoint, permissions: ["balance_read"], apiVersion };
        const access = { settings, management: double.managementKey };
        const made = await stripe.create(access, { name: NAME });
        await stripe.retire(access, made.id);
        await stripe.retire(access, made.id);
        assert.deepEqual(double.takeCalls().slice(-2), [`retire ${NAME} 400`, `get ${NAME} 200`]);
    });

    it("Stripe tells when a key dies by itself", async () => {
        const double = await using(startStripe());
        const dies = "2030-03-03T00:00:00.000Z";
        const more = { expires_at: dies };
        double.keyring.add({ id: "mk_dying", name: "made by hand", secret: "rk_test_dying", more });
        const settings = { endpoint: double.endpoint, apiVersion };
        const listed = await stripe.list({ settings, management: double.managementKey });
        assert.equal(listed.find(({ id }) => id === "mk_dying")?.expiresAt, dies);
    });

    it("a SendGrid key without a name is listed too", async () => {
        const double = await using(startSendGrid());
        const nameless = newKey(double.keyring, "", ["mail.send"]);
        const settings = { endpoint: double.endpoint };
        const listed = await sendgrid.list({ settings, management: double.managementKey });
        assert.deepEqual(
            listed.find(({ id }) => id === nameless.id),
            { id: nameless.id, name: "" },
        );
    });

    it("403 of Cloudflare is a living token only where it says that this address is the trouble", async () => {
        const double = await using(startCloudflare());
        const settings = { endpoint: double.endpoint, tokenLimit: 50 };
        const { fetch } = globalThis;
        const said = async (code: number, message: string) => {
            globalThis.fetch = () =>
                Promise.resolve(new Response(JSON.stringify({ errors: [{ code, message }] }), { status: 403 }));
            return (await cloudflare.verify(settings, { id: "a", key: "b" })).state;
        };
        try {
            assert.deepEqual(
                [
                    await said(9109, "Cannot use the access token from location: 203.0.113.7"),
                    await said(9109, "Invalid access token"),
                    await said(10000, "Authentication error"),
                ],
                ["alive", "dead", "unknown"],
            );
        } finally {
            globalThis.fetch = fetch;
        }
    });

    it("a Cloudflare token that was disabled is listed as such, and is dead", async () => {
        const double = await using(startCloudflare());
        const policies = [{ effect: "allow" as const, permissionGroups: ["dns"], resources: { zone: "*" } }];
        const settings = { endpoint: double.endpoint, policies, tokenLimit: 50 };
        const access = { settings, management: double.managementKey };
        const made = await cloudflare.create(access, { name: NAME });
        const token = double.keyring.byId(made.id);
        assert.ok(token);
        token.more.status = "disabled";
        const listed = (await cloudflare.list(access)).find(({ id }) => id === made.id);
        assert.equal(listed?.active, false);
        assert.deepEqual(await cloudflare.verify(settings, made), { state: "dead", detail: "the token is disabled" });
    });

    it("a Cloudflare token is asked to die by itself, and is dead and no longer listed when it has", async () => {
        const double = await using(startCloudflare("023e105f4ecef8ad9ca31a8372d0c353"));
        const policies = [{ effect: "allow" as const, permissionGroups: ["dns"], resources: { zone: "*" } }];
        const settings = {
            endpoint: double.endpoint,
            accountId: "023e105f4ecef8ad9ca31a8372d0c353",
            policies,
            tokenLimit: 50,
        };
        const access = { settings, management: double.managementKey };
        double.keyring.setNow(new Date("2030-01-01T00:00:00Z"));
        const made = await cloudflare.create(access, { name: NAME, expiresOn: "2030-03-03T00:00:00Z" });
        assert.deepEqual(await cloudflare.verify(settings, made), { state: "alive" });
        double.keyring.setNow(new Date("2030-03-03T00:00:00Z"));
        assert.deepEqual(await cloudflare.verify(settings, made), { state: "dead", detail: "the token is expired" });
        assert.deepEqual(
            (await cloudflare.list(access)).map(({ name }) => name),
            ["management"],
        );
    });
});
