import assert from "node:assert/strict";
import { KubernetesRollout, kubernetesRollout } from "../../../../components/consumers/drivers/kubernetesRollout";
import { KubernetesDouble, Rule, startKubernetes } from "../../../support/kubernetes";
import { confirmations, failureOf, releaseOf } from "../support";

const RIGHTS: Rule[] = [
    { apiGroups: ["apps"], resources: ["deployments", "statefulsets", "daemonsets"], verbs: ["get", "patch"] },
];
const WORKLOADS = [
    ["Deployment", "deployment", "deployments"],
    ["StatefulSet", "statefulSet", "statefulsets"],
    ["DaemonSet", "daemonSet", "daemonsets"],
] as const;

describe("the driver kubernetes-rollout", function () {
    this.timeout(20_000);
    let cluster: KubernetesDouble;
    before(async () => {
        cluster = await startKubernetes();
    });
    beforeEach(() => {
        cluster.clearFaults();
        for (const [kind] of WORKLOADS) cluster.add({ kind, name: "myapp" });
        cluster.takeCalls();
    });
    afterEach(() => cluster.assertMatched());
    after(() => cluster.close());

    const reach = (settings = {}, rules = RIGHTS) => ({
        settings: { workload: "deployment" as const, namespace: "prod", target: "myapp", ...settings },
        secret: cluster.kubeconfig(rules),
    });
    const states = async (of: ReturnType<typeof reach>, release = releaseOf(1)) =>
        (await confirmations(kubernetesRollout, of, release)).map(({ state }) => state);

    for (const [kind, workload, plural] of WORKLOADS) {
        it(`restarts a ${kind} once for a release, and confirms when its rollout is at its end`, async () => {
            const given = reach({ workload });
            const release = releaseOf(1);
            const restarts = cluster.restarts("myapp");
            await kubernetesRollout.refresh(given, release);
            await kubernetesRollout.refresh(given, release);
            assert.equal(cluster.restarts("myapp"), restarts + 1);
            const [get, patch] = [`get ${plural} prod/myapp 200`, `patch ${plural} prod/myapp 200`];
            assert.deepEqual(cluster.takeCalls(), [get, patch, get]);
            const said = await confirmations(kubernetesRollout, given, release);
            assert.deepEqual(
                said.map(({ state }) => state),
                ["behind", "behind", "confirmed"],
            );
            assert.match(said[0].detail, /1 of 2 pods updated/);
            assert.match(said[2].detail, /2 of 2 pods run on it/);
            assert.deepEqual(cluster.takeCalls(), [get, get, get]);
        });
    }

    it("restarts again for the next release, for the one before it, and for another credential", async () => {
        const restarts = cluster.restarts("myapp");
        const [first, second] = [releaseOf(1, new Date(1e12)), releaseOf(2, new Date(2e12))];
        for (const release of [first, second, first, { ...first, credential: "other app!" }]) {
            await kubernetesRollout.refresh(reach(), release);
        }
        assert.equal(cluster.restarts("myapp"), restarts + 4);
        assert.deepEqual((await kubernetesRollout.confirm(reach(), second)).state, "behind");
        assert.deepEqual((await states(reach(), first)).pop(), "confirmed");
    });

    it("does not take a rollout for its own that nobody asked for on behalf of the release", async () => {
        const said = await kubernetesRollout.confirm(reach(), releaseOf(1));
        assert.deepEqual(said, { state: "behind", detail: "its pods were not restarted for it" });
        await kubernetesRollout.refresh(reach(), releaseOf(1));
        const unseen = await kubernetesRollout.confirm(reach(), releaseOf(1));
        assert.deepEqual(unseen, { state: "behind", detail: "its controller has not yet seen the restart" });
    });

    it("says that a rollout is stuck, and confirms once it is not", async () => {
        await kubernetesRollout.refresh(reach(), releaseOf(1));
        cluster.setMood("Deployment", "myapp", "deadline");
        const said = await confirmations(kubernetesRollout, reach(), releaseOf(1), 4);
        assert.ok(said.every(({ state }) => state === "behind"));
        assert.match(said[3].detail, /stuck: ProgressDeadlineExceeded .*1 of 2 pods updated, 2 ready, 2 older left/);
        cluster.setMood("Deployment", "myapp", "brisk");
        assert.equal((await states(reach())).pop(), "confirmed");
    });

    it("stays behind while pods are not ready, without an end", async () => {
        for (const [kind, workload] of WORKLOADS) {
            await kubernetesRollout.refresh(reach({ workload }), releaseOf(1));
            cluster.setMood(kind, "myapp", "stuck");
            assert.deepEqual([...new Set(await states(reach({ workload })))], ["behind"]);
        }
    });

    it("refuses workloads that a new template does not restart wholly, and touches nothing", async () => {
        const refused: [string, object, RegExp][] = [
            [
                "deployment",
                { paused: true },
                /deployment held in namespace prod cannot be restarted: .*paused.*rollout resume/,
            ],
            ["statefulSet", { updateStrategy: { type: "OnDelete" } }, /OnDelete.*set RollingUpdate/],
            ["statefulSet", { updateStrategy: { rollingUpdate: { partition: 1 } } }, /partition 1.*set 0/],
            ["daemonSet", { updateStrategy: { type: "OnDelete" } }, /OnDelete/],
        ];
        for (const [workload, spec, expected] of refused) {
            const [kind] = WORKLOADS.find(([, one]) => one === workload) as (typeof WORKLOADS)[number];
            cluster.add({ kind, name: "held", spec: spec as Record<string, unknown> });
            const given = reach({ workload, target: "held" });
            assert.match(await failureOf(kubernetesRollout.refresh(given, releaseOf(1))), expected);
        }
        assert.ok(!cluster.takeCalls().some((call) => call.startsWith("patch")));
    });

    it("tells what is missing: credentials, rights, the workload", async () => {
        const forged = { ...reach(), secret: reach().secret.replace(/"token":"[^"]+"/, '"token":"forged"') };
        const readOnly = reach({}, [{ ...RIGHTS[0], verbs: ["get"] }]);
        const elsewhere = { ...reach(), secret: cluster.kubeconfig(RIGHTS, "staging") };
        const cases: [ReturnType<typeof reach>, RegExp][] = [
            [
                forged,
                /could not read deployments prod\/myapp: 401. The cluster does not accept the credentials of the kubeconfig/,
            ],
            [
                readOnly,
                /could not change deployments prod\/myapp: 403 .*cannot patch resource "deployments".*docs\/consumers.md/,
            ],
            [elsewhere, /403 .*cannot get resource/],
            [reach({ target: "absent" }), /404 deployments.apps "absent" not found. Correct namespace and name/],
        ];
        for (const [given, expected] of cases) {
            assert.match(await failureOf(kubernetesRollout.refresh(given, releaseOf(1)), cluster.tokens()), expected);
        }
        const outcomes = cluster.takeCalls().map((call) => call.replace(/ prod\/\w+/, ""));
        const get = (status: number) => `get deployments ${status}`;
        assert.deepEqual(outcomes, [get(401), get(200), "patch deployments 403", get(403), get(404)]);
        for (const given of [forged, elsewhere, reach({ target: "absent" })]) {
            assert.equal((await kubernetesRollout.confirm(given, releaseOf(1))).state, "unknown");
        }
    });

    it("asks three times where asking again is harmless, and restarts once although the reply was lost", async () => {
        const restarts = cluster.restarts("myapp");
        cluster.fault({ op: "get", kind: "throttle", times: 2 });
        cluster.fault({ op: "patch", kind: "lose-reply" });
        cluster.fault({ op: "patch", kind: "act-then-500" });
        await kubernetesRollout.refresh(reach(), releaseOf(1));
        assert.equal(cluster.restarts("myapp"), restarts + 1);
        const outcomes = cluster.takeCalls().map((call) => call.replace("deployments prod/myapp ", ""));
        assert.deepEqual(outcomes, ["get 429", "get 429", "get 200", "patch lose-reply", "patch 500", "patch 200"]);
    });

    it("ends after three failures, and says that nothing is known where it cannot ask", async () => {
        cluster.fault({ op: "patch", kind: "error-500", times: 3 });
        assert.match(
            await failureOf(kubernetesRollout.refresh(reach(), releaseOf(1))),
            /500 .*leader changed.*in trouble/,
        );
        cluster.fault({ op: "get", kind: "refuse-before", times: 3 });
        const { state, detail } = await kubernetesRollout.confirm(reach(), releaseOf(1));
        assert.equal(state, "unknown");
        assert.match(detail, /the connection failed; check the network/);
        const outcomes = cluster.takeCalls().map((call) => call.replace("deployments prod/myapp ", ""));
        const refused = Array<string>(3).fill("get refuse-before");
        assert.deepEqual(outcomes, ["get 200", ...Array<string>(3).fill("patch 500"), ...refused]);
    });

    it("is described by exactly one workload", () => {
        const { name, settings, type: sort } = new KubernetesRollout({ namespace: "prod", statefulSet: "db" });
        assert.deepEqual([sort, name], ["kubernetes-rollout", "statefulset-prod-db"]);
        assert.deepEqual(settings, { workload: "statefulSet", namespace: "prod", target: "db" });
        assert.throws(
            () => new KubernetesRollout({ namespace: "prod" }),
            /none; expected exactly one of deployment, statefulSet, daemonSet/,
        );
        assert.throws(
            () => new KubernetesRollout({ namespace: "prod", deployment: "a", daemonSet: "b" }),
            /deployment and daemonSet/,
        );
        assert.throws(() => new KubernetesRollout({ namespace: "", deployment: "a" }), /namespace is missing/);
        const two = { namespace: "prod", deployment: "a", kubeconfigFile: "/k", inCluster: true };
        assert.throws(() => new KubernetesRollout(two), /kubeconfigFile and inCluster; expected one way/);
    });
});
