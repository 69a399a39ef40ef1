import assert from "node:assert/strict";
import * as provider from "../../../components/providers/vaultKv";
import { needVault, startVault, type Vault } from "../../support/vault";
import { place, versions } from "./support/place";

const one = { value: "one", rotated_at: "2030-01-01T00:00:00Z", generation: 1, slot: "blue" };
const two = { value: "two", rotated_at: "2030-01-08T00:00:00Z", generation: 2, slot: "green" };

describe("a document in a real Vault", function () {
    this.timeout(120_000);
    let vault: Vault;
    before(async function () {
        needVault(this);
        vault = await startVault();
        await vault.call("POST", "sys/mounts/old", { type: "kv", options: { version: "1" } });
        await vault.call("POST", "sys/mounts/deep/kv", { type: "kv", options: { version: "2" } });
    });
    after(() => vault?.stop());

    it("gets a version for each write, keeps the ones before, and is deleted so that it can come back", async () => {
        const { inputs, calls } = await place(vault, "secret/life");
        const made = await provider.create(inputs(one));
        assert.deepEqual([made.id, made.outs.version], ["secret/life", 1]);
        assert.deepEqual(await calls(), ["find secret/life", "read secret/data/life", "create secret/data/life"]);
        const { outs } = await provider.update(made.id, made.outs, inputs(two));
        assert.deepEqual(await calls(), ["find secret/life", "read secret/data/life", "update secret/data/life"]);
        assert.deepEqual(await vault.kv("life"), two);
        assert.deepEqual(await vault.kv("life", 1), one);
        const again = await provider.update(made.id, outs, inputs(two));
        assert.deepEqual(
            [again.outs, await calls()],
            [outs, ["find secret/life", "read secret/data/life"]],
            "what stands there is not written again",
        );
        await provider.delete(made.id, outs);
        const looked = ["read secret/data/life", "read secret/data/life"];
        assert.deepEqual(await calls(), [...looked, "update secret/delete/life"]);
        assert.deepEqual(await versions(vault, "secret/life"), ["1: deleted", "2: deleted"]);
        await vault.call("POST", "secret/undelete/life", { versions: [2] });
        assert.deepEqual(await vault.kv("life"), two);
        assert.deepEqual((await provider.read(made.id, outs)).props, outs);
        await provider.delete(made.id, outs);
        assert.equal((await provider.read(made.id, outs)).props.data, "{}", "what somebody deleted is empty");
        const anew = await provider.create(inputs(one));
        assert.deepEqual([anew.outs.first, anew.outs.version], [3, 3]);
    });

    it("leaves what others wrote there before and after, with the stack's end too", async () => {
        const { inputs, path } = await place(vault, "secret/shared");
        await vault.call("POST", "secret/data/shared", { data: { value: "before" } });
        const made = await provider.create(inputs(one, { overwrite: true }));
        await vault.call("POST", "secret/data/shared", { data: { value: "after" } });
        await provider.delete(made.id, made.outs);
        assert.deepEqual(await versions(vault, path), ["1: before", "2: deleted", "3: after"]);
    });

    it("stays where another resource of the run takes it over and the one that wrote it goes", async () => {
        const { inputs, path } = await place(vault, "secret/handed");
        const before = await provider.create(inputs(one));
        const after = await provider.create(inputs(one));
        await provider.delete(before.id, before.outs);
        assert.deepEqual(await versions(vault, path), ["1: deleted", "2: one"]);
        await provider.delete(after.id, after.outs);
    });

    it("goes for good where it was told so, unless somebody else wrote there", async () => {
        const all = await place(vault, "secret/all", { deleteAllVersions: true });
        const made = await provider.create(all.inputs(one));
        await vault.call("POST", "secret/data/all", { data: { value: "after" } });
        await provider.delete(made.id, made.outs);
        assert.deepEqual(await versions(vault, "secret/all"), ["1: deleted", "2: after"]);
        const over = await provider.create(all.inputs(two, { overwrite: true }));
        await provider.delete(over.id, over.outs);
        assert.deepEqual(await versions(vault, "secret/all"), ["1: deleted", "2: after", "3: deleted"]);
        const own = await place(vault, "secret/own", { deleteAllVersions: true });
        const { id, outs } = await provider.create(own.inputs(one));
        const next = await provider.update(id, outs, own.inputs(two));
        await own.calls();
        await provider.delete(id, next.outs);
        const looked = ["read secret/data/own", "read secret/data/own"];
        assert.deepEqual(await own.calls(), [...looked, "delete secret/metadata/own"]);
        await assert.rejects(versions(vault, "secret/own"), /404/);
        await provider.delete(id, next.outs);
    });

    for (const deleteAllVersions of [false, true])
        it(`leaves what others wrote where numbers began anew, and between (deleteAllVersions: ${deleteAllVersions})`, async () => {
            const name = deleteAllVersions ? "anew-all" : "anew";
            const { inputs, path } = await place(vault, `secret/${name}`, { deleteAllVersions });
            const made = await provider.create(inputs(one));
            await vault.call("DELETE", `secret/metadata/${name}`);
            // Even the same content is theirs: it is not the version that was written here.
            await vault.call("POST", `secret/data/${name}`, { data: one });
            await provider.delete(made.id, made.outs);
            assert.deepEqual(await versions(vault, path), ["1: one"]);

            const taken = await provider.create(inputs(two, { overwrite: true }));
            await vault.call("POST", `secret/data/${name}`, { data: { ...two, value: "between" } });
            const after = await provider.update(taken.id, taken.outs, inputs(one, { overwrite: true }));
            await provider.delete(taken.id, after.outs);
            const left = ["1: one", "2: deleted", "3: between", "4: deleted"];
            assert.deepEqual(await versions(vault, path), left);
        });

    it("tells its own by what they hold where an older release kept no times", async () => {
        const { inputs, path } = await place(vault, "secret/older");
        const made = await provider.create(inputs(one));
        await vault.call("POST", "secret/data/older", { data: { value: "between", other: 1 } });
        const { outs } = await provider.update(made.id, made.outs, inputs(two, { overwrite: true }));
        await provider.delete(made.id, { ...outs, written: undefined });
        assert.deepEqual(await versions(vault, path), ["1: deleted", "2: between", "3: deleted"]);
    });

    it("is written to version 1 as well, where its content tells whose it is", async () => {
        const { inputs, calls } = await place(vault, "old/app", { kvVersion: 1 });
        const made = await provider.create(inputs(one));
        const { outs } = await provider.update(made.id, made.outs, inputs(two));
        assert.deepEqual((await vault.call("GET", "old/app")).data, two);
        await vault.call("POST", "old/app", { value: "foreign" });
        await calls();
        await assert.rejects(
            provider.update(made.id, outs, inputs(one)),
            /what stands there of old\/app was written by somebody else; it was left as it is/,
        );
        await provider.delete(made.id, outs);
        assert.deepEqual(await calls(), ["find old/app", "read old/app", "read old/app"]);
        await provider.update(made.id, outs, inputs(two, { overwrite: true }));
        await provider.delete(made.id, outs);
        await assert.rejects(vault.call("GET", "old/app"), /404/);
    });

    it("is found in an engine whose path has several parts", async () => {
        const { inputs } = await place(vault, "deep/kv/team/app", { mount: "deep/kv" });
        const made = await provider.create(inputs(one));
        assert.deepEqual(made.outs.place, { mount: "deep/kv/", key: "team/app", kvVersion: 2 });
        assert.deepEqual(await vault.kv("team/app", 1, "deep/kv"), one);
    });
});
