import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { Fault, Faults, FaultSpec } from "../vendors/server/faults";
import { listen, Reply, Request } from "../vendors/server/http";
import { answer, Cluster } from "./apiServer";
import { refusal } from "./answers";
import { selfSigned } from "../tls/certificate";
import { Mood, podsOf, settled, synced } from "./controllers";
import { keyOf, KINDS, KubeObject, placeOf } from "./objects";
import { Owner } from "./owners";
import { Rule } from "./rbac";
import { SecretObject, secretPlace } from "./secrets";

/** What an object begins as. */
export interface Beginning {
    kind: "Deployment" | "StatefulSet" | "DaemonSet" | "ExternalSecret";
    name: string;
    /** Default: `prod`. */
    namespace?: string;
    spec?: Record<string, unknown>;
}

/** A cluster on this machine, over TLS, with the controllers that the tests need. Nothing that it records is a secret. */
export interface KubernetesDouble {
    endpoint: string;
    /** Each call that was answered: `patch deployments prod/myapp 200`. */
    readonly calls: string[];
    add(beginning: Beginning): void;
    /** The object as it stands. */
    object(kind: Beginning["kind"], name: string, namespace?: string): KubeObject;
    /** How the controller of an object goes about its work from now on. */
    setMood(kind: Beginning["kind"], name: string, mood: Mood, namespace?: string): void;
    /** From now on a controller keeps the pod template of a workload as it is now; without one, nobody does any more. */
    keepTemplate(kind: Beginning["kind"], name: string, owner?: Owner): void;
    /** How many pods of a workload were started before that step of its controller; without one: steps so far. */
    steps(kind: Beginning["kind"], name: string): number;
    olderPods(kind: Beginning["kind"], name: string, step: number): number;
    /** How many times the pod template of a workload changed. */
    restarts(name: string): number;
    /** Whether the Secret of an ExternalSecret holds what was read at its last sync. */
    isWritten(name: string): boolean;
    /** The Secrets by namespace and name. */
    readonly secrets: Map<string, SecretObject>;
    /** Text of a kubeconfig for an account that may do what the rules say in one namespace (default: `prod`). */
    kubeconfig(rules: Rule[], namespace?: string): string;
    /** The tokens in all those texts. */
    tokens(): string[];
    /** Told of each call once it was answered. */
    onCall?: (call: string) => void;
    /** Runs once, between the next answer of that operation and the call after it. */
    after(op: "get" | "patch", run: () => void): void;
    setNow(now: () => Date): void;
    fault(spec: FaultSpec): Fault;
    clearFaults(): void;
    /** Forgets the calls so far and gives them back. */
    takeCalls(): string[];
    /** Fails if a request came that the double does not know. */
    assertMatched(): void;
    close(): Promise<void>;
}

