import assert from "node:assert/strict";
import { confirm } from "../../../../components/consumers/confirm";
import { resolveConsumers } from "../../../../components/consumers/resolveConsumers";
import { updateConsumer } from "../../../../components/consumers/updateConsumer";
import { KubernetesRollout } from "../../../../components/consumers/drivers/kubernetesRollout";
import { KubernetesDouble, startKubernetes } from "../../../support/kubernetes";
import { failureOf, releaseOf } from "../support";

const RIGHTS = [{ apiGroups: ["apps"], resources: ["*"], verbs: ["get", "patch"], resourceNames: ["myapp"] }];
const KEY = "pulumi-credential-rotation/myapp";

/** A clock that runs only while something waits. */
function clock() {
    let at = 0;
    return { now: () => at, pause: async (ms: number) => void (at += ms) };
}

/*
 * Proves: a controller that puts the pod template back neither restarts pods in every run nor holds the older credential
 * for ever, and nothing counts as moved while a pod is left that was started before.
 * Does not prove: which controllers do so.
 */
describe("a controller that takes the annotation off the pod template", function () {
    this.timeout(60_000);
    let cluster: KubernetesDouble;
    beforeEach(async () => {
        cluster = await startKubernetes();
    });
    afterEach(async () => {
        cluster.assertMatched();
        await cluster.close();
    });

    const consumer = (workload: "deployment" | "statefulSet" | "daemonSet" = "deployment") => {
        const args = { namespace: "prod", [workload]: "myapp", kubeconfig: cluster.kubeconfig(RIGHTS) };
        return resolveConsumers("myapp", [new KubernetesRollout(args)])[0];
    };

    for (const [kind, workload] of [
        ["Deployment", "deployment"],
        ["StatefulSet", "statefulSet"],
        ["DaemonSet", "daemonSet"],
    ] as const)
        for (const operation of ["Apply", "Update"] as const)
            it(`counts a ${kind} whose rollout had ended before (${operation}), and restarts it once`, async () => {
                cluster.add({ kind, name: "myapp" });
                const before = cluster.steps(kind, "myapp");
                cluster.keepTemplate(kind, "myapp", { manager: "helm-controller", operation, after: 12 });
                await updateConsumer(consumer(workload), releaseOf(1), clock());
                assert.equal(cluster.restarts("myapp"), 1);
                for (let look = 0; look < 20; look++) await confirm(consumer(workload), releaseOf(1));
                assert.equal(cluster.restarts("myapp"), 2, "the controller puts the template back");
                assert.equal(cluster.olderPods(kind, "myapp", before), 0);
                const fact = await confirm(consumer(workload), releaseOf(1));
                assert.equal(fact.state, "confirmed", fact.detail);
                const by = `helm-controller (${operation}) took the annotation ${KEY} off its pod template afterwards`;
                assert.ok(fact.detail.endsWith(by), fact.detail);
                await updateConsumer(consumer(workload), releaseOf(1), clock());
                assert.equal(cluster.restarts("myapp"), 2, "the next run restarts nothing");
                assert.equal((await confirm(consumer(workload), releaseOf(2))).state, "behind");
            });

    it("restarts twice where the rollout is undone each time, names who does it, and then leaves the pods alone", async () => {
        cluster.add({ kind: "Deployment", name: "myapp" });
        cluster.keepTemplate("Deployment", "myapp", { manager: "app-operator", operation: "Update", after: 1 });
        const undone =
            /consumer deployment myapp in namespace prod \(deployment-prod-myapp\) does not run on generation 1: app-operator \(Update\) took the annotation \S+\/myapp off its pod template before its rollout ended, so older pods may be left\. The previous credential stays valid/;
        assert.match(await failureOf(updateConsumer(consumer(), releaseOf(1), clock())), undone);
        assert.match(await failureOf(updateConsumer(consumer(), releaseOf(1), clock())), undone);
        const restarts = cluster.restarts("myapp");
        assert.equal(restarts, 4, "twice there and twice back");
        const refused =
            /is not restarted again: app-operator \(Update\) took the annotation \S+ off its pod template 2 times\. Have it keep that annotation and run kubectl annotate deployment myapp -n prod pulumi-credential-rotation\/myapp-, or set it there to "generation=1 published=.*"; or list a webhook or an acknowledge in place of this consumer\. The previous/;
        for (let run = 0; run < 3; run++)
            assert.match(await failureOf(updateConsumer(consumer(), releaseOf(1), clock())), refused);
        assert.equal(cluster.restarts("myapp"), restarts);
        assert.ok(cluster.olderPods("Deployment", "myapp", 0) > 0, "a pod of before is left, so it must not count");
        assert.equal((await confirm(consumer(), releaseOf(1))).state, "behind");
    });

    it("moves it once the controller lets the annotation be, after the way out that was named", async () => {
        cluster.add({ kind: "Deployment", name: "myapp" });
        cluster.keepTemplate("Deployment", "myapp", { manager: "app-operator", operation: "Apply", after: 1 });
        for (let run = 0; run < 3; run++) await failureOf(updateConsumer(consumer(), releaseOf(1), clock()));
        cluster.keepTemplate("Deployment", "myapp");
        delete cluster.object("Deployment", "myapp").metadata.annotations?.[KEY];
        await updateConsumer(consumer(), releaseOf(1), clock());
        assert.equal(cluster.olderPods("Deployment", "myapp", 0), 0);
        assert.equal((await confirm(consumer(), releaseOf(1))).state, "confirmed");
    });

    it("notes the end of the rollout although others change the object meanwhile, and says so where it cannot", async () => {
        cluster.add({ kind: "Deployment", name: "myapp" });
        const touch = () => (cluster.object("Deployment", "myapp").metadata.resourceVersion += "1");
        cluster.after("patch", () => cluster.after("get", touch));
        await updateConsumer(consumer(), releaseOf(1), clock());
        assert.match(String(cluster.object("Deployment", "myapp").metadata.annotations?.[KEY]), / after=rollout$/);
        cluster.after("patch", () => cluster.fault({ op: "patch", kind: "error-500", times: 3 }));
        const message = await failureOf(updateConsumer(consumer(), releaseOf(2), clock()));
        assert.match(message, /runs on generation 2, but that could not be noted there: .*500 .*\. Run again$/);
        await updateConsumer(consumer(), releaseOf(2), clock());
        assert.equal(cluster.restarts("myapp"), 2);
    });

    it("takes a template that was set back to an older release for one that is to be moved again", async () => {
        cluster.add({ kind: "Deployment", name: "myapp" });
        const [first, second] = [releaseOf(1, new Date(1e12)), releaseOf(2, new Date(2e12))];
        await updateConsumer(consumer(), first, clock());
        const older = structuredClone(cluster.object("Deployment", "myapp").spec.template);
        await updateConsumer(consumer(), second, clock());
        cluster.object("Deployment", "myapp").spec.template = older;
        assert.equal((await confirm(consumer(), second)).state, "behind");
        await updateConsumer(consumer(), second, clock());
        assert.equal(cluster.restarts("myapp"), 3);
    });
});
