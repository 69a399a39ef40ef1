import { randomUUID } from "node:crypto";
import { Reply, Request } from "../vendors/server/http";
import { forbidden, refusal } from "./answers";
import { Place } from "./objects";
import { Account, mayDo } from "./rbac";

/** A Secret, as much of it as the double keeps. Values are in base64. */
export interface SecretObject {
    metadata: {
        name: string;
        namespace: string;
        uid: string;
        resourceVersion: string;
        labels?: Record<string, string>;
    };
    type: string;
    immutable?: boolean;
    data: Record<string, string>;
    /** Managers of each key of the data. */
    owners: Record<string, string[]>;
}

const PATH = /^\/api\/v1\/namespaces\/([^/]+)\/secrets\/([^/]+)$/;

/** Where a path of the core API leads, if it is a Secret. */
export function secretPlace(path: string): Place | undefined {
    const [, namespace, name] = PATH.exec(path) ?? [];
    return namespace === undefined ? undefined : { group: "", version: "v1", resource: "secrets", namespace, name };
}

/** Answers as the API server does for a Secret: with server-side apply, its conflicts, and preconditions. */
export function answerSecret(
    secrets: Map<string, SecretObject>,
    account: Account,
    request: Request,
    place: Place,
): Reply | undefined {
    const { method, body, headers, query } = request;
    const key = `${place.namespace}/${place.name}`;
    const found = secrets.get(key);
    const verb = { GET: "get", PATCH: "patch", DELETE: "delete" }[method];
    if (verb === undefined) return undefined;
    const needed = verb === "patch" && found === undefined ? ["patch", "create"] : [verb];
    const missing = needed.find((one) => !mayDo(account, one, place));
    if (missing !== undefined) return forbidden(account.user, missing, place);
    if (method === "PATCH") {
        const type = String(headers["content-type"]).split(";")[0];
        if (type !== "application/apply-patch+yaml") return refusal(415, "UnsupportedMediaType", `unexpected ${type}`);
        const manager = query.get("fieldManager");
        if (manager === null) return refusal(400, "BadRequest", "fieldManager is required for apply patch");
        return apply(secrets, key, place, manager, query.get("force") === "true", body as unknown as Wanted);
    }
    if (found === undefined) return refusal(404, "NotFound", `secrets "${place.name}" not found`, place);
    if (method === "GET") return { status: 200, body: shown(found) };
    const { uid } = (body.preconditions ?? {}) as { uid?: string };
    if (uid !== undefined && uid !== found.metadata.uid) {
        const message = `Operation cannot be fulfilled on secrets "${place.name}": Precondition failed: UID in precondition: ${uid}, UID in object meta: ${found.metadata.uid}`;
        return refusal(409, "Conflict", message, place);
    }
    secrets.delete(key);
    return { status: 200, body: { kind: "Status", apiVersion: "v1", status: "Success" } };
}

interface Wanted {
    metadata: { labels?: Record<string, string> };
    type?: string;
    data?: Record<string, string>;
}

function apply(
    secrets: Map<string, SecretObject>,
    key: string,
    place: Place,
    manager: string,
    force: boolean,
    { metadata: { labels }, type = "Opaque", data = {} }: Wanted,
): Reply {
    const { name, namespace } = place;
    const old = secrets.get(key);
    const invalid = (field: string, why: string): Reply =>
        refusal(422, "Invalid", `Secret "${name}" is invalid: ${field}: ${why}`, place);
    const badKey = Object.keys(data).find((one) => !/^[-._a-zA-Z0-9]{1,253}$/.test(one));
    if (badKey !== undefined)
        return invalid(
            `data[${badKey}]`,
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
        );
    if (old && old.type !== type) return invalid("type", "field is immutable");
    const changed = Object.keys(data).filter(
        (one) => old !== undefined && one in old.data && old.data[one] !== data[one],
    );
    const claimed = changed.filter((one) => old?.owners[one].some((owner) => owner !== manager));
    if (claimed.length > 0 && !force) {
        const each = claimed.map(
            (one) => `conflict with "${old?.owners[one].find((owner) => owner !== manager)}" using v1: .data.${one}`,
        );
        const count = each.length === 1 ? "1 conflict" : `${each.length} conflicts`;
        return refusal(409, "Conflict", `Apply failed with ${count}: ${each.join(", ")}`, place);
    }
    const owners: SecretObject["owners"] = {};
    const next: Record<string, string> = {};
    for (const one of new Set([...Object.keys(old?.data ?? {}), ...Object.keys(data)])) {
        const others = (old?.owners[one] ?? []).filter((owner) => owner !== manager);
        if (one in data) {
            next[one] = data[one];
            owners[one] = [...(changed.includes(one) ? [] : others), manager];
        } else if (others.length > 0) {
            next[one] = (old as SecretObject).data[one];
            owners[one] = others;
        }
    }
    if (old?.immutable && JSON.stringify(old.data) !== JSON.stringify(next))
        return invalid("data", "Forbidden: field is immutable when `immutable` is set");
    const version = String(Number(old?.metadata.resourceVersion ?? 0) + 1);
    const uid = old?.metadata.uid ?? randomUUID();
    const made = {
        ...old,
        metadata: { name, namespace, uid, resourceVersion: version, labels },
        type,
        data: next,
        owners,
    };
    secrets.set(key, made);
    return { status: old ? 200 : 201, body: shown(made) };
}

function shown({ owners, ...rest }: SecretObject) {
    const managers = [...new Set(Object.values(owners).flat())];
    const managedFields = managers.map((manager) => ({
        ...{ manager, operation: "Apply", apiVersion: "v1", time: "2030-01-01T00:00:00Z", fieldsType: "FieldsV1" },
        fieldsV1: {
            "f:data": Object.fromEntries(
                Object.keys(owners)
                    .filter((key) => owners[key].includes(manager))
                    .map((key) => [`f:${key}`, {}]),
            ),
        },
    }));
    return { apiVersion: "v1", kind: "Secret", ...rest, metadata: { ...rest.metadata, managedFields } };
}
