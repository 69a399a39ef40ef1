import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import * as provider from "../../../../components/providers/kubernetesSecret";
import { KubernetesSecret } from "../../../../components/stores/kubernetesSecret/kubernetesSecret";
import { type KubernetesDouble, type Rule, startKubernetes } from "../../../support/kubernetes";

const RULE: Rule = { apiGroups: [""], resources: ["secrets"], verbs: ["get", "create", "patch", "delete"] };
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** The API server is a double; a real one is asked by the proof of Kubernetes. */
describe("a Secret of Kubernetes", () => {
    let cluster: KubernetesDouble;
    let inputs: provider.SecretInputs;
    beforeEach(async () => {
        cluster = await startKubernetes();
        const data = JSON.stringify({ key: "one", key_id: "1" });
        const kubeconfig = cluster.kubeconfig([RULE]);
        inputs = { namespace: "prod", name: "app", type: "Opaque", settings: "{}", kubeconfig, data, overwrite: false };
    });
    afterEach(async () => {
        cluster.assertMatched();
        await cluster.close();
    });

    const put = (owners: Record<string, string[]>, more: object = {}): void => {
        const metadata = { name: "app", namespace: "prod", uid: randomUUID(), resourceVersion: "1" };
        const data = Object.fromEntries(Object.keys(owners).map((key) => [key, base64("theirs")]));
        cluster.secrets.set("prod/app", { metadata, type: "Opaque", data, owners, ...more });
    };
    const stands = () => cluster.secrets.get("prod/app");

    it("is made, changed in place and deleted", async () => {
        const { id, outs } = await provider.create(inputs);
        assert.equal(id, "prod/app");
        assert.deepEqual(stands()?.data, { key: base64("one"), key_id: base64("1") });
        const news = { ...inputs, data: JSON.stringify({ key: "two", key_id: "2" }) };
        assert.deepEqual(provider.diff(id, outs, news).replaces, []);
        const { outs: second } = await provider.update(id, outs, news);
        assert.equal(second.uid, outs.uid);
        assert.equal(stands()?.data.key, base64("two"));
        await provider.delete(id, second);
        assert.equal(stands(), undefined);
        await provider.delete(id, second);
    });

    it("that somebody else made is left alone, unless it may be taken over", async () => {
        put({ key: ["kubectl"] });
        await assert.rejects(
            provider.create(inputs),
            /prod\/app exists and was not made here \(kubectl has its fields\)/,
        );
        assert.equal(stands()?.data.key, base64("theirs"));
        await provider.create({ ...inputs, overwrite: true });
        assert.equal(stands()?.data.key, base64("one"));
    });

    it("keeps the keys that somebody else has in it, also when it is deleted", async () => {
        const { id, outs } = await provider.create(inputs);
        const secret = stands()!;
        Object.assign(secret.data, { ca: base64("theirs") });
        Object.assign(secret.owners, { ca: ["cert-manager"] });
        const { outs: second } = await provider.update(id, outs, { ...inputs, data: JSON.stringify({ key: "two" }) });
        assert.deepEqual(stands()?.data, { key: base64("two"), ca: base64("theirs") });
        await provider.delete(id, second);
        assert.deepEqual(stands()?.data, { ca: base64("theirs") });
    });

    it("names who took a field of it, and changes nothing", async () => {
        const { id, outs } = await provider.create(inputs);
        stands()!.owners.key = ["argocd-controller"];
        stands()!.data.key = base64("theirs");
        const news = { ...inputs, data: JSON.stringify({ key: "two" }) };
        await assert.rejects(
            provider.update(id, outs, news),
            /conflict with "argocd-controller" using v1: \.data\.key.*nothing was/,
        );
        assert.equal(stands()?.data.key, base64("theirs"));
    });

    it("is not deleted where it is another object by now", async () => {
        const { id, outs } = await provider.create(inputs);
        stands()!.metadata.uid = randomUUID();
        await provider.delete(id, outs);
        assert.ok(stands());
    });

    it("that is immutable is refused before a credential is made, and so is one of others", async () => {
        const { kubeconfig } = inputs;
        const store = new KubernetesSecret({ namespace: "prod", name: "app", kubeconfig });
        await store.beforeMint();
        put({ key: ["kubectl"] });
        await assert.rejects(store.beforeMint(), /exists and was not made here.*Nothing was made/);
        put({ key: ["pulumi-credential-rotation"] }, { immutable: true });
        await assert.rejects(store.beforeMint(), /is immutable, so no rotation can change it/);
    });

    it("is read back as it stands, and its record apart from it", async () => {
        const { kubeconfig } = inputs;
        const store = new KubernetesSecret({ namespace: "prod", name: "app", names: { key: "token" }, kubeconfig });
        assert.equal(await store.readRecord(), undefined);
        await assert.rejects(store.readBack({ fieldNames: ["key"] } as never), { name: "NotFound" });
        await provider.create({ ...inputs, data: JSON.stringify({ token: "one" }) });
        await provider.create({ ...inputs, name: "app-rotation", data: JSON.stringify({ rotation: "{}" }) });
        assert.deepEqual(await store.readBack({ fieldNames: ["key"] } as never), [
            { at: "the Secret prod/app", fields: { key: "one" } },
        ]);
        assert.equal(await store.readRecord(), "{}");
    });

    it("says which right is missing, and shows neither token nor value", async () => {
        const kubeconfig = cluster.kubeconfig([{ ...RULE, verbs: ["get"] }]);
        await assert.rejects(provider.create({ ...inputs, kubeconfig }), (error: Error) => {
            assert.match(error.message, /403 .*cannot patch resource "secrets".*docs\/kubernetes-secret\.md/);
            return !cluster.tokens().some((token) => error.message.includes(token)) && !error.message.includes("one");
        });
    });

    for (const [field, value] of [
        ["namespace", "Prod"],
        ["name", "my_app"],
        ["recordName", ""],
    ])
        it(`refuses ${JSON.stringify(value)} as ${field}`, () =>
            assert.throws(
                () => new KubernetesSecret({ namespace: "prod", name: "app", [field]: value }),
                new RegExp(`^Error: stores\\.kubernetesSecret\\.${field}: ${JSON.stringify(value)}; expected a name`),
            ));
});
