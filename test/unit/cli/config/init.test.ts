import assert from "node:assert/strict";
import { keyToAdopt } from "../../../../cli/config/existing";
import { newEntry } from "../../../../cli/config/newEntry";
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
