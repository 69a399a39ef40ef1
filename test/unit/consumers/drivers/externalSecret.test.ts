import assert from "node:assert/strict";
import { ExternalSecret, externalSecret } from "../../../../components/consumers/drivers/externalSecret";
import { KubernetesDouble, Rule, startKubernetes } from "../../../support/kubernetes";
import { confirmations, failureOf, releaseOf } from "../support";

const RIGHTS: Rule[] = [
    {
        apiGroups: ["external-secrets.io"],
        resources: ["externalsecrets"],
        verbs: ["get", "patch"],
        resourceNames: ["myapp"],
    },
];
const [GET, PATCH] = ["get externalsecrets prod/myapp 200", "patch externalsecrets prod/myapp 200"];

describe("the driver external-secret", function () {
    this.timeout(20_000);
    let cluster: KubernetesDouble;
    before(async () => {
        cluster = await startKubernetes();
    });
    beforeEach(() => {
        cluster.setNow(() => new Date());
        cluster.add({ kind: "ExternalSecret", name: "myapp", spec: { refreshInterval: "1h" } });
        cluster.takeCalls();
    });
    afterEach(() => cluster.assertMatched());
    after(() => cluster.close());

    const reach = (rules = RIGHTS) => ({
        settings: { namespace: "prod", target: "myapp" },
        secret: cluster.kubeconfig(rules),
    });
    const confirm = (release = releaseOf(1)) => externalSecret.confirm(reach(), release);

    it("asks for a sync once for a release, and confirms when the operator has synced since", async () => {
        await externalSecret.refresh(reach(), releaseOf(1));
        await externalSecret.refresh(reach(), releaseOf(1));
        assert.deepEqual(cluster.takeCalls(), [GET, PATCH, GET]);
        const said = await confirmations(externalSecret, reach(), releaseOf(1));
        assert.deepEqual(
            said.map(({ state }) => state),
            ["confirmed"],
        );
        await externalSecret.refresh(reach(), releaseOf(2));
        assert.deepEqual(await confirm(releaseOf(2)), {
            state: "behind",
            detail: `last synced at ${String(cluster.object("ExternalSecret", "myapp").status.refreshTime)}, before it was asked to`,
        });
        assert.equal((await confirm(releaseOf(2))).state, "confirmed");
        assert.equal((await confirm(releaseOf(1))).state, "behind");
    });

    it("does not count a sync that nobody asked for, unless it came much later than the release", async () => {
        assert.deepEqual(await confirm(), { state: "behind", detail: "it was not asked to sync" });
        const early = releaseOf(1, new Date(Date.now() - 2 * 3_600_000));
        assert.equal((await confirm(early)).state, "confirmed");
    });

    it("does not count a sync that was under way when it was asked", async () => {
        cluster.setMood("ExternalSecret", "myapp", "stuck");
        cluster.after("patch", () => {
            const { status } = cluster.object("ExternalSecret", "myapp");
            status.refreshTime = new Date(Date.now() + 60_000).toISOString();
        });
        await externalSecret.refresh(reach(), releaseOf(1));
        const said = await confirmations(externalSecret, reach(), releaseOf(1), 3);
        assert.ok(said.every(({ state, detail }) => state === "behind" && /before it was asked to/.test(detail)));
    });

    it("says why the operator could not sync, and confirms when it could", async () => {
        cluster.setMood("ExternalSecret", "myapp", "deadline");
        await externalSecret.refresh(reach(), releaseOf(1));
        const said = await confirmations(externalSecret, reach(), releaseOf(1), 3);
        assert.equal(said[2].detail, "it is not ready (SecretSyncedError: could not get secret data from provider)");
        cluster.setMood("ExternalSecret", "myapp", "brisk");
        assert.equal((await confirm()).state, "confirmed");
    });

    it("reads again when somebody else changed the object meanwhile, and gives up when that never ends", async () => {
        const touch = () => (cluster.object("ExternalSecret", "myapp").metadata.resourceVersion += "1");
        cluster.after("get", touch);
        await externalSecret.refresh(reach(), releaseOf(1));
        const CONFLICT = PATCH.replace("200", "409");
        assert.deepEqual(cluster.takeCalls(), [GET, CONFLICT, GET, PATCH]);
        for (let n = 0; n < 5; n++) cluster.after("get", touch);
        assert.match(await failureOf(externalSecret.refresh(reach(), releaseOf(2))), /409 .*object has been modified/);
        assert.deepEqual(cluster.takeCalls(), Array<string[]>(5).fill([GET, CONFLICT]).flat());
    });

    it("finds out that it was asked when the reply was lost", async () => {
        cluster.fault({ op: "patch", kind: "lose-reply" });
        await externalSecret.refresh(reach(), releaseOf(1));
        const expected = [GET, PATCH.replace("200", "lose-reply"), PATCH.replace("200", "409"), GET];
        assert.deepEqual(cluster.takeCalls(), expected);
    });

    it("refuses one that never reads the store again, and one that is not there or not to be touched", async () => {
        cluster.add({ kind: "ExternalSecret", name: "myapp", spec: { refreshPolicy: "CreatedOnce" } });
        assert.match(
            await failureOf(externalSecret.refresh(reach(), releaseOf(1))),
            /ExternalSecret myapp in namespace prod never reads the store again.*CreatedOnce; set Periodic or OnChange/,
        );
        const other = { ...reach(), settings: { namespace: "prod", target: "other" } };
        assert.match(await failureOf(externalSecret.refresh(other, releaseOf(1)), cluster.tokens()), /403 .*forbidden/);
        assert.equal((await externalSecret.confirm(other, releaseOf(1))).state, "unknown");
        assert.ok(!cluster.takeCalls().some((call) => call.startsWith("patch")));
    });

    it("is described by namespace and name", () => {
        const { name, settings, sort } = new ExternalSecret({
            namespace: "prod",
            externalSecret: "myapp",
            context: "c",
        });
        assert.deepEqual([sort, name], ["external-secret", "externalsecret-prod-myapp"]);
        assert.deepEqual(settings, { context: "c", namespace: "prod", target: "myapp" });
        assert.throws(() => new ExternalSecret({ namespace: "prod", externalSecret: "" }), /externalSecret is missing/);
    });
});
