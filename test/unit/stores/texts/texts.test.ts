import assert from "node:assert/strict";
import * as provider from "../../../../components/providers/textDocument";
import { AzureKeyVault } from "../../../../components/stores/azureKeyVault/azureKeyVault";
import { GcpSecretManager } from "../../../../components/stores/gcpSecretManager/gcpSecretManager";
import type { Published, Store } from "../../../../components/stores/store";
import { startKeyVault, startSecretManager, type TextsDouble } from "../../../support/vendors/texts";

interface Service {
    start(): Promise<TextsDouble>;
    service: string;
    settings(endpoint: string): { name: string };
    store(double: TextsDouble, more?: object): Store;
}

const services: Record<string, Service> = {
    "Google's Secret Manager": {
        start: startSecretManager,
        service: "gcpSecretManager",
        settings: (endpoint) => ({ endpoint, tokenUri: `${endpoint}/token`, project: "acme-prod", name: "app" }),
        store: ({ endpoint, token }, more) =>
            new GcpSecretManager({ project: "acme-prod", name: "app", managementKey: token, endpoint, ...more }),
    },
    "Azure's Key Vault": {
        start: startKeyVault,
        service: "azureKeyVault",
        settings: (vault) => ({ vault, name: "app", resource: "https://vault.azure.net", loginEndpoint: vault }),
        store: ({ endpoint, token }, more) =>
            new AzureKeyVault({ vault: endpoint, name: "app", managementKey: token, ...more }),
    },
};

for (const [title, { start, service, settings, store }] of Object.entries(services))
    describe(`a text in ${title}`, () => {
        let double: TextsDouble;
        beforeEach(async () => (double = await start()));
        afterEach(async () => {
            assert.deepEqual(double.unmatched, []);
            await double.close();
        });

        const inputs = (more: object = {}) => {
            const text = JSON.stringify({ key: "hunter22", generation: 1, slot: "blue" });
            const own = { service, settings: JSON.stringify(settings(double.endpoint)), management: double.token };
            return { ...own, text, overwrite: false, ...more };
        };
        const stands = () => double.secrets.get("app")?.versions.at(-1);
        const published = { fieldNames: ["key"] } as Published;

        it("is made, given a newer version, read back and taken away", async () => {
            const { id, outs } = await provider.create(inputs());
            assert.deepEqual(
                (await store(double).readBack(published)).map(({ fields }) => fields),
                [{ key: "hunter22" }],
            );
            const text = JSON.stringify({ key: "hunter23" });
            const { outs: second } = await provider.update(id, outs, inputs({ text }));
            assert.equal(stands(), text);
            assert.equal(double.secrets.get("app")?.versions.length, 2);
            await provider.delete(id, second);
            assert.ok(!double.secrets.has("app") || double.secrets.get("app")?.deleted);
            await provider.delete(id, second);
        });

        it("that somebody else made is left alone, before a credential is made and after", async () => {
            double.secrets.set("app", { versions: ["theirs"], labels: {} });
            await assert.rejects(
                store(double).beforeMint!({} as never, true),
                /exists and was not made here.*Nothing was made/,
            );
            await assert.rejects(provider.create(inputs()), /exists and was not made here; it was left as it is/);
            await provider.delete("x", inputs());
            assert.equal(stands(), "theirs");
            await store(double, { overwrite: true }).beforeMint!({} as never, true);
            await provider.create(inputs({ overwrite: true }));
            assert.notEqual(stands(), "theirs");
        });

        it("is missing only where the service says so", async () => {
            assert.equal(await store(double).readRecord({} as never), undefined);
            await assert.rejects(store(double).readBack(published), { name: "NotFound" });
            for (const op of ["look", "read"]) double.fault({ op, kind: "page-404", times: 99 });
            await assert.rejects(store(double).readRecord({} as never), /not JSON/);
        });

        it("is written once more where somebody wrote over it, once a refresh saw that", async () => {
            const { id, outs } = await provider.create(inputs());
            assert.equal((await provider.read(id, outs)).props, outs);
            double.secrets.get("app")!.versions.push("theirs");
            assert.equal((await provider.read(id, outs)).props.text, "");
        });

        it("shows neither token nor value in an error", async () => {
            for (const op of ["write", "read", "look"]) {
                const fault = double.fault({ op, kind: "deny", times: 99 });
                const told = await provider.create(inputs()).then(
                    () => "",
                    ({ message }: Error) => message,
                );
                fault.remove();
                assert.ok(!/hunter|double-token/.test(told), told);
            }
        });

        it("has a name that the service takes, and a record of another name", () => {
            assert.throws(() => store(double, { name: "my app" }), /name: "my app"; expected letters/);
            assert.throws(() => store(double, { recordName: "app" }), /recordName: it is the name itself, app/);
        });
    });

describe("a secret of Key Vault that is deleted", () => {
    it("keeps its name, which is known before a credential is made", async () => {
        const double = await startKeyVault();
        try {
            double.secrets.set("app", { versions: ["old"], labels: {}, deleted: true });
            const blocked =
                /app in .* is deleted and can still be recovered, so its name is not free.*az keyvault secret recover/;
            await assert.rejects(services["Azure's Key Vault"].store(double).beforeMint!({} as never, true), blocked);
            const settings = JSON.stringify(services["Azure's Key Vault"].settings(double.endpoint));
            const inputs = {
                service: "azureKeyVault",
                settings,
                management: double.token,
                text: "{}",
                overwrite: false,
            };
            await assert.rejects(provider.create(inputs), blocked);
        } finally {
            await double.close();
        }
    });
});
