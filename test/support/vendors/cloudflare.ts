import { randomBytes } from "node:crypto";
import { Reply, Request } from "./server/http";
import { Key, Keyring, random } from "./server/keyring";
import { Contract, Operation, startVendor, Vendor } from "./server/vendor";

const MOST_TOKENS = 50;

/** How Cloudflare documents its times. */
const WHOLE_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** A Cloudflare user on this machine, with a token that makes tokens. */
export interface CloudflareDouble extends Vendor {
    managementKey: string;
}

/** Starts it. With `accountId` the tokens are the account's, which are verified only at its own address. */
export async function startCloudflare(accountId?: string): Promise<CloudflareDouble> {
    const base = accountId === undefined ? "/user/tokens" : `/accounts/${accountId}/tokens`;
    const vendor = await startVendor(contractOf(base));
    const managementKey = vendor.keyring.add({
        id: tag(),
        name: "management",
        secret: random(40),
        managing: true,
    }).secret;
    return { ...vendor, managementKey };
}

function tag(): string {
    return randomBytes(16).toString("hex");
}

function contractOf(base: string): Contract {
    return {
        title: "Cloudflare",
        recognise(request, keyring): Operation | undefined {
            const { method, path, bearer } = request;
            if (!path.startsWith(base)) return undefined;
            const id = /^\/([0-9a-f]{32})$/.exec(path.slice(base.length))?.[1];
            const key = keyring.keys.find((one) => one.id === id);
            const guarded = (op: string, about: string | undefined, act: () => Reply): Operation => {
                const caller = admit(keyring, bearer);
                return {
                    op,
                    about,
                    act: () =>
                        caller === undefined
                            ? invalid()
                            : caller.managing
                              ? act()
                              : failure(403, 9109, "Unauthorized to access requested resource"),
                };
            };
            if (method === "GET" && path === `${base}/verify`) return verify(keyring, bearer);
            if (method === "POST" && path === base)
                return guarded("create", String(request.body.name), () => create(keyring, request));
            if (method === "GET" && path === base) return guarded("list", undefined, () => list(keyring, request));
            if (method === "GET" && id)
                return guarded("get", key?.name, () => found(keyring, id, (one) => described(keyring, one)));
            if (method === "DELETE" && id) return guarded("retire", key?.name, () => remove(keyring, id));
            return undefined;
        },
        fail: (kind) =>
            ({
                "error-500": failure(500, 10000, "Internal error"),
                throttle: failure(429, 971, "Please wait and consider throttling your request speed"),
                deny: failure(403, 9109, "Cannot use the access token from location: 203.0.113.7"),
            })[kind],
    };
}

function isExpired(keyring: Keyring, key: Key): boolean {
    const on = key.more.expires_on;
    return typeof on === "string" && Date.parse(on) <= keyring.now();
}

/** A test disables a token as its owner does in the dashboard: `more.status = "disabled"`. */
function statusOf(keyring: Keyring, key: Key): string {
    return isExpired(keyring, key) ? "expired" : String(key.more.status ?? "active");
}

function admit(keyring: Keyring, bearer: string | undefined): Key | undefined {
    const key = keyring.admit(bearer);
    return key && statusOf(keyring, key) === "active" ? key : undefined;
}

function verify(keyring: Keyring, bearer: string | undefined): Operation {
    const about = keyring.keys.find(({ secret }) => secret === bearer)?.name;
    const act = (): Reply => {
        const key = keyring.admit(bearer);
        if (key === undefined) return invalid();
        key.lastUsedAt = keyring.now();
        const status = statusOf(keyring, key);
        return success({ id: key.id, status, expires_on: key.more.expires_on }, "This API Token is valid and active");
    };
    return { op: "verify", about, act };
}

function create(keyring: Keyring, { body }: Request): Reply {
    const { name, policies, ...more } = body as { name?: string; policies?: unknown[] };
    if (typeof name !== "string" || name === "" || name.length > 120)
        return failure(400, 1001, "name is required, 120 characters at most");
    if (!Array.isArray(policies) || policies.length === 0) return failure(400, 1001, "at least one policy is required");
    if (policies.some((policy) => "id" in (policy as object))) return failure(400, 1001, "policies: id is read only");
    const times = more as Record<string, unknown>;
    const wrong = ["expires_on", "not_before"].find((at) => at in times && !WHOLE_SECONDS.test(String(times[at])));
    if (wrong !== undefined) return failure(400, 1001, `${wrong}: expected a UTC time of whole seconds`);
    if (keyring.standing().length >= MOST_TOKENS)
        return failure(403, 1014, "The maximum number of API tokens was reached");
    const numbered = policies.map((policy) => ({ id: tag(), ...(policy as object) }));
    const key = keyring.add({ id: tag(), name, secret: random(40), more: { policies: numbered, ...more } });
    return success({ ...described(keyring, key), value: key.secret });
}

function described(keyring: Keyring, key: Key): Record<string, unknown> {
    const { id, name, createdAt, lastUsedAt, more } = key;
    const used = lastUsedAt === undefined ? {} : { last_used_on: new Date(lastUsedAt).toISOString() };
    const status = statusOf(keyring, key);
    return { id, name, issued_on: new Date(createdAt).toISOString(), ...used, ...more, status };
}

function list(keyring: Keyring, { query }: Request): Reply {
    const size = Number(query.get("per_page") ?? 20);
    const page = Number(query.get("page") ?? 1);
    if (size > 50) return failure(400, 1001, "per_page must be at most 50");
    return success(
        keyring
            .standing()
            .slice((page - 1) * size, page * size)
            .map((key) => described(keyring, key)),
    );
}

function found(keyring: Keyring, id: string, show: (key: Key) => unknown): Reply {
    const key = keyring.byId(id);
    return key === undefined ? failure(404, 1003, "Token not found") : success(show(key));
}

function remove(keyring: Keyring, id: string): Reply {
    const key = keyring.byId(id);
    if (key === undefined) return failure(404, 1003, "Token not found");
    keyring.end(key);
    return success({ id });
}

function invalid(): Reply {
    return failure(401, 1000, "Invalid API Token");
}

function success(result: unknown, message?: string): Reply {
    return {
        status: 200,
        body: { result, success: true, errors: [], messages: message ? [{ code: 10000, message }] : [] },
    };
}

function failure(status: number, code: number, message: string): Reply {
    return { status, body: { result: null, success: false, errors: [{ code, message }], messages: [] } };
}
