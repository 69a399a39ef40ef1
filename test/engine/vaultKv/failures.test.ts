import assert from "node:assert/strict";
import * as provider from "../../../components/providers/vaultKv";
import { needVault, startVault, type Vault } from "../../support/vault";
import { type Between, standBetween } from "./support/between";
import { type Place, place, use, versions } from "./support/place";

const one = { value: "one-of-the-secrets", rotated_at: "2030-01-01T00:00:00Z", generation: 1 };
const two = { value: "two-of-the-secrets", rotated_at: "2030-01-08T00:00:00Z", generation: 2 };
const later = { ...two, rotated_at: "2030-01-08T06:00:00Z" };

describe("a write that a real Vault refuses", function () {
    this.timeout(120_000);
    let vault: Vault;
    let between: Between;
    let at: Place;
    let outs: provider.DocumentOutputs;
    let count = 0;
    before(async function () {
        needVault(this);
        vault = await startVault();
        between = await standBetween(vault.address);
    });
    beforeEach(async () => {
        at = await place(vault, `secret/app${++count}`);
        ({ outs } = await provider.create(at.inputs(one)));
        use(between.address, at.token);
        await at.calls();
    });
    afterEach(() => Object.assign(between, { beforeWrite: undefined, losing: false }));
    after(async () => {
        await between?.close();
        await vault?.stop();
    });

    const key = (): string => at.path.replace("secret/", "");
    const name = (lines: string[]): string[] => lines.map((line) => line.replace(/app\d+/, "app"));

    /** The next generation is refused with this message, in which no secret stands, and the old one is as it was. */
    async function refused(message: RegExp, wanted = at.inputs(two)): Promise<string[]> {
        await assert.rejects(provider.update("", outs, wanted), (error: Error) => {
            assert.match(error.message, message);
            const whole = JSON.stringify(error, Object.getOwnPropertyNames(error));
            for (const secret of [one.value, two.value, at.token]) assert.ok(!whole.includes(secret), "a secret");
            return true;
        });
        return name(await at.calls());
    }

    it("says that the token has expired in the middle of the run", async () => {
        between.beforeWrite = () => vault.call("POST", "auth/token/revoke", { token: at.token });
        const calls = await refused(
            /could not write secret\/app\d+: 403 .*invalid token.* The token is expired, revoked or/,
        );
        assert.deepEqual(calls.slice(0, 2), ["find secret/app", "read secret/data/app"]);
        assert.ok(
            calls.slice(2).every((call) => call.endsWith("refused")),
            calls.join(),
        );
        assert.deepEqual(await versions(vault, at.path), [`1: ${one.value}`]);
        use(between.address, (await place(vault, at.path)).token);
        between.beforeWrite = undefined;
        assert.equal((await provider.update("", outs, at.inputs(two))).outs.version, 2, "a new token goes on");
    });

    it("says that Vault is sealed", async () => {
        await vault.seal();
        try {
            assert.deepEqual(await refused(/503 Vault is sealed\. Vault is sealed: unseal it, and run again/), []);
        } finally {
            await vault.unseal();
        }
        assert.deepEqual(await vault.kv(key()), one);
    });

    it("says that there is no such engine, and that it is none for secrets", async () => {
        at = await place(vault, "nowhere/app");
        await assert.rejects(
            provider.create(at.inputs(two)),
            /could not write nowhere\/app: 404 no handler for route .* There is no such secrets engine; enable it, or correct/,
        );
        await place(vault, "sys/app");
        await assert.rejects(
            provider.create({ ...at.inputs(two), path: "sys/app" }),
            /403|of type system, expected kv/,
        );
        at = await place(vault, "secret/data/app");
        await assert.rejects(provider.create(at.inputs(two)), /has the API's data\/ in it; expected secret\/app/);
    });

    it("says that the policy denies, to write or to know the path at all", async () => {
        const readOnly = `path "secret/data/${key()}" { capabilities = ["read"] }`;
        const lookup = `path "auth/token/lookup-self" { capabilities = ["read"] }`;
        use(vault.address, await vault.tokenWith("read-only", `${readOnly}\n${lookup}`));
        const denied =
            /403 .*(permission denied|grant access).* The token works, but its policies do not allow this; vaultRotatorPolicy\(\)/;
        assert.deepEqual(await refused(denied), [
            "find secret/app",
            "read secret/data/app",
            "update secret/data/app refused",
            "read auth/token/lookup-self",
        ]);
        use(vault.address, await vault.tokenWith("nothing", lookup));
        await refused(denied);
        use(vault.address, await vault.tokenWith("less", `path "secret/*" { capabilities = ["deny"] }`));
        await refused(/The token is expired, revoked .* or its policies do not allow this/);
        assert.deepEqual(await versions(vault, at.path), [`1: ${one.value}`]);
    });

    it("leaves alone what somebody else wrote, before it looked and after", async () => {
        const foreign = (value: string) => vault.call("POST", `secret/data/${key()}`, { data: { value } });
        between.beforeWrite = () => foreign("in between");
        const calls = await refused(
            /somebody else wrote to secret\/app\d+ at the same moment; theirs was left as it is. Run again/,
        );
        assert.deepEqual(calls, ["find secret/app", "read secret/data/app", "update secret/data/app refused"]);
        between.beforeWrite = undefined;
        const before =
            /version 2 of secret\/app\d+ was written by somebody else, after version 1 of this stack; it was left as it is\. .*overwrite: true/;
        assert.deepEqual(await refused(before), ["find secret/app", "read secret/data/app"]);
        await assert.rejects(
            provider.create(at.inputs(two)),
            /secret\/app\d+ exists, was not made by this stack and holds something else; .* another path, or set overwrite: true/,
        );
        assert.deepEqual(await versions(vault, at.path), [`1: ${one.value}`, "2: in between"]);
        const taken = await provider.update("", outs, at.inputs(two, { overwrite: true }));
        assert.equal(taken.outs.version, 3);
    });

    it("does not know whether a write of which it got no answer was one, and finds out in the next run", async () => {
        between.losing = true;
        const lost =
            /the connection failed \(ECONNRESET\) .* Whether it was written is not known; the next run looks and goes on/;
        assert.deepEqual(await refused(lost), ["find secret/app", "read secret/data/app", "update secret/data/app"]);
        between.losing = false;
        const { outs: found } = await provider.update("", outs, at.inputs(later));
        assert.deepEqual([found.version, await vault.kv(key(), 2), await vault.kv(key())], [3, two, later]);
        assert.deepEqual(name(await at.calls()), ["find secret/app", "read secret/data/app", "update secret/data/app"]);
        await provider.delete("", found);
        assert.deepEqual(await versions(vault, at.path), ["1: deleted", "2: deleted", "3: deleted"]);
    });

    it("asks three times where nobody answers, and says which address", async () => {
        const none = await standBetween(vault.address);
        await none.close();
        use(none.address, at.token);
        await refused(
            /the connection failed \(ECONNREFUSED\) \(GET http:\/\/127\.0\.0\.1:\d+\)\. Check the network and Vault's address/,
        );
        use("", "");
        await assert.rejects(
            provider.create(at.inputs(two, { settings: `{"address":"http://127.0.0.1:9"}` })),
            /token/,
        );
    });
});
