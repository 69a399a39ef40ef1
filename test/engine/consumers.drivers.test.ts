import assert from "node:assert/strict";
import { type KubernetesDouble, type Rule, startKubernetes } from "../support/kubernetes";
import { engineSuite } from "../support/harness";
import { activeKeys } from "./support/crash";
import { at, story } from "./support/story";

/** The role of docs/consumers.md. */
const ROLE: Rule[] = [
    { apiGroups: ["apps"], resources: ["deployments"], verbs: ["get", "patch"], resourceNames: ["app"] },
    {
        apiGroups: ["external-secrets.io"],
        resources: ["externalsecrets"],
        verbs: ["get", "patch"],
        resourceNames: ["app"],
    },
];

/*
 * Proves: the real clients of Kubernetes and ECS within a rotation, with no more rights than the docs name.
 * Does not prove: that clusters and ECS behave as the doubles do.
 */
engineSuite("consumers in Kubernetes and ECS", (suite) => {
    let cluster: KubernetesDouble;

    beforeEach(async () => {
        cluster = await startKubernetes();
        cluster.add({ kind: "Deployment", name: "app" });
        cluster.add({ kind: "ExternalSecret", name: "app" });
    });
    afterEach(async () => {
        cluster.assertMatched();
        await cluster.close();
    });

    it("a rollout that is stuck keeps the previous key, and one that is at its end lets it go", () => {
        suite.aws.addService("prod/api");
        const inCluster = { namespace: "prod", kubeconfig: { config: "rotation:kubeconfig" } };
        const secret = { externalSecret: { ...inCluster, externalSecret: "app", name: "secret" } };
        const rollout = { kubernetesRollout: { ...inCluster, deployment: "app", after: ["secret"], deadline: "5s" } };
        const service = { ecsService: { cluster: "prod", service: "api" } };
        const set = { consumers: [secret, rollout, service] };
        const kubeconfig = cluster.kubeconfig(ROLE);
        return story(suite, { set }, async ({ stack, user }) => {
            await stack.ok({ config: { "rotation:kubeconfig": { secret: kubeconfig } } });
            const changed = (calls: string[]) => calls.filter((call) => call.startsWith("patch"));
            assert.deepEqual(changed(cluster.takeCalls()), [
                "patch externalsecrets prod/app 200",
                "patch deployments prod/app 200",
            ]);
            assert.equal(suite.aws.service("prod/api").deployments[0].rolloutState, "COMPLETED");
            await stack.settled();

            cluster.setMood("Deployment", "app", "deadline");
            const stuck =
                /consumer deployment app in namespace prod \S* ?does not run on generation 2 after 5 s: its rollout is stuck: ProgressDeadlineExceeded .*The previous credential stays valid/;
            await stack.fails(stuck, { now: at(30) });
            const held = await stack.fails(stuck, { now: at(31, 1) });
            assert.match(held.said.join(), /holding blue, generation 1: deployment app in namespace prod/);
            assert.deepEqual(held.mutations, []);
            assert.equal(activeKeys(suite.aws, user).length, 2);

            cluster.setMood("Deployment", "app", "brisk");
            // The rollout may have ended before the run asks, or in it; the key leaves once it has.
            const ended = [...(await stack.ok()).mutations, ...(await stack.ok()).mutations];
            assert.deepEqual(ended, [`iam:UpdateAccessKey ${user}`]);
            assert.equal(cluster.restarts("app"), 2, "one restart for each release, however often it was asked for");
            assert.equal(suite.aws.calls.filter(({ action }) => action === "UpdateService").length, 2);
            await stack.settled();
            const state = await stack.exportState();
            for (const token of cluster.tokens()) assert.ok(!state.includes(token), "the state holds a token");
        });
    });
});
