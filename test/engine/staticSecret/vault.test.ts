import assert from "node:assert/strict";
import { vaultRotatorPolicy } from "pulumi-credential-rotation";
import { engineSuite, Listed, Run, storesIn, withStack } from "../../support/harness";
import { needVault, startVault, type Vault } from "../../support/vault";
import { filesBelow, leaksIn } from "../support/leaks";
import { ANCHOR, at, unharmed } from "../support/story";
import { Document, startPair } from "./support/sender";

engineSuite("a static secret's life in Vault", (suite) => {
    let vault: Vault;
    before(async function () {
        needVault(this);
        vault = await startVault();
        await vault.call("POST", "sys/mounts/old", { type: "kv", options: { version: "1" } });
    });
    after(() => vault?.stop());

    it("takes no path of somebody else's, keeps both values through the overlap, and leaks none", async () => {
        const path = "secret/web/session";
        const unversioned = { vaultKv: { path: "old/web/session", kvVersion: 1 as const } };
        const stores = [{ vaultKv: { path, names: { value: "key" } } }, { ssm: { prefix: "/session" } }, unversioned];
        const entry: Listed = { kind: "static-secret", name: "session", every: "168h", anchor: ANCHOR, stores };
        const token = await vault.tokenWith("rotator", vaultRotatorPolicy({ stores: storesIn([entry]) }));
        const config = { "vault:address": vault.address, "vault:token": { secret: token } };
        const foreign = { password: "the password of somebody else" };
        await vault.call("POST", "secret/data/web/session", { data: foreign });
        const read = async (): Promise<Document | undefined> => {
            const found = await vault.kv("web/session");
            return found?.key === undefined ? undefined : ({ ...found, value: found.key } as unknown as Document);
        };
        const services = startPair(read);
        try {
            await withStack({ warm: true, aws: suite.aws, credentials: [entry], now: at(0), config }, async (stack) => {
                const runs: Run[] = [];
                const kept = (run: Run): Run => (runs.push(run), run);
                const refused = /secret\/web\/session exists, was not made by this stack and holds something else/;
                kept(await stack.fails(refused));
                assert.deepEqual(await vault.kv("web/session"), foreign);
                assert.equal(await vault.kv("web/session/rotation"), undefined);

                const over = [
                    { vaultKv: { ...stores[0].vaultKv, overwrite: true } },
                    stores[1],
                    unversioned,
                ] as Listed["stores"];
                kept(await stack.ok({ set: { stores: over } }));
                const first = (await read()) as Document;
                kept(await stack.ok({ now: at(7), set: { stores: stores as Listed["stores"] } }));
                const second = (await read()) as Document;
                assert.deepEqual([second.generation, second.previous], [2, first.value]);
                assert.equal((await vault.kv("web/session", 2))?.key, first.value);
                const plain = (await vault.call("GET", "old/web/session")).data;
                assert.deepEqual([plain.value, plain.previous, plain.generation], [second.value, first.value, 2]);
                const record = (await vault.kv("web/session/rotation")) as { generation: number; rotated_at: string };
                assert.deepEqual([record.generation, record.rotated_at], [2, at(7).replace(".000", "")]);
                await stack.settled();
                await services.consumer.attempts(3);
                services.reload();
                kept(await stack.ok({ now: at(8) }));
                assert.equal((await read())?.previous, undefined);
                await stack.settled();
                await unharmed(services.consumer);
                await services.stop();

                const secrets = [first.value, second.value, token, foreign.password];
                const heard = new Map(runs.map(({ text }, index) => [`run ${index}`, text]));
                heard.set("export", await stack.exportState()).set("Vault's log", vault.log());
                for (const [name, text] of await filesBelow(stack.place.root))
                    heard.set(name, withoutDebug(name, text));
                assert.deepEqual(leaksIn(heard, secrets), []);
            });
        } finally {
            await services.stop();
        }
        assert.equal(await vault.kv("web/session"), undefined);
        await assert.rejects(vault.call("GET", "old/web/session"), /404/);
        assert.deepEqual(await vault.kv("web/session", 1), foreign, "what stood there before is still there");
        const others = vault
            .calls()
            .filter((call) => call.by === "token-rotator" && !call.path.includes("web/session"));
        assert.deepEqual(others, [], "nothing else was touched");
    });
});

/** In debug messages of the event log the SDK prints its own calls whole, for every program. */
function withoutDebug(name: string, text: string): string {
    if (!/^events-.*\.json$/.test(name)) return text;
    return text
        .split("\n")
        .filter((line) => !line.includes('"severity":"debug"'))
        .join("\n");
}
