import assert from "node:assert/strict";
import { keyToAdopt } from "../../../../cli/config/existingKeys";
import { newEntry } from "../../../../cli/config/newEntry";
import { nextSteps } from "../../../../cli/config/nextSteps";
import { checkCredentials } from "../../../../stack/config";

const wanted = { name: "app", kind: "aws-iam-access-key", user: "app-user", store: "ssm" as const, path: "/app" };

describe("what init writes", () => {
    it("is an entry that the stack takes", () => {
        const entry = newEntry({ ...wanted, every: "80d", overlap: "48h", adopt: "AKIAIOSFODNN7EXAMPLE" });
        const [checked] = checkCredentials([entry]);
        assert.equal(checked.name, "app");
        assert.deepEqual(entry.adopt, { accessKeyId: "AKIAIOSFODNN7EXAMPLE", as: "previous" });
    });

    it("is one for an API key too, with the secret in the configuration", () => {
        const entry = newEntry({
            name: "mail",
            kind: "sendgrid-api-key",
            store: "secretsManager",
            path: "mail",
            managementKey: "sg",
        });
        assert.equal(checkCredentials([entry])[0].kind, "sendgrid-api-key");
        assert.deepEqual(entry.managementKey, { config: "sg" });
    });

    it("is one for a random value", () => {
        const entry = newEntry({ name: "pepper", kind: "static-secret", store: "ssm", path: "/pepper" });
        assert.equal(checkCredentials([entry])[0].kind, "static-secret");
    });

    it("is one for Datadog's two keys, and one that Vault holds", () => {
        const keys = { managementKey: "dd", applicationKey: "ddApp" };
        const entry = newEntry({ name: "dd", kind: "datadog-api-key", store: "ssm", path: "/dd", ...keys });
        assert.equal(checkCredentials([entry])[0].kind, "datadog-api-key");
        assert.deepEqual(entry.applicationKey, { config: "ddApp" });
        const session = newEntry({ name: "session", kind: "static-secret", store: "vaultKv", path: "secret/web" });
        assert.deepEqual(checkCredentials([session])[0].stores, [{ vaultKv: { path: "secret/web" } }]);
        const half = { ...wanted, kind: "datadog-api-key", managementKey: "dd" };
        assert.throws(() => newEntry(half), /--application-key is missing/);
    });

    const secrets: [string, string][] = [
        ["Stripe", `sk_${"test"}_51Nabc`],
        ["SendGrid", "SG.abcdefghij.klmnopqrst"],
        ["Datadog", "0123456789abcdef0123456789abcdef"],
        ["Cloudflare", "v1BcdEfGhIjKlMn0pQrStUvWxYz-_abcd2fghij3"],
    ];
    for (const [vendor, key] of secrets)
        it(`is never a key of ${vendor} that stands where the name of its config key is asked for`, () =>
            assert.throws(
                () => newEntry({ ...wanted, kind: "stripe-api-key", managementKey: key }),
                ({ message }: Error) =>
                    /^--management-key: a text of .* looks like/.test(message) && !message.includes(key),
            ));

    it("is no password either, and takes every name of a config key", () => {
        const login = { ...wanted, kind: "postgres-login", database: "a", server: "db" };
        assert.throws(
            () => newEntry({ ...login, adminPassword: "p@ss word" }),
            /--admin-password: a text of 9 .*not shown/,
        );
        for (const adminPassword of [
            "postgresPassword",
            "app:db-password.2",
            "thePasswordOfTheAdministratorOfTheFirstDatabase",
        ])
            assert.deepEqual(newEntry({ ...login, adminPassword }).server, {
                host: "db",
                password: { config: adminPassword },
            });
    });

    it("names what is missing", () => {
        assert.throws(() => newEntry({ ...wanted, user: undefined }), /--user is missing/);
        assert.throws(() => newEntry({ ...wanted, kind: "stripe-api-key" }), /--management-key is missing/);
        assert.throws(() => newEntry({ ...wanted, name: "a b" }), /--name: "a b"/);
        assert.throws(() => newEntry({ ...wanted, path: "/aws/app" }), /--ssm: "\/aws\/app"; AWS reserves names/);
        assert.throws(() => newEntry({ ...wanted, path: "app" }), /--ssm: "app"; expected letters/);
        for (const [store, path] of [
            ["secretsManager", "a b"],
            ["vaultKv", "app"],
        ] as const)
            assert.throws(() => newEntry({ ...wanted, store, path }), /^UserError: --\w+: ".*"; expected/);
        assert.throws(() => newEntry({ ...wanted, every: "3x" }), /--every: "3x" is not a duration/);
        assert.throws(() => newEntry({ ...wanted, overlap: "soon" }), /--overlap: "soon" is not a duration/);
    });

    it("refuses times that the next run would refuse", () => {
        const value = { name: "a", kind: "static-secret", store: "ssm" as const, path: "/a" };
        const mail = { ...value, kind: "sendgrid-api-key", managementKey: "sg" };
        assert.throws(
            () => newEntry({ ...wanted, every: "30s" }),
            /--every: "30s" is too short; expected at least one/,
        );
        assert.throws(
            () => newEntry({ ...wanted, every: "2d" }),
            /"24h", and the 24h of the retention.*of 2d; expected/,
        );
        assert.throws(() => newEntry({ ...value, overlap: "6d" }), /"6d", and the 24h of.*the period of P7D; expected/);
        assert.throws(() => newEntry({ ...mail, overlap: "1m" }), /--overlap: "1m"; expected at least 5m/);
        assert.throws(
            () => newEntry({ ...mail, every: "1d" }),
            /--overlap: "24h" must be shorter than the period of 1d/,
        );
        assert.equal(newEntry({ ...mail, every: "2d" }).every, "2d");
    });

    it("is followed by what is left to do by hand", () => {
        const entry = newEntry({ ...wanted, kind: "stripe-api-key", managementKey: "stripe" });
        assert.deepEqual(nextSteps(entry, "dev", false), [
            "  write into the entry: permissions, like [balance_read]: what the first key may do (docs/stripe.md)",
            "  pulumi config set aws:region <region> --stack dev",
            "  pulumi config set --secret stripe --stack dev",
            "  credential-rotation preview --stack dev",
        ]);
        const value = newEntry({ name: "a", kind: "static-secret", store: "vaultKv", path: "secret/a" });
        assert.deepEqual(nextSteps(value, "dev", false), ["  credential-rotation preview --stack dev"]);
        assert.deepEqual(nextSteps(newEntry(wanted), "dev", true), ["  credential-rotation preview --stack dev"]);
    });

    it("takes over the one active key, none where there is none, and refuses where there is no place", () => {
        const key = (id: string, active: boolean) => ({ id, active });
        assert.equal(keyToAdopt("u", [key("AKIA1", true)]), "AKIA1");
        assert.equal(keyToAdopt("u", [key("AKIA1", false)]), undefined);
        assert.equal(keyToAdopt("u", []), undefined);
        assert.throws(
            () => keyToAdopt("u", [key("AKIA0001", true), key("AKIA0002", false)]),
            /…0001 \(active\), …0002 \(inactive\)/,
        );
    });
});
