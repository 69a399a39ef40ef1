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

    const never: [object, RegExp][] = [
        [{ refreshPolicy: "CreatedOnce" }, /refreshPolicy is CreatedOnce, so it reads the store once; set Periodic/],
        ...["0", "0s", "0h", "0h0m0s", "0.0s", "+0ms", "-1m"].map((refreshInterval): [object, RegExp] => [
            { refreshInterval },
            /refreshInterval is ".*", so it reads the store once; set a time like "1h", or spec.refreshPolicy: OnChange/,
        ]),
        [{ refreshPolicy: "Periodic", refreshInterval: "0s" }, /refreshInterval is "0s"/],
        [{ target: { immutable: true } }, /target.immutable is true, so its Secret stays as it was made/],
        [{ target: { creationPolicy: "None" } }, /creationPolicy is None, so it writes no Secret; set Owner/],
        [
            { data: [{ remoteRef: { key: "/myapp", version: "3" } }], dataFrom: [{ extract: { version: "uuid/4" } }] },
            /all that it reads has a fixed version \(3, uuid\/4\)/,
        ],
    ];
    for (const [spec, expected] of never)
        it(`refuses one that never brings a new value: ${JSON.stringify(spec)}`, async () => {
            cluster.add({ kind: "ExternalSecret", name: "myapp", spec: { ...spec } });
            const message = await failureOf(externalSecret.refresh(reach(), releaseOf(1)));
            assert.match(message, /^ExternalSecret myapp in namespace prod never brings a new value: its |: all that/);
            assert.match(message, expected);
            const early = releaseOf(1, new Date(Date.now() - 2 * 3_600_000));
            const said = await confirm(early);
            assert.equal(said.state, "behind");
            assert.match(said.detail, expected);
            assert.ok(!cluster.takeCalls().some((call) => call.startsWith("patch")));
        });

    const serving: object[] = [
        { refreshInterval: "0", refreshPolicy: "OnChange" },
        { refreshInterval: "1h0m0s" },
        { refreshInterval: "10ms", target: { creationPolicy: "Merge" } },
        { data: [{ remoteRef: { key: "/a", version: "3" } }, { remoteRef: { key: "/b" } }] },
        { data: [{ remoteRef: { key: "/a", version: "AWSCURRENT" } }] },
        { dataFrom: [{ find: { name: { regexp: ".*" } } }] },
    ];
    for (const spec of serving)
        it(`takes one that does: ${JSON.stringify(spec)}`, async () => {
            cluster.add({ kind: "ExternalSecret", name: "myapp", spec: { ...spec } });
            await externalSecret.refresh(reach(), releaseOf(1));
            assert.equal((await confirmations(externalSecret, reach(), releaseOf(1))).pop()?.state, "confirmed");
            assert.ok(cluster.isWritten("myapp"));
        });

    it("does not take an operator that is content for one that wrote the Secret", async () => {
        for (const [mood, why] of [
            ["missing", /it wrote no Secret \(SecretMissing: /],
            ["retained", /the store had nothing to give \(SecretSynced: secret retained/],
        ] as const) {
            cluster.setMood("ExternalSecret", "myapp", mood);
            await externalSecret.refresh(reach(), releaseOf(1));
            const said = (await confirmations(externalSecret, reach(), releaseOf(1), 3)).pop();
            assert.equal(said?.state, "behind");
            assert.match(said.detail, why);
            assert.ok(!cluster.isWritten("myapp"));
            cluster.add({ kind: "ExternalSecret", name: "myapp" });
        }
    });

    it("tells of one that is not there or not to be touched", async () => {
        const other = { ...reach(), settings: { namespace: "prod", target: "other" } };
        assert.match(await failureOf(externalSecret.refresh(other, releaseOf(1)), cluster.tokens()), /403 .*forbidden/);
        assert.equal((await externalSecret.confirm(other, releaseOf(1))).state, "unknown");
        assert.ok(!cluster.takeCalls().some((call) => call.startsWith("patch")));
    });

    it("is described by namespace and name", () => {
        const {
            name,
            settings,
            type: sort,
        } = new ExternalSecret({
            namespace: "prod",
            externalSecret: "myapp",
            context: "c",
        });
        assert.deepEqual([sort, name], ["external-secret", "externalsecret-prod-myapp"]);
        assert.deepEqual(settings, { context: "c", namespace: "prod", target: "myapp" });
        assert.throws(() => new ExternalSecret({ namespace: "prod", externalSecret: "" }), /externalSecret is missing/);
    });
});
