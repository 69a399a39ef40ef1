import assert from "node:assert/strict";
import { type Receiver, startReceiver } from "../support/consumers/receiver";
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
 * Proves: the real clients of Kubernetes and ECS within a rotation, with no more rights than the docs name; and
 * the order among consumers: each waits for the one that it names, and is left alone where that one does not move.
 * Does not prove: that clusters and ECS behave as the doubles do.
 */
engineSuite("consumers in Kubernetes and ECS", (suite) => {
    let cluster: KubernetesDouble;
    let [gate, hook, agent]: Receiver[] = [];

    beforeEach(async () => {
        cluster = await startKubernetes();
        cluster.add({ kind: "Deployment", name: "app" });
        cluster.add({ kind: "ExternalSecret", name: "app" });
        [gate, hook, agent] = await Promise.all([startReceiver(), startReceiver(), startReceiver()]);
    });
    afterEach(async () => {
        cluster.assertMatched();
        for (const one of [cluster, gate, hook, agent]) await one.close();
    });

    /** Each after the one before it. */
    function chain(): object[] {
        const inCluster = { namespace: "prod", kubeconfig: { config: "rotation:kubeconfig" } };
        const told = ({ url, confirmUrl }: Receiver) => ({
            ...{ url, confirmUrl, field: "app.generation", deadline: "1s" },
            secret: { config: "rotation:hook" },
        });
        const rendered = { url: agent.confirmUrl, field: "app.generation" };
        return [
            { webhook: { ...told(gate), name: "gate" } },
            { externalSecret: { ...inCluster, externalSecret: "app", name: "secret", after: ["gate"] } },
            { kubernetesRollout: { ...inCluster, deployment: "app", name: "app", after: ["secret"], deadline: "5s" } },
            { ecsService: { cluster: "prod", service: "api", name: "api", after: ["app"] } },
            { webhook: { ...told(hook), name: "hook", after: ["api"] } },
            { vaultAgent: { ...rendered, name: "agent", after: ["hook"] } },
        ];
    }

    /** Whatever reaches the consumers, in order; each says on the way whether the one before it is at its end. */
    function watch(): string[] {
        const [seen, { aws }] = [[] as string[], suite];
        const deployments = () => aws.calls.filter(({ action }) => action === "UpdateService").length;
        let deployed = deployments();
        const note = (what: string) => {
            if (deployments() > deployed) seen.push("service deployed");
            deployed = deployments();
            if (seen.at(-1) !== what) seen.push(what);
        };
        const synced = () => cluster.object("ExternalSecret", "app").status.syncedResourceVersion as string;
        let before = synced();
        gate.onTold = () => note("gate told");
        cluster.onCall = (call) => {
            if (!call.startsWith("patch")) return;
            if (call.includes("deployments")) return note(synced() === before ? "rollout too early" : "rollout");
            before = synced();
            note("secret");
        };
        hook.onTold = () => {
            agent.generation = hook.generation + 1;
            const { rolloutState } = aws.service("prod/api").deployments[0];
            note(rolloutState === "COMPLETED" ? "hook told" : "hook too early");
        };
        agent.onAsked = () => note("agent asked");
        return seen;
    }

    it("each moves after the one that it names; a rollout that is stuck keeps the previous key, and one at its end lets it go", () => {
        suite.aws.addService("prod/api");
        const kubeconfig = cluster.kubeconfig(ROLE);
        return story(suite, { set: { consumers: chain() }, warm: true }, async ({ stack, user }) => {
            const seen = watch();
            const config = { "rotation:kubeconfig": { secret: kubeconfig }, "rotation:hook": { secret: gate.secret } };
            gate.moves = false;
            const behind = /consumer webhook \S+ \(gate\) does not run on generation 1 after 1 s/;
            await stack.fails(behind, { config, args: ["--continue-on-error"] });
            assert.deepEqual(seen.splice(0), ["gate told"]);
            gate.moves = true;
            await stack.ok();
            const all = ["gate told", "secret", "rollout", "service deployed", "hook told", "agent asked"];
            assert.deepEqual(seen.splice(0), all);
            await stack.settled();

            cluster.setMood("Deployment", "app", "deadline");
            const stuck =
                /consumer deployment app in namespace prod \S* ?does not run on generation 2 after 5 s: its rollout is stuck: ProgressDeadlineExceeded .*The previous credential stays valid/;
            await stack.fails(stuck, { now: at(30) });
            assert.deepEqual(seen.splice(0), all.slice(0, 3));
            const held = await stack.fails(stuck, { now: at(31, 1), args: ["--continue-on-error"] });
            assert.match(held.said.join(), /holding blue, generation 1: deployment app in namespace prod/);
            assert.deepEqual(held.mutations, []);
            assert.deepEqual([hook.generation, suite.aws.service("prod/api").deployments.length], [1, 1]);
            assert.equal(activeKeys(suite.aws, user).length, 2);

            cluster.setMood("Deployment", "app", "brisk");
            // The rollout may have ended before the run asks, or in it; the key leaves once all have moved.
            const ended = [...(await stack.ok()).mutations, ...(await stack.ok()).mutations];
            assert.deepEqual(ended, ["ecs:TagResource api", "ecs:UpdateService api", `iam:UpdateAccessKey ${user}`]);
            assert.equal(cluster.restarts("app"), 2, "one restart for each release, however often it was asked for");
            assert.equal(suite.aws.calls.filter(({ action }) => action === "UpdateService").length, 2);
            assert.deepEqual([hook.told.length, agent.generation], [2, 2]);
            await stack.settled();
            const state = await stack.exportState();
            for (const token of cluster.tokens()) assert.ok(!state.includes(token), "the state holds a token");
        });
    });
});
