import assert from "node:assert/strict";
import { VaultKv, vaultRotatorPolicy } from "pulumi-credential-rotation";
import { engineSuite, type Run } from "../../support/harness";
import { needVault, startVault, type Vault } from "../../support/vault";
import { play } from "./support/example";

engineSuite("examples/static-secret", (suite) => {
    let vault: Vault;
    before(async function () {
        needVault(this);
        vault = await startVault();
    });
    after(() => vault?.stop());

    it("keeps a secret in Vault and one in Parameter Store, and rotates both", async () => {
        const generations: unknown[] = [];
        const noted = async ({ mutations }: Run): Promise<void> => {
            assert.ok(mutations.includes("ssm:PutParameter /rotation-example/webhooks/signing_key"), mutations.join());
            generations.push((await vault.kv("web/session"))?.generation);
        };
        const policy = vaultRotatorPolicy({ stores: [new VaultKv({ path: "secret/web/session" })] });
        const token = await vault.tokenWith("example", policy);
        const config = { "vault:address": vault.address, "vault:token": { secret: token } };
        await play(suite, "static-secret", { config, days: 32, made: noted, rotated: noted });
        assert.deepEqual(generations.map(String), ["1", "2"]);
    });
});
