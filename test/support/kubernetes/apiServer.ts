import { Reply, Request } from "../vendors/server/http";
import { conflict, forbidden, refusal, spoken, wrongFormat } from "./answers";
import { Progress, rollOut, sync, UNSEEN } from "./controllers";
import { keyOf, KINDS, KubeObject, Place } from "./objects";
import { manage, putBack } from "./owners";
import { badAnnotation, isAccepted, patched } from "./patch";
import { Account, mayDo } from "./rbac";
import { answerSecret, SecretObject, secretPlace } from "./secrets";

/** What a cluster holds. */
export interface Cluster {
    objects: Map<string, KubeObject>;
    progress: Map<string, Progress>;
    secrets: Map<string, SecretObject>;
    /** By bearer token. */
    accounts: Map<string, Account>;
    /** Changes of pod templates, by the workload's name. */
    restarts: Map<string, number>;
    /** Requests that the double does not know. */
    unmatched: string[];
    now: () => Date;
}

/** Answers as the API server does: who is it, is there such a path, may they, is it valid; then does it. */
export function answer(cluster: Cluster, request: Request, place: Place | undefined): Reply {
    const { method, path, bearer } = request;
    const account = cluster.accounts.get(bearer ?? "");
    if (!account) return refusal(401, "Unauthorized", "Unauthorized");
    const secret = secretPlace(path);
    const told = secret && answerSecret(cluster.secrets, account, request, secret);
    if (told) return told;
    const verb = { GET: "get", PATCH: "patch" }[method];
    if (!place || !verb) {
        cluster.unmatched.push(`${method} ${path}`);
        return refusal(404, "NotFound", "the server could not find the requested resource");
    }
    if (!mayDo(account, verb, place)) return forbidden(account.user, verb, place);
    const object = cluster.objects.get(keyOf(place));
    if (!object) return refusal(404, "NotFound", `${spoken(place)} not found`, place);
    if (verb === "get") return look(cluster, place, object);
    return patch(cluster, request, place, object);
}

/** Each look lets the controllers go one step further. */
function look(cluster: Cluster, place: Place, object: KubeObject): Reply {
    const progress = cluster.progress.get(keyOf(place)) as Progress;
    const before = JSON.stringify(object.status);
    if (putBack(object, progress.owner, cluster.now())) {
        cluster.restarts.set(place.name, (cluster.restarts.get(place.name) ?? 0) + 1);
        object.metadata.generation++;
        progress.step = 0;
        touch(object);
    }
    if (object.kind === "ExternalSecret") sync(object, progress, cluster.now());
    else rollOut(object, progress);
    if (JSON.stringify(object.status) !== before) touch(object);
    return { status: 200, body: structuredClone(object) };
}

function patch(cluster: Cluster, { headers, body, query }: Request, place: Place, object: KubeObject): Reply {
    const { custom } = KINDS[`${place.group}/${place.resource}`];
    const type = String(headers["content-type"] ?? "").split(";")[0];
    if (!isAccepted(type, custom)) return wrongFormat(custom);
    const { status: _ignored, ...given } = body as { metadata?: { resourceVersion?: string }; status?: unknown };
    const wanted = given.metadata?.resourceVersion;
    if (wanted !== undefined && wanted !== object.metadata.resourceVersion) return conflict(place);
    const next = patched(object, given);
    const template = (of: KubeObject) => of.spec.template as { metadata?: { annotations?: object } } | undefined;
    const annotations = [next.metadata.annotations, template(next)?.metadata?.annotations];
    const bad = annotations.map((some) => badAnnotation(some as Record<string, unknown>)).find(Boolean);
    if (bad !== undefined) {
        const message = `${next.kind}.${place.group} "${place.name}" is invalid: metadata.annotations: Invalid value: "${bad}"`;
        return refusal(422, "Invalid", message, place);
    }
    const manager = query.get("fieldManager") ?? String(headers["user-agent"] ?? "unknown").split("/")[0];
    if (JSON.stringify(object) !== JSON.stringify(next)) manage(next, manager, "Update", given, cluster.now());
    store(cluster, place, object, next);
    return { status: 200, body: next };
}

/**
 * A patch that changes nothing makes no new version; one that changes the spec makes a new generation. An annotation of a
 * Deployment makes one, too, and replaces no pod: its controller has seen it by the next look.
 */
function store(cluster: Cluster, place: Place, object: KubeObject, next: KubeObject): void {
    const same = (of: (one: KubeObject) => unknown) => JSON.stringify(of(object)) === JSON.stringify(of(next));
    if (same((one) => [one.spec, one.metadata])) return;
    if (!same(({ spec }) => spec.template)) {
        cluster.restarts.set(place.name, (cluster.restarts.get(place.name) ?? 0) + 1);
    }
    const noted = same(({ spec }) => spec) && next.kind !== "ExternalSecret";
    const annotated = next.kind === "Deployment" && !same(({ metadata }) => metadata.annotations);
    if (!same(({ spec }) => spec) || annotated) next.metadata.generation++;
    touch(next);
    cluster.objects.set(keyOf(place), next);
    (cluster.progress.get(keyOf(place)) as Progress).step = noted ? UNSEEN : 0;
}

function touch(object: KubeObject): void {
    object.metadata.resourceVersion = String(Number(object.metadata.resourceVersion) + 1);
}
