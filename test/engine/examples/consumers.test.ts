import assert from "node:assert/strict";
import { engineSuite } from "../../support/harness";
import { startKubernetes } from "../../support/kubernetes";
import { play } from "./support/example";

engineSuite("examples/consumers", (suite) => {
    it("moves an ExternalSecret, then a Deployment, and a service of ECS to each new key", async () => {
        const cluster = await startKubernetes();
        cluster.add({ kind: "ExternalSecret", name: "myapp" });
        cluster.add({ kind: "Deployment", name: "myapp" });
        suite.aws.addService("prod/api");
        const verbs = ["get", "patch"];
        const kubeconfig = cluster.kubeconfig([
            { apiGroups: ["apps"], resources: ["deployments"], verbs },
            { apiGroups: ["external-secrets.io"], resources: ["externalsecrets"], verbs },
        ]);
        const moved = (): void => {
            const patches = cluster.takeCalls().filter((call) => call.startsWith("patch"));
            const [sync, restart] = ["patch externalsecrets prod/myapp 200", "patch deployments prod/myapp 200"];
            const note = restart; // at the workload itself, once its rollout ended
            assert.deepEqual(patches, [sync, restart, note]);
            const [deployment, ...older] = suite.aws.service("prod/api").deployments;
            assert.deepEqual([deployment.rolloutState, older.length], ["COMPLETED", 0]);
        };
        try {
            const config = { "rotation-example-consumers:kubeconfig": { secret: kubeconfig } };
            await play(suite, "consumers", { config, days: 81, made: moved, rotated: moved });
            cluster.assertMatched();
        } finally {
            await cluster.close();
        }
    });
});
