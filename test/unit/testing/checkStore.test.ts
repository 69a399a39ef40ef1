import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AzureKeyVault } from "../../../components/stores/azureKeyVault/azureKeyVault";
import { GcpSecretManager } from "../../../components/stores/gcpSecretManager/gcpSecretManager";
import type { Publication, Store } from "../../../components/stores/store";
import { checkStore } from "../../../components/testing";
import { startKeyVault, startSecretManager, type TextsDouble } from "../../support/vendors/texts";

const stores: Record<string, [() => Promise<TextsDouble>, (endpoint: string, token: string) => Store]> = {
    "Google's Secret Manager": [
        startSecretManager,
        (endpoint, managementKey) =>
            new GcpSecretManager({ project: "acme-prod", name: "app", managementKey, endpoint }),
    ],
    "Azure's Key Vault": [
        startKeyVault,
        (vault, managementKey) => new AzureKeyVault({ vault, name: "app", managementKey }),
    ],
};

/** A resource of somebody else. */
class Value extends pulumi.CustomResource {}

async function played(
    [start, make]: (typeof stores)[string],
    wrong: (store: Store) => Partial<Store> = () => ({}),
): Promise<string> {
    const { endpoint, token, close } = await start();
    const store = (at: string): Store => {
        const right = make(at, token);
        const bound = Object.assign(Object.create(right) as Store, wrong(right));
        return bound;
    };
    try {
        const findings = await checkStore({ endpoint, store, secrets: [token] });
        return findings.map(({ played: what, found, expected }) => `${what}: ${found}; ${expected}`).join("\n");
    } finally {
        await close();
    }
}

describe("the check for authors of stores", function () {
    this.timeout(60_000);
    const google = stores["Google's Secret Manager"];

    for (const [title, parts] of Object.entries(stores))
        it(`finds nothing wrong with ${title}`, async () => assert.equal(await played(parts), ""));

    it("finds one that takes every failure for an empty place", async () => {
        const wrong = (right: Store) => ({ readRecord: () => right.readRecord({} as never).catch(() => undefined) });
        assert.match(await played(google, wrong), /readRecord, a server in trouble \(500\): it answered undefined/);
    });

    it("finds one that forgets the gates, the options, or to mark the credential", async () => {
        const wrong = () => ({
            publish: ({ scope, fields }: Publication) => [
                new Value("acme:index:Value", "mine", { value: pulumi.unsecret(fields) }, { parent: scope.parent }),
            ],
        });
        const found = await played(google, wrong);
        assert.match(found, /the resource mine: no hooks of gate\(\) or room\(\)/);
        assert.match(found, /the resource mine: mine; a name that begins with scope\.name/);
        assert.match(found, /the resource mine: without the options/);
        assert.match(found, /mine\.value: the credential, not marked secret/);
    });
});
