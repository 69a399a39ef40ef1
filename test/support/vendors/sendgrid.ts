import { Reply, Request } from "./server/http";
import { Key, Keyring, random } from "./server/keyring";
import { Contract, Operation, startVendor, Vendor } from "./server/vendor";

const MOST_KEYS = 100;

/** A SendGrid account on this machine, with one key that may manage keys. */
export interface SendGridDouble extends Vendor {
    managementKey: string;
}

/** Starts it. `scopes` are those that the management key has and may grant. */
export async function startSendGrid(scopes = ["mail.send", "stats.read", "templates.read"]): Promise<SendGridDouble> {
    const vendor = await startVendor(contract);
    const managementKey = newKey(vendor.keyring, "management", [...MANAGING, ...scopes], true).secret;
    return { ...vendor, managementKey };
}

const MANAGING = ["api_keys.create", "api_keys.read", "api_keys.delete"];

/** Puts a key into the account, as its owner does in the dashboard. */
export function newKey(keyring: Keyring, name: string, permissions: string[], managing = false): Key {
    const id = random(22);
    return keyring.add({ id, name, secret: `SG.${id}.${random(43)}`, permissions, managing });
}

const contract: Contract = {
    title: "SendGrid",
    recognise(request, keyring): Operation | undefined {
        const { method, path } = request;
        const caller = keyring.admit(request.bearer);
        const about = keyring.keys.find(({ id }) => path === `/v3/api_keys/${id}`)?.name;
        const guarded = (op: string, scope: string, act: () => Reply): Operation => ({
            op,
            about: op === "create" ? String(request.body.name) : about,
            act: () => refusal(caller, scope) ?? act(),
        });
        const id = /^\/v3\/api_keys\/([^/]+)$/.exec(path)?.[1];
        if (method === "GET" && path === "/v3/scopes") return verify(keyring, request);
        if (method === "POST" && path === "/v3/api_keys")
            return guarded("create", "api_keys.create", () => create(keyring, request, caller as Key));
        if (method === "GET" && path === "/v3/api_keys") return guarded("list", "api_keys.read", () => list(keyring));
        if (method === "GET" && id) return guarded("get", "api_keys.read", () => get(keyring.byId(id)));
        if (method === "DELETE" && id)
            return guarded("retire", "api_keys.delete", () => remove(keyring, keyring.byId(id)));
        return undefined;
    },
    fail: (kind) =>
        ({
            "error-500": errors(500, "internal error"),
            throttle: { ...errors(429, "too many requests"), headers: { "x-ratelimit-remaining": "0" } },
            deny: errors(403, "access forbidden"),
        })[kind],
};

function verify(keyring: Keyring, { bearer }: Request): Operation {
    const caller = keyring.admit(bearer);
    const about = keyring.keys.find(({ secret }) => secret === bearer)?.name;
    const act = (): Reply => {
        if (caller === undefined) return errors(401, "authorization required");
        caller.lastUsedAt = keyring.now();
        return {
            status: 200,
            body: { scopes: [...caller.permissions, "sender_verification_eligible", "2fa_required"] },
        };
    };
    return { op: "verify", about, act };
}

function refusal(caller: Key | undefined, scope: string): Reply | undefined {
    if (caller === undefined) return errors(401, "authorization required");
    return caller.permissions.includes(scope) ? undefined : errors(403, "access forbidden");
}

function create(keyring: Keyring, { body }: Request, caller: Key): Reply {
    const { name, scopes } = body as { name?: string; scopes?: string[] };
    if (typeof name !== "string" || name === "") return errors(400, "missing required argument", "name");
    if (keyring.standing().length >= MOST_KEYS) return errors(403, "Cannot create more than 100 API Keys");
    const wanted = scopes ?? caller.permissions;
    if (!wanted.every((scope) => caller.permissions.includes(scope))) return errors(403, "access forbidden");
    const { id, secret } = newKey(keyring, name, wanted);
    return { status: 201, body: { api_key: secret, api_key_id: id, name, scopes: wanted } };
}

function list(keyring: Keyring): Reply {
    return { status: 200, body: { result: keyring.standing().map(({ id, name }) => ({ name, api_key_id: id })) } };
}

function get(key: Key | undefined): Reply {
    if (key === undefined) return errors(404, "unable to find API Key");
    const scopes = [...key.permissions, "sender_verification_eligible", "2fa_required"];
    return { status: 200, body: { api_key_id: key.id, name: key.name, scopes } };
}

function remove(keyring: Keyring, key: Key | undefined): Reply {
    if (key === undefined) return errors(404, "unable to find API Key");
    keyring.end(key);
    return { status: 204 };
}

function errors(status: number, message: string, field: string | null = null): Reply {
    return { status, body: { errors: [{ message, field }] } };
}
