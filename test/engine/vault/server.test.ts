import assert from "node:assert/strict";
import { needVault, startVault, type Vault, VaultError } from "../../support/vault";

describe("the Vault of the tests", function () {
    let vault: Vault;
    before(async function () {
        vault = await startVault(needVault(this));
    });
    after(() => vault?.stop());

    it("keeps versions, tells who asked for what, and lets a token do what its policy says", async () => {
        const token = await vault.tokenWith("writer", 'path "secret/data/app" { capabilities = ["create", "update"] }');
        await vault.call("POST", "secret/data/app", { data: { key: "one" } }, token);
        await vault.call("POST", "secret/data/app", { data: { key: "two" } }, token);
        await assert.rejects(vault.call("GET", "secret/data/app", undefined, token), { status: 403 });
        assert.deepEqual(await vault.kv("app"), { key: "two" });
        assert.deepEqual(await vault.kv("app", 1), { key: "one" });
        assert.equal(await vault.kv("other"), undefined);
        assert.deepEqual(
            vault.calls().map(({ operation, path, by, error }) => [operation, path, by, error !== undefined]),
            [
                ["create", "secret/data/app", "token-writer", false],
                ["update", "secret/data/app", "token-writer", false],
                ["read", "secret/data/app", "token-writer", true],
            ],
        );
    });

    it("can be sealed and unsealed", async () => {
        await vault.seal();
        await assert.rejects(vault.kv("app"), (error: VaultError) => error.status === 503);
        await vault.unseal();
        assert.deepEqual(await vault.kv("app"), { key: "two" });
    });
});
