import assert from "node:assert/strict";
import { VaultKv, vaultRotatorPolicy } from "pulumi-credential-rotation";
import { engineSuite, fresh } from "../../support/harness";
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
        const name = fresh("both");
        const kv = { path: `secret/${name}`, names: { secretAccessKey: "password" } };
        const policy = vaultRotatorPolicy({ stores: [new VaultKv(kv)] });
        const token = (ttl?: string): Promise<string> => vault.tokenWith("rotator", policy, ttl);
        const stores = [{ ssm: { prefix: `/${name}` } }, { vaultKv: kv }];
        const config = { "vault:address": vault.address, "vault:token": { secret: await token() } };
        await story(suite, { warm: true, prefix: `/${name}`, set: { stores }, config }, async ({ stack, user }) => {
            const first = await stack.ok();
            assert.equal(first.mutations.at(-1), `ssm:PutParameter /${name}/rotation`);
            const [live] = activeKeys(suite.aws, user);
            const one = await vault.kv(name);
            assert.deepEqual(
                [one?.accessKeyId, one?.rotated_at, one?.generation, one?.slot],
                [live, at(0, 12).replace(".000", ""), 1, "blue"],
            );
            await stack.settled();

            await vault.seal();
            const sealed = await stack.fails(/could not write secret\/both\d+: 503 Vault is sealed.* unseal it/, {
                now: at(30),
            });
            await vault.unseal();
            const old = { "vault:token": { secret: await token("1s") } };
            await new Promise((resolve) => setTimeout(resolve, 1100));
            const expired = await stack.fails(/The token is expired, revoked or of another Vault: log in again/, {
                config: old,
            });
            for (const run of [sealed, expired])
                assert.ok(!run.mutations.includes(`ssm:PutParameter /${name}/rotation`));
            assert.deepEqual(await vault.kv(name), one);
            assert.ok(activeKeys(suite.aws, user).includes(live));

            const valid = { "vault:token": { secret: await token() } };
            const finished = await stack.ok({ now: at(30, 1), config: valid });
            assert.match(finished.said.join(), /finishing: generation 2/);
            assert.equal(finished.mutations.at(-1), `ssm:PutParameter /${name}/rotation`);
            const two = await vault.kv(name);
            assert.deepEqual([two?.generation, typeof two?.password], [2, "string"]);
            assert.deepEqual(await vault.kv(name, 1), one, "the version before");
            await stack.settled();

            await vault.call("DELETE", `secret/data/${name}`);
            await stack.refresh();
            tokenNowhere(await stack.exportState());
            await stack.ok();
            assert.deepEqual(
                await vault.kv(name),
                two,
                "what somebody deleted is found out by a refresh and written anew",
            );
            tokenNowhere(await stack.exportState());
            await vault.call("POST", "auth/token/revoke", { token: valid["vault:token"].secret });
            await stack.ok({ config: { "vault:token": { secret: await token() } } }); // deletions use the last run's
        });
        assert.equal(await vault.kv(name), undefined);
        assert.equal(await vault.kv(name, 1), undefined);
    });
});

/** What is in the state of a document says nothing of the token, not even sealed. */
function tokenNowhere(state: string): void {
    const { resources } = (JSON.parse(state) as { deployment: { resources: { type: string }[] } }).deployment;
    const documents = resources.filter(({ type }) => type.endsWith("rotation:VaultDocument"));
    assert.equal(documents.length, 1);
    const sealed = JSON.stringify(documents).match(/"ciphertext":/g) ?? [];
    assert.equal(sealed.length, 2, "the data, as input and as output, and nothing else");
}
