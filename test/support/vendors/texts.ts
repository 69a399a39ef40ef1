import { listen, Reply, Request } from "./server/http";
import { Fault, Faults, FaultSpec } from "./server/faults";

/** A secret at one of the two services. */
interface Kept {
    versions: string[];
    labels: Record<string, string>;
    deleted?: boolean;
}

/** Google's Secret Manager or Azure's Key Vault on this machine. */
export interface TextsDouble {
    endpoint: string;
    token: string;
    secrets: Map<string, Kept>;
    readonly calls: string[];
    readonly unmatched: string[];
    fault(spec: FaultSpec): Fault;
    close(): Promise<void>;
}

type Answer = (request: Request, secrets: Map<string, Kept>) => [op: string, reply: Reply] | undefined;

/** Google's Secret Manager for the project `acme-prod`. */
export const startSecretManager = (): Promise<TextsDouble> =>
    start("ya29.double-token", secretManager, (status, code, message) => ({
        status,
        body: { error: { code: status, status: code, message } },
    }));

/** Azure's Key Vault; what is deleted keeps its name. */
export const startKeyVault = (): Promise<TextsDouble> =>
    start("ey.double-token", keyVault, (status, code, message) => ({ status, body: { error: { code, message } } }));

async function start(
    token: string,
    answer: Answer,
    refused: (status: number, code: string, message: string) => Reply,
): Promise<TextsDouble> {
    const [secrets, faults] = [new Map<string, Kept>(), new Faults()];
    const [calls, unmatched]: string[][] = [[], []];
    const { endpoint, close } = await listen((request) => {
        const done = request.bearer === token ? answer(request, secrets) : undefined;
        const op = done?.[0] ?? "any";
        const kind = faults.strike(op)?.spec.kind;
        if (kind === "deny") return Promise.resolve(refused(403, "PERMISSION_DENIED", "Permission denied on resource"));
        if (kind === "page-404") return Promise.resolve({ status: 404, page: "<html>Please sign in</html>" });
        if (request.bearer !== token) return Promise.resolve(refused(401, "UNAUTHENTICATED", "invalid credentials"));
        if (done === undefined) {
            unmatched.push(`${request.method} ${request.path}`);
            return Promise.resolve(refused(404, "NOT_FOUND", "no such method"));
        }
        calls.push(`${op} ${done[1].status}`);
        return Promise.resolve(kind === "lose-reply" ? undefined : done[1]);
    });
    return { endpoint, token, secrets, calls, unmatched, fault: (spec) => faults.add(spec), close };
}

const secretManager: Answer = ({ method, path, query, body }, secrets) => {
    const fail = (status: number, code: string, message: string): Reply => ({
        status,
        body: { error: { code: status, status: code, message } },
    });
    const [, project, rest = ""] = /^\/v1\/projects\/([^/]+)\/secrets(.*)$/.exec(path) ?? [];
    if (project === undefined) return undefined;
    if (project !== "acme-prod")
        return ["any", fail(403, "PERMISSION_DENIED", "Permission denied on resource project")];
    if (method === "POST" && rest === "") {
        const id = query.get("secretId") ?? "";
        const { replication, labels = {} } = body as { replication?: object; labels?: Record<string, string> };
        if (!/^[A-Za-z0-9_-]{1,255}$/.test(id)) return ["create", fail(400, "INVALID_ARGUMENT", "secretId is invalid")];
        if (replication === undefined) return ["create", fail(400, "INVALID_ARGUMENT", "replication is required")];
        if (secrets.has(id)) return ["create", fail(409, "ALREADY_EXISTS", `Secret [${id}] already exists.`)];
        secrets.set(id, { versions: [], labels });
        return ["create", { status: 200, body: { name: `projects/1/secrets/${id}`, labels } }];
    }
    const [, id, what = ""] = /^\/([A-Za-z0-9_-]+)(:addVersion|\/versions\/latest:access)?$/.exec(rest) ?? [];
    if (id === undefined) return undefined;
    const found = secrets.get(id);
    const missing = fail(404, "NOT_FOUND", `Secret [projects/1/secrets/${id}] not found.`);
    if (method === "POST" && what === ":addVersion") {
        if (found === undefined) return ["write", missing];
        const { data } = (body.payload ?? {}) as { data?: string };
        if (data === undefined) return ["write", fail(400, "INVALID_ARGUMENT", "payload is required")];
        found.versions.push(Buffer.from(data, "base64").toString());
        return ["write", { status: 200, body: { name: `projects/1/secrets/${id}/versions/${found.versions.length}` } }];
    }
    if (method === "GET" && what !== "") {
        const text = found?.versions.at(-1);
        if (text === undefined) return ["read", missing];
        return ["read", { status: 200, body: { payload: { data: Buffer.from(text).toString("base64") } } }];
    }
    if (method === "GET") return ["look", found ? { status: 200, body: { labels: found.labels } } : missing];
    if (method === "DELETE") return ["delete", found ? (secrets.delete(id), { status: 200, body: {} }) : missing];
    return undefined;
};

const keyVault: Answer = ({ method, path, query, body }, secrets) => {
    const fail = (status: number, code: string, message: string): Reply => ({
        status,
        body: { error: { code, message } },
    });
    if (query.get("api-version") === null) return ["any", fail(400, "BadParameter", "api-version is missing")];
    const [, kind, id] = /^\/(secrets|deletedsecrets)\/([0-9A-Za-z-]+)$/.exec(path) ?? [];
    if (id === undefined) return undefined;
    const kept = secrets.get(id);
    const found = kept?.deleted ? undefined : kept;
    const missing = fail(404, "SecretNotFound", `A secret with (name/id) ${id} was not found in this key vault.`);
    if (kind === "deletedsecrets") return ["deleted", kept?.deleted ? { status: 200, body: { id } } : missing];
    if (method === "GET") {
        const value = found?.versions.at(-1);
        return ["read", found ? { status: 200, body: { id, value, tags: found.labels } } : missing];
    }
    if (method === "PUT") {
        const { value, tags = {} } = body as { value?: string; tags?: Record<string, string> };
        if (kept?.deleted)
            return ["write", fail(409, "Conflict", `Secret ${id} is currently in a deleted but recoverable state.`)];
        if (typeof value !== "string") return ["write", fail(400, "BadParameter", "value is missing")];
        secrets.set(id, { versions: [...(found?.versions ?? []), value], labels: tags });
        return ["write", { status: 200, body: { id, value, tags } }];
    }
    if (method === "DELETE")
        return ["delete", found ? ((found.deleted = true), { status: 200, body: { id } }) : missing];
    return undefined;
};
