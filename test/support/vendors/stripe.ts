import { Reply, Request } from "./server/http";
import { Key, Keyring, random } from "./server/keyring";
import { Contract, Operation, startVendor, Vendor } from "./server/vendor";
import { described, failure, invalidKey, redacted, shown, type StripeOptions } from "./stripe/answers";
import { encryptJwe } from "./stripe/jwe";

export type { StripeOptions };

/** A Stripe account on this machine, with the key of an App that is installed in it. */
export interface StripeDouble extends Vendor {
    managementKey: string;
    /** A key of the account that is none of an App's. */
    ordinaryKey: string;
}

/** Starts it. */
export async function startStripe(options: StripeOptions = {}): Promise<StripeDouble> {
    const mode = options.live ? "live" : "test";
    const vendor = await startVendor(contractOf(options));
    const add = (name: string, permissions: string[]): string =>
        vendor.keyring.add({
            id: `mk_${random(16)}`,
            name,
            secret: `sk_${mode}_${random(40)}`,
            permissions,
            managing: true,
        }).secret;
    return { ...vendor, managementKey: add("app", ["api_key_write"]), ordinaryKey: add("ordinary", ["balance_read"]) };
}

function contractOf(options: StripeOptions): Contract {
    const seen = new Map<string, { body: string; reply: Reply }>();
    return {
        title: "Stripe",
        recognise(request, keyring): Operation | undefined {
            const { method, path, bearer } = request;
            const [, id, verb] = /^\/v2\/iam\/api_keys(?:\/([^/]+)(?:\/(expire))?)?$/.exec(path) ?? [];
            const key = keyring.keys.find((one) => one.id === id);
            const managed = (op: string, act: () => Reply): Operation => ({
                op,
                about: op === "create" ? String(request.body.name) : key?.name,
                act: () => refusal(request, keyring, options) ?? act(),
            });
            if (method === "GET" && path === "/v1/balance") return balance(keyring, bearer, options);
            if (!path.startsWith("/v2/iam/api_keys")) return undefined;
            if (method === "POST" && id === undefined)
                return managed("create", () => once(seen, request, () => create(keyring, request, options)));
            if (method === "GET" && id === undefined) return managed("list", () => list(keyring, request, options));
            if (method === "GET" && verb === undefined)
                return managed("get", () => found(key, (one) => shown(one, options), options));
            if (method === "POST" && verb === "expire")
                return managed("retire", () => found(key, (one) => expire(keyring, one, options), options));
            return undefined;
        },
        fail: (kind) =>
            ({
                "error-500": failure(500, "api_error", "An unknown error occurred"),
                throttle: failure(429, "rate_limit", "Request rate limit exceeded."),
                deny: failure(
                    403,
                    "forbidden",
                    "The provided key does not have the required permissions for this endpoint.",
                ),
            })[kind],
    };
}

/** The same Idempotency-Key does nothing twice; with another body it is an error. */
function once(seen: Map<string, { body: string; reply: Reply }>, request: Request, run: () => Reply): Reply {
    const key = request.headers["idempotency-key"];
    if (typeof key !== "string" || key === "")
        return failure(400, "idempotency_key_missing", "Idempotency-Key is required.");
    const body = JSON.stringify(request.body);
    const known = seen.get(key);
    if (known && known.body !== body)
        return failure(
            409,
            "idempotency_error",
            "Keys for idempotent requests can only be used with the same parameters they were first used with.",
        );
    const reply = known?.reply ?? run();
    if (reply.status < 400) seen.set(key, { body, reply });
    return reply;
}

function refusal({ bearer, headers }: Request, keyring: Keyring, { account }: StripeOptions): Reply | undefined {
    const caller = keyring.admit(bearer);
    if (caller === undefined) return invalidKey(bearer);
    if (!/^\d{4}-\d\d-\d\d\.preview$/.test(String(headers["stripe-version"]))) {
        return failure(400, "invalid_request", "This API is only available in preview versions.");
    }
    const inContext = account === undefined || headers["stripe-context"] === account;
    if (caller.permissions.includes("api_key_write") && inContext) return undefined;
    return failure(403, "forbidden", "The provided key does not have the required permissions for this endpoint.");
}

function create(keyring: Keyring, { body }: Request, options: StripeOptions): Reply {
    const { name, type, permissions = [], public_key: publicKey } = body as CreateBody;
    if (type !== "secret_key") return failure(400, "invalid_fields", "type: must be secret_key or publishable_key");
    if ((name ?? "").length > 100) return failure(400, "invalid_fields", "name: 100 characters at most");
    const pem = publicKey?.pem_key?.data;
    if (options.live && (pem === undefined || publicKey?.pem_key?.algorithm !== "RSA")) {
        return failure(400, "invalid_fields", "public_key: required for live mode secret keys");
    }
    const secret = `rk_${options.live ? "live" : "test"}_${random(40)}`;
    const key = keyring.add({ id: `mk_${random(16)}`, name: name ?? "", secret, permissions });
    const shownOnce = options.live
        ? {
              encrypted_secret: {
                  ciphertext: encryptJwe(secret, pem as string, options.algorithm, options.enc),
                  format: "jwe_compact",
              },
          }
        : { token: secret };
    return {
        status: 200,
        body: { ...described(key, options), secret_key: { secret_token_redacted: redacted(secret), ...shownOnce } },
    };
}

interface CreateBody {
    name?: string;
    type?: string;
    permissions?: string[];
    public_key?: { pem_key?: { algorithm?: string; data?: string } };
}

function list(keyring: Keyring, { query }: Request, options: StripeOptions): Reply {
    const limit = Number(query.get("limit") ?? 20);
    if (limit > 100) return failure(400, "invalid_fields", "limit: The maximum page limit is 100");
    const from = Number(query.get("page") ?? 0);
    const all = keyring.standing();
    const data = all.slice(from, from + limit).map((key) => shown(key, options).body);
    const next = from + limit < all.length ? `/v2/iam/api_keys?limit=${limit}&page=${from + limit}` : null;
    return { status: 200, body: { data, next_page_url: next, previous_page_url: null } };
}

function expire(keyring: Keyring, key: Key, options: StripeOptions): Reply {
    if (key.endedAt !== undefined) return failure(400, "invalid_request", "This API key is already expired.");
    keyring.end(key);
    return { status: 200, body: described(key, options) };
}

function balance(keyring: Keyring, bearer: string | undefined, { live = false }: StripeOptions): Operation {
    const caller = keyring.admit(bearer);
    const about = keyring.keys.find(({ secret }) => secret === bearer)?.name;
    const act = (): Reply => {
        if (caller === undefined) return invalidKey(bearer);
        caller.lastUsedAt = keyring.now();
        if (!caller.permissions.includes("balance_read")) {
            return failure(
                403,
                "more_permissions_required",
                "The provided key does not have the required permissions for this endpoint. Having the 'rak_balance_read' permission would allow this request to continue.",
            );
        }
        return { status: 200, body: { object: "balance", available: [], pending: [], livemode: live } };
    };
    return { op: "verify", about, act };
}

function found(key: Key | undefined, run: (key: Key) => Reply, { keepsExpired = false }: StripeOptions): Reply {
    if (key === undefined || (key.endedAt !== undefined && !keepsExpired))
        return failure(404, "not_found", "The API key could not be found.");
    return run(key);
}
