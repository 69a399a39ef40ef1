import assert from "node:assert/strict";
import { SsmParameters, VaultKv, VaultKvArgs, vaultRotatorPolicy } from "pulumi-credential-rotation";
import { diff, DocumentOutputs } from "../../../../components/providers/vaultKv";

describe("the Vault store", () => {
    const wrong: [string, Partial<VaultKvArgs>, RegExp][] = [
        [
            "a path without an engine",
            { path: "myapp" },
            /stores\.vaultKv\.path: "myapp" is not a path; .* "secret\/myapp\/db"/,
        ],
        ["a path of the address bar", { path: "/secret/x" }, /path: "\/secret\/x" is not a path/],
        ["a path that leads out of the engine", { path: "secret/../sys" }, /path: "secret\/\.\.\/sys" is not a path/],
        ["a record that does", { recordPath: "secret/app/.." }, /recordPath: "secret\/app\/\.\." is not a path/],
        ["a path with a star", { path: "secret/*" }, /path: "secret\/\*" is not a path/],
        [
            "the record in the credential's place",
            { recordPath: "secret/app" },
            /recordPath: it is the path itself, secret\/app/,
        ],
        [
            "an engine of the record elsewhere",
            { recordMount: "kv" },
            /recordMount: "kv"; expected a beginning of secret\/app\/rotation/,
        ],
        ["an engine elsewhere", { mount: "kv" }, /mount: "kv"; expected a beginning of secret\/app/],
        [
            "a token in plain text",
            { address: "http://vault.internal:8200" },
            /"https:\/\/vault\.internal:8200" .* plain text/,
        ],
        [
            "two places of the token",
            { tokenFrom: { env: "A", file: "/b" } },
            /tokenFrom: expected exactly one of env, config, file and autoAuth/,
        ],
        ["no place of the token", { tokenFrom: {} }, /tokenFrom: expected exactly one/],
    ];
    for (const [name, args, message] of wrong) {
        it(`refuses ${name}`, () => assert.throws(() => new VaultKv({ path: "secret/app", ...args }), message));
    }

    it("is called after its path in sentences", () => {
        const store = new VaultKv({ path: "secret/myapp/db", address: "http://mesh:8200", plainHttp: true });
        assert.deepEqual(
            [store.title, store.recordTitle],
            ["secret/myapp/db in Vault", "secret/myapp/db/rotation in Vault"],
        );
        assert.deepEqual(store.permissions(), []);
    });

    it("needs exactly its own paths, in the form of its engine", () => {
        const stores = [
            new SsmParameters({ prefix: "/app" }),
            new VaultKv({ path: "secret/app" }),
            new VaultKv({ path: "team/kv/app", mount: "team/kv/", deleteAllVersions: true, recordPath: "team/kv/r" }),
            new VaultKv({ path: "old/app", kvVersion: 1 }),
            new VaultKv({ path: "secret/b", recordPath: "ops/rotation/b" }),
            new VaultKv({ path: "old/c", kvVersion: 1, recordPath: "a/b/c", recordMount: "a/b", recordKvVersion: 1 }),
        ];
        const rules = [
            ...vaultRotatorPolicy({ stores }).matchAll(/path "([^"]+)" \{\n {2}capabilities = \[([^\]]+)\]\n\}/g),
        ];
        assert.deepEqual(
            rules.map(([, path, capabilities]) => `${path}: ${capabilities.replaceAll('"', "")}`),
            [
                "auth/token/lookup-self: read",
                "secret/data/app: create, read, update",
                "secret/delete/app: update",
                "secret/data/app/rotation: create, read, update",
                "secret/delete/app/rotation: update",
                "team/kv/data/app: create, read, update",
                "team/kv/delete/app: update",
                "team/kv/metadata/app: delete",
                "team/kv/data/r: create, read, update",
                "team/kv/delete/r: update",
                "team/kv/metadata/r: delete",
                "old/app: create, read, update, delete",
                "old/app/rotation: create, read, update, delete",
                "secret/data/b: create, read, update",
                "secret/delete/b: update",
                "ops/data/rotation/b: create, read, update",
                "ops/delete/rotation/b: update",
                "old/c: create, read, update, delete",
                "a/b/c: create, read, update, delete",
            ],
        );
    });
});

describe("the policy for databases", () => {
    const databases = [{ connection: "main", existingMount: true }];

    it("allows the token that the provider makes for itself, unless it makes none", () => {
        const CHILD = 'path "auth/token/create" {\n  capabilities = ["update"]\n}';
        assert.ok(vaultRotatorPolicy({ databases }).includes(CHILD));
        assert.ok(!vaultRotatorPolicy({ databases, skipChildToken: true }).includes("auth/token/create"));
        assert.ok(!vaultRotatorPolicy({}).includes("auth/token/create"));
    });
});

describe("a document in Vault", () => {
    const olds: DocumentOutputs = {
        path: "secret/app",
        settings: "{}",
        data: `{"value":"one"}`,
        overwrite: false,
        when: "rotated_at",
        deleteAllVersions: false,
        place: { mount: "secret/", key: "app", kvVersion: 2 },
        first: 1,
        version: 1,
    };
    const seen = (change: Partial<DocumentOutputs>) => {
        const { changes, replaces } = diff("secret/app", olds, { ...olds, ...change });
        return replaces.length > 0 ? "replace" : changes ? "update" : "same";
    };

    it("is another one at another place, and written anew for all else that counts", () => {
        assert.equal(seen({}), "same");
        assert.equal(seen({ path: "secret/other" }), "replace");
        assert.equal(seen({ settings: `{"namespace":"team"}` }), "replace");
        assert.equal(seen({ settings: `{"address":"https://vault:8200"}` }), "update");
        assert.equal(seen({ data: `{"value":"two"}` }), "update");
        assert.equal(seen({ deleteAllVersions: true }), "update");
        assert.equal(seen({ overwrite: true }), "same");
    });
});
