import assert from "node:assert/strict";
import { VaultKv, vaultRotatorPolicy } from "pulumi-credential-rotation";
import { engineSuite } from "../../support/harness";
import { needVault, startVault, type Vault } from "../../support/vault";
import { activeKeys } from "../support/crash";
import { at, story } from "../support/story";

engineSuite("an IAM key in Parameter Store and Vault together", (suite) => {
    let vault: Vault;
    before(async function () {
        needVault(this);
        vault = await startVault();
    });
    after(() => vault?.stop());

    it("is on record only once both hold it, and half a publication is finished by the next run", async () => {
        const kv = { path: "secret/both", names: { secretAccessKey: "password" } };
        const policy = vaultRotatorPolicy({ stores: [new VaultKv(kv)] });
        const token = (ttl?: string): Promise<string> => vault.tokenWith("rotator", policy, ttl);
        const stores = [{ ssm: { prefix: "/both" } }, { vaultKv: kv }];
        const config = { "vault:address": vault.address, "vault:token": { secret: await token() } };
        await story(suite, { prefix: "/both", set: { stores }, config }, async ({ stack, user }) => {
            const first = await stack.ok();
            assert.equal(first.mutations.at(-1), "ssm:PutParameter /both/rotation");
            const [live] = activeKeys(suite.aws, user);
            const one = await vault.kv("both");
            assert.deepEqual(
                [one?.accessKeyId, one?.rotated_at, one?.generation, one?.slot],
                [live, at(0, 12).replace(".000", ""), 1, "blue"],
            );
            await stack.settled();

            await vault.seal();
            const sealed = await stack.fails(/could not write secret\/both: 503 Vault is sealed.* unseal it/, {
                now: at(30),
            });
            await vault.unseal();
            const old = { "vault:token": { secret: await token("1s") } };
            await new Promise((resolve) => setTimeout(resolve, 1100));
            const expired = await stack.fails(/The token is expired, revoked or of another Vault: log in again/, {
                config: old,
            });
            for (const run of [sealed, expired]) assert.ok(!run.mutations.includes("ssm:PutParameter /both/rotation"));
            assert.deepEqual(await vault.kv("both"), one);
            assert.ok(activeKeys(suite.aws, user).includes(live));

            const fresh = { "vault:token": { secret: await token() } };
            const finished = await stack.ok({ now: at(30, 1), config: fresh });
            assert.match(finished.said.join(), /finishing: generation 2/);
            assert.equal(finished.mutations.at(-1), "ssm:PutParameter /both/rotation");
            const two = await vault.kv("both");
            assert.deepEqual([two?.generation, typeof two?.password], [2, "string"]);
            assert.deepEqual(await vault.kv("both", 1), one, "the version before");
            await stack.settled();
        });
        assert.equal(await vault.kv("both"), undefined);
        assert.equal(await vault.kv("both", 1), undefined);
    });
});