/** Starts it. */
export async function startKubernetes(): Promise<KubernetesDouble> {
    const certificate = selfSigned();
    const cluster: Cluster = {
        objects: new Map(),
        progress: new Map(),
        accounts: new Map(),
        secrets: new Map(),
        restarts: new Map(),
        unmatched: [],
        now: () => new Date(),
    };
    const [faults, calls, waiting] = [new Faults(), [] as string[], [] as { op: string; run: () => void }[]];
    const serve = async (request: Request): Promise<Reply | undefined> => {
        const op = request.method.toLowerCase();
        const place = placeOf(request.path) ?? secretPlace(request.path);
        const note = (outcome: string | number) => {
            const where = place ? ` ${place.resource} ${place.namespace}/${place.name}` : "";
            calls.push(`${op}${where} ${outcome}`);
            double.onCall?.(calls[calls.length - 1]);
        };
        const fault = faults.strike(op);
        const reply = await through(fault?.spec.kind, fault?.removed, () => {
            try {
                return answer(cluster, request, placeOf(request.path));
            } catch (error) {
                cluster.unmatched.push(`${op} ${request.path}: ${String(error)}`);
                return refusal(500, "InternalError", "the double is at fault");
            }
        });
        note(reply?.status ?? (fault?.spec.kind as string));
        const [due] = waiting.filter((one) => one.op === op).slice(0, 1);
        if (due) waiting.splice(waiting.indexOf(due), 1)[0].run();
        return reply;
    };
    const { endpoint, close } = await listen(serve, certificate);
    const find = (kind: string, name: string, namespace = "prod") => {
        const entry = Object.entries(KINDS).find(([, one]) => one.kind === kind) as [string, { version: string }];
        const [group, resource] = entry[0].split("/");
        return { key: keyOf({ group, resource, namespace, name }), apiVersion: `${group}/${entry[1].version}` };
    };
    const object = (kind: string, name: string, namespace?: string) =>
        cluster.objects.get(find(kind, name, namespace).key) as KubeObject;
    const double: KubernetesDouble = {
        endpoint,
        calls,
        secrets: cluster.secrets,
        add({ kind, name, namespace = "prod", spec = {} }) {
            const { key, apiVersion } = find(kind, name, namespace);
            const bare = { replicas: 2, template: { metadata: {}, spec: {} } };
            const template = kind === "ExternalSecret" ? {} : bare;
            const metadata = { name, namespace, generation: 1, resourceVersion: String(cluster.objects.size + 1) };
            const made: KubeObject = { apiVersion, kind, metadata, spec: { ...template, ...spec }, status: {} };
            if (kind === "ExternalSecret") synced(made, cluster.now());
            else settled(made);
            cluster.objects.set(key, made);
            cluster.progress.set(key, { mood: "brisk", step: Infinity, steps: 0, pods: podsOf(made) });
        },
        object,
        setMood(kind, name, mood, namespace) {
            const progress = cluster.progress.get(find(kind, name, namespace).key);
            assert.ok(progress, `there is no ${kind} ${name}`);
            progress.mood = mood;
        },
        keepTemplate(kind, name, owner) {
            const progress = cluster.progress.get(find(kind, name).key);
            assert.ok(progress, `there is no ${kind} ${name}`);
            const template = structuredClone(object(kind, name).spec.template);
            progress.owner = owner && { ...owner, template, waited: 0 };
        },
        steps: (kind, name) => cluster.progress.get(find(kind, name).key)?.steps ?? 0,
        olderPods: (kind, name, step) =>
            cluster.progress.get(find(kind, name).key)?.pods.filter(({ started }) => started <= step).length ?? 0,
        restarts: (name) => cluster.restarts.get(name) ?? 0,
        isWritten: (name) =>
            cluster.progress.get(find("ExternalSecret", name).key)?.written ===
            object("ExternalSecret", name).status.syncedResourceVersion,
        kubeconfig(rules, namespace = "prod") {
            const token = randomBytes(24).toString("base64url");
            cluster.accounts.set(token, { user: "system:serviceaccount:ci:rotator", namespace, rules });
            const ca = Buffer.from(certificate.cert).toString("base64");
            return JSON.stringify({
                apiVersion: "v1",
                kind: "Config",
                clusters: [{ name: "double", cluster: { server: endpoint, "certificate-authority-data": ca } }],
                users: [{ name: "rotator", user: { token } }],
                contexts: [{ name: "double", context: { cluster: "double", user: "rotator" } }],
                "current-context": "double",
            });
        },
        tokens: () => [...cluster.accounts.keys()],
        after: (op, run) => void waiting.push({ op, run }),
        setNow: (now) => (cluster.now = now),
        fault: (spec) => faults.add(spec),
        clearFaults: () => faults.clear(),
        takeCalls: () => calls.splice(0),
        assertMatched: () =>
            assert.deepEqual(cluster.unmatched.splice(0), [], "requests that the cluster does not know"),
        close() {
            faults.clear();
            return close();
        },
    };
    return double;
}

async function through(
    kind: FaultSpec["kind"] | undefined,
    removed: Promise<void> | undefined,
    act: () => Reply,
): Promise<Reply | undefined> {
    if (kind === "refuse-before") return undefined;
    if (kind === "hang") return void (await removed);
    if (kind === "throttle") return refusal(429, "TooManyRequests", "Too many requests, please try again later.");
    if (kind === "error-500")
        return refusal(500, "InternalError", "Internal error occurred: etcdserver: leader changed");
    if (kind === "deny") return refusal(403, "Forbidden", "forbidden: not allowed by an admission webhook");
    const reply = act();
    if (kind === "act-then-500") return refusal(500, "InternalError", "Internal error occurred: timed out");
    return kind === "lose-reply" ? undefined : reply;
}
