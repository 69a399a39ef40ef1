import { createHash } from "node:crypto";
import { beforehand } from "../../errors";
import { Call, request, withRetry } from "../../http";
import { requireObject, requireString } from "../../parseResponse";
import { Access } from "../../vendor";

/** What a secret of an application is asked with. */
export interface EntraSettings {
    endpoint: string;
    loginEndpoint: string;
    tenantId: string;
    clientId: string;
    managementClientId?: string;
}

/** Tokens of this process, by who signs in where. They live an hour; a run that takes longer asks again. */
const tokens = new Map<string, { token: string; until: number }>();
const KEPT_MS = 30 * 60_000;

/**
 * The token for Microsoft Graph: the management key itself, or what it signs in for.
 *
 * @throws VendorError with `acted: "no"`, for nothing was asked of Graph yet
 */
export async function graphToken({ settings, management }: Access<EntraSettings>): Promise<string> {
    const { managementClientId, endpoint } = settings;
    if (managementClientId === undefined) return management;
    const key = createHash("sha256")
        .update(JSON.stringify([settings, management]))
        .digest("hex");
    const known = tokens.get(key);
    if (known !== undefined && known.until > Date.now()) return known.token;
    const call = formCall(settings, managementClientId, management, `${endpoint}/.default`);
    const token = await beforehand(async () => {
        const answer = requireObject(await withRetry(() => request(call, signInWords)));
        return requireString(answer.access_token, "access_token");
    });
    tokens.set(key, { token, until: Date.now() + KEPT_MS });
    return token;
}

/** A sign-in with a client's secret (client credentials). */
export function formCall(
    { loginEndpoint, tenantId }: EntraSettings,
    clientId: string,
    secret: string,
    scope: string,
): Call {
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: secret, scope };
    const path = `/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
    return { endpoint: loginEndpoint, method: "POST", path, headers: {}, form, secrets: [secret] };
}

/** The first line of what Entra says; the rest are identifiers of the request. */
function signInWords(body: unknown): string {
    const { error, error_description: text } = requireObject(body);
    if (typeof text !== "string") return String(error ?? "");
    return text.split(/\r?\n| Trace ID/)[0];
}
