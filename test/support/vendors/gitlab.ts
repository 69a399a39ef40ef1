import { Reply, Request } from "./server/http";
import { Key, Keyring, random } from "./server/keyring";
import { Contract, Operation, startVendor, Vendor } from "./server/vendor";

/** A GitLab on this machine, with one project and a maintainer's token. */
export interface GitLabDouble extends Vendor {
    managementKey: string;
}

const PROJECT = "projects/acme/web";
const LEVELS = [10, 15, 20, 30, 40, 50];
const SCOPES = ["api", "read_api", "read_repository", "write_repository", "read_registry", "write_registry"];
const DAY_MS = 86_400_000;

/** Starts it; the maintainer's own level is 40. */
export async function startGitLab(): Promise<GitLabDouble> {
    const vendor = await startVendor(contract);
    const secret = `glpat-${random(20)}`;
    const more = { level: 40, expires: vendor.keyring.now() + 365 * DAY_MS };
    vendor.keyring.add({ id: "1", name: "maintainer", secret, permissions: ["api"], managing: true, more });
    return { ...vendor, managementKey: secret };
}

const contract: Contract = {
    title: "GitLab",
    recognise(request, keyring): Operation | undefined {
        const { method, path, headers } = request;
        const caller = admitted(keyring, headers["private-token"] as string | undefined);
        if (method === "GET" && path === "/api/v4/personal_access_tokens/self") return self(keyring, request, caller);
        const [, place, id] = /^\/api\/v4\/((?:projects|groups)\/.+?)\/access_tokens(?:\/(\d+))?$/.exec(path) ?? [];
        if (place === undefined) return undefined;
        const key = id === undefined ? undefined : keyring.byId(id);
        const about = id === undefined ? undefined : keyring.keys.find((one) => one.id === id)?.name;
        const guarded = (op: string, act: () => Reply): Operation => ({
            op,
            about: op === "create" ? String(request.body.name) : about,
            act: () => {
                if (caller === undefined) return { status: 401, body: { message: "401 Unauthorized" } };
                if (place !== PROJECT) return { status: 404, body: { message: "404 Project Not Found" } };
                if (!caller.permissions.includes("api")) return insufficient();
                return act();
            },
        });
        if (method === "POST" && !id) return guarded("create", () => create(keyring, request, caller as Key));
        if (method === "GET" && !id) return guarded("list", () => list(keyring, request));
        if (method === "GET")
            return guarded("get", () => (key ? { status: 200, body: shown(keyring, key) } : missing()));
        if (method === "DELETE")
            return guarded("retire", () => (key ? (keyring.end(key), { status: 204 }) : missing()));
        return undefined;
    },
    fail: (kind) =>
        ({
            "error-500": { status: 500, body: { message: "500 Internal Server Error" } },
            throttle: { status: 429, body: { message: "Retry later" } },
            deny: { status: 403, body: { message: "403 Forbidden" } },
        })[kind],
};

/** A token dies when its last day begins. */
function admitted(keyring: Keyring, secret: string | undefined): Key | undefined {
    const key = keyring.admit(secret);
    return key && keyring.now() < Number(key.more.expires) ? key : undefined;
}

function self(keyring: Keyring, { headers }: Request, caller: Key | undefined): Operation {
    const about = keyring.keys.find(({ secret }) => secret === headers["private-token"])?.name;
    const act = (): Reply => {
        if (caller === undefined) return { status: 401, body: { message: "401 Unauthorized" } };
        caller.lastUsedAt = keyring.now();
        return { status: 200, body: shown(keyring, caller) };
    };
    return { op: "verify", about, act };
}

function create(keyring: Keyring, { body }: Request, caller: Key): Reply {
    const { name, scopes, access_level: level = 40, expires_at: last } = body as Record<string, unknown>;
    if (typeof name !== "string" || name === "") return bad("name is missing");
    if (!Array.isArray(scopes) || scopes.length === 0) return bad("scopes is missing");
    const strange = scopes.find((scope) => !SCOPES.includes(String(scope)));
    if (strange !== undefined) return bad("scopes does not have a valid value");
    if (!LEVELS.includes(level as number)) return bad("access_level does not have a valid value");
    if (typeof last !== "string" || !/^\d{4}-\d\d-\d\d$/.test(last))
        return bad("expires_at is missing, expires_at is invalid");
    const expires = Date.parse(last);
    if (expires <= keyring.now() || expires > keyring.now() + 366 * DAY_MS) {
        return {
            status: 400,
            body: { message: "400 Bad request - Expiration date must be before " + day(keyring.now() + 365 * DAY_MS) },
        };
    }
    if (Number(level) > Number(caller.more.level)) {
        return {
            status: 400,
            body: {
                message:
                    "400 Bad request - Access level of the token can't be greater than the access level of the user who created the token",
            },
        };
    }
    const id = String(100 + keyring.keys.length);
    const made = keyring.add({
        id,
        name,
        secret: `glpat-${random(20)}`,
        permissions: scopes.map(String),
        more: { level, expires },
    });
    return { status: 201, body: { ...shown(keyring, made), token: made.secret } };
}

function list(keyring: Keyring, { query }: Request): Reply {
    const size = Math.min(Number(query.get("per_page") ?? 20), 100);
    const page = Number(query.get("page") ?? 1);
    const all = keyring.standing().filter(({ managing }) => !managing);
    const living =
        query.get("state") === "active" ? all.filter((key) => keyring.now() < Number(key.more.expires)) : all;
    return { status: 200, body: living.slice((page - 1) * size, page * size).map((key) => shown(keyring, key)) };
}

function shown(keyring: Keyring, { id, name, permissions, more, createdAt, lastUsedAt, endedAt }: Key) {
    const active = endedAt === undefined && keyring.now() < Number(more.expires);
    return {
        ...{
            id: Number(id),
            name,
            active,
            revoked: endedAt !== undefined,
            scopes: permissions,
            access_level: more.level,
        },
        created_at: new Date(createdAt).toISOString(),
        last_used_at: lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString(),
        expires_at: day(Number(more.expires)),
    };
}

function day(at: number): string {
    return new Date(at).toISOString().slice(0, 10);
}

function bad(error: string): Reply {
    return { status: 400, body: { error } };
}

function missing(): Reply {
    return { status: 404, body: { message: "404 Could not find project access token with token_id" } };
}

function insufficient(): Reply {
    return {
        status: 403,
        body: {
            error: "insufficient_scope",
            error_description: "The request requires higher privileges than provided by the access token.",
            scope: "api",
        },
    };
}
