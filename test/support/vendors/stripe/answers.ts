import type { Reply } from "../server/http";
import type { Key } from "../server/keyring";
import type { JweAlgorithm } from "./jwe";

/** How the account is. */
export interface StripeOptions {
    /** Live keys are shown only encrypted. Default: false. */
    live?: boolean;
    /** Default: RSA-OAEP-256. */
    algorithm?: JweAlgorithm;
    /** What the header of an encrypted key says of its content. Default: A256GCM. */
    enc?: string;
    /** Whether an expired key can still be asked for, and says that it is expired. Default: it is not found. */
    keepsExpired?: boolean;
    /** The account that `Stripe-Context` must name. Default: none is asked for. */
    account?: string;
}

/** In test mode an answer holds the key itself, whoever made it. */
export function shown(key: Key, options: StripeOptions): Reply {
    const token = options.live ? {} : { token: key.secret };
    return {
        status: 200,
        body: { ...described(key, options), secret_key: { secret_token_redacted: redacted(key.secret), ...token } },
    };
}

export function described(key: Key, { live = false }: StripeOptions) {
    const at = (ms: number | undefined) => (ms === undefined ? {} : { last_used: new Date(ms).toISOString() });
    const { id, name, permissions, createdAt, endedAt, lastUsedAt, more } = key;
    const status = endedAt === undefined ? "active" : "expired";
    const created = new Date(createdAt).toISOString();
    return {
        id,
        object: "v2.iam.api_key",
        type: "secret_key",
        name,
        status,
        permissions,
        created,
        livemode: live,
        ...at(lastUsedAt),
        ...(more.expires_at === undefined ? {} : { expires_at: more.expires_at }),
    };
}

export function invalidKey(bearer = ""): Reply {
    return failure(401, "api_key_expired", `Invalid API Key provided: ${redacted(bearer)}`);
}

export function redacted(secret: string): string {
    return `${secret.slice(0, 8)}****${secret.slice(-4)}`;
}

export function failure(status: number, code: string, message: string): Reply {
    return {
        status,
        body: { error: { type: status === 429 ? "rate_limit" : "invalid_request_error", code, message } },
    };
}
