import { randomUUID } from "node:crypto";
import { Reply, Request } from "./server/http";
import { Key, Keyring, random } from "./server/keyring";
import { Contract, Operation, startVendor, Vendor } from "./server/vendor";

const MOST_KEYS = 50;

/** A Datadog organization on this machine, with the keys that manage others. */
export interface DatadogDouble extends Vendor {
    managementKey: string;
    applicationKey: string;
}

/** Starts it. */
export async function startDatadog(): Promise<DatadogDouble> {
    const applicationKey = random(40);
    const vendor = await startVendor(contractOf(applicationKey));
    const managementKey = vendor.keyring.add({
        id: randomUUID(),
        name: "management",
        secret: random(32),
        managing: true,
    }).secret;
    return { ...vendor, managementKey, applicationKey };
}

function contractOf(applicationKey: string): Contract {
    return {
        title: "Datadog",
        recognise(request, keyring): Operation | undefined {
            const { method, path, headers } = request;
            const caller = keyring.admit(headers["dd-api-key"] as string | undefined);
            const id = /^\/api\/v2\/api_keys\/([^/]+)$/.exec(path)?.[1];
            const key = keyring.keys.find((one) => one.id === id);
            const guarded = (op: string, about: string | undefined, act: () => Reply): Operation => {
                const allowed = caller !== undefined && headers["dd-application-key"] === applicationKey;
                return { op, about, act: () => (allowed ? act() : errors(403, "Forbidden")) };
            };
            if (method === "GET" && path === "/api/v1/validate")
                return validate(keyring, headers["dd-api-key"] as string);
            if (method === "POST" && path === "/api/v2/api_keys") {
                return guarded("create", attributesOf(request).name as string, () =>
                    create(keyring, attributesOf(request)),
                );
            }
            if (method === "GET" && path === "/api/v2/api_keys")
                return guarded("list", undefined, () => list(keyring, request));
            if (method === "GET" && id)
                return guarded("get", key?.name, () => found(keyring.byId(id), (one) => described(one)));
            if (method === "DELETE" && id) return guarded("retire", key?.name, () => remove(keyring, keyring.byId(id)));
            return undefined;
        },
        fail: (kind) =>
            ({
                "error-500": errors(500, "Internal Server Error"),
                throttle: { ...errors(429, "Rate limit exceeded"), headers: { "x-ratelimit-reset": "10" } },
                deny: errors(403, "Forbidden"),
            })[kind],
    };
}

function attributesOf({ body }: Request): Record<string, unknown> {
    return ((body.data as Record<string, unknown> | undefined)?.attributes ?? {}) as Record<string, unknown>;
}

function validate(keyring: Keyring, secret: string): Operation {
    const caller = keyring.admit(secret);
    const about = keyring.keys.find((one) => one.secret === secret)?.name;
    const act = (): Reply => {
        if (caller === undefined) return errors(403, "Forbidden");
        caller.lastUsedAt = keyring.now();
        return { status: 200, body: { valid: true } };
    };
    return { op: "verify", about, act };
}

function create(keyring: Keyring, { name, ...more }: Record<string, unknown>): Reply {
    if (typeof name !== "string" || name === "") return errors(400, "name is required");
    const standing = keyring.standing();
    if (standing.some((key) => key.name === name)) return errors(409, "API key name must be unique");
    if (standing.length >= MOST_KEYS) return errors(403, "API key limit reached");
    const key = keyring.add({
        id: randomUUID(),
        name,
        secret: random(32),
        more: { remote_config_read_enabled: true, ...more },
    });
    return {
        status: 201,
        body: { data: { ...described(key), attributes: { ...described(key).attributes, key: key.secret } } },
    };
}

function described({ id, name, secret, createdAt, lastUsedAt, more }: Key) {
    const used = lastUsedAt === undefined ? null : new Date(lastUsedAt).toISOString();
    const created_at = new Date(createdAt).toISOString();
    return {
        id,
        type: "api_keys",
        attributes: { name, created_at, last4: secret.slice(-4), date_last_used: used, ...more },
    };
}

function list(keyring: Keyring, { query }: Request): Reply {
    const size = Number(query.get("page[size]") ?? 10);
    const page = Number(query.get("page[number]") ?? 0);
    if (size > 100) return errors(400, "page[size] must be at most 100");
    return {
        status: 200,
        body: {
            data: keyring
                .standing()
                .slice(page * size, (page + 1) * size)
                .map(described),
        },
    };
}

function found(key: Key | undefined, show: (key: Key) => unknown): Reply {
    return key === undefined ? errors(404, "Not found") : { status: 200, body: { data: show(key) } };
}

function remove(keyring: Keyring, key: Key | undefined): Reply {
    if (key === undefined) return errors(404, "Not found");
    keyring.end(key);
    return { status: 204 };
}

function errors(status: number, message: string): Reply {
    return { status, body: { errors: [message] } };
}
