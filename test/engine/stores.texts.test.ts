import assert from "node:assert/strict";
import { engineSuite, type Listed, withStack } from "../support/harness";
import { startKubernetes } from "../support/kubernetes";
import { startKeyVault, startSecretManager } from "../support/vendors/texts";
import { ANCHOR, at } from "./support/story";

/** Each service is a double; what Google and Azure do beyond it is not shown here. */
engineSuite("stores of other clouds and of Kubernetes", (suite) => {
    it("publish, are read back, hold the record, and are emptied with the stack", async () => {
        const [google, azure, cluster] = await Promise.all([startSecretManager(), startKeyVault(), startKubernetes()]);
        const rule = { apiGroups: [""], resources: ["secrets"], verbs: ["get", "create", "patch", "delete"] };
        const config = {
            "rotation:google": { secret: google.token },
            "rotation:azure": { secret: azure.token },
            "rotation:cluster": { secret: cluster.kubeconfig([rule]) },
        };
        const gcp = { project: "acme-prod", name: "app", managementKey: { config: "rotation:google" } };
        const stores = [
            { gcpSecretManager: { ...gcp, endpoint: google.endpoint } },
            { azureKeyVault: { vault: azure.endpoint, name: "app", managementKey: { config: "rotation:azure" } } },
            { kubernetesSecret: { namespace: "prod", name: "app", kubeconfig: { config: "rotation:cluster" } } },
        ];
        const entry: Listed = { kind: "static-secret", name: "app", every: "30d", anchor: ANCHOR, stores };
        const options = { aws: suite.aws, credentials: [entry], rotator: suite.aws.admin, config, now: at(0, 12) };
        const values = () => {
            const texts = [google, azure].map(({ secrets }) => secrets.get("app")?.versions.at(-1) ?? "{}");
            const documents = texts.map((text) => (JSON.parse(text) as { value?: string }).value);
            const { value = "" } = cluster.secrets.get("prod/app")?.data ?? {};
            return [...documents.map(String), Buffer.from(value, "base64").toString()];
        };
        try {
            await withStack(options, async (stack) => {
                await stack.ok();
                const first = values();
                assert.equal(new Set(first).size, 1, "the stores hold different values");
                await stack.settled();
                await stack.ok({ now: at(30) });
                assert.equal(new Set(values()).size, 1);
                assert.notEqual(values()[0], first[0]);
                const record = google.secrets.get("app-rotation")?.versions.at(-1) ?? "{}";
                assert.equal((JSON.parse(record) as { slot?: string }).slot, "green");
                await stack.settled();
                const state = await stack.exportState();
                for (const secret of [...values(), google.token, azure.token, ...cluster.tokens()])
                    assert.ok(!state.includes(secret), "a secret stands in the state");
            });
            assert.deepEqual([...google.secrets.keys()], []);
            assert.ok([...azure.secrets.values()].every(({ deleted }) => deleted));
            assert.deepEqual([...cluster.secrets.keys()], []);
            cluster.assertMatched();
            assert.deepEqual([...google.unmatched, ...azure.unmatched], []);
        } finally {
            await Promise.all([google, azure, cluster].map((one) => one.close()));
        }
    });
});
