import { createHash } from "node:crypto";
import { optionalString, requireObject, requireString } from "../http/answer";
import { beforehand } from "../http/errors";
import { Call, request, withRetry } from "../http/request";

/** Who signs in where. */
export interface AzureClient {
    loginEndpoint: string;
    tenantId: string;
    /** Application (client) id. */
    clientId: string;
}

/** Tokens of this process, by who signs in for what. They live an hour; a run that takes longer asks again. */
const tokens = new Map<string, { token: string; until: number }>();
const KEPT_MS = 30 * 60_000;

/**
 * A token that an application gets with its secret.
 *
 * @param resource base address of what it is for, like `https://graph.microsoft.com`
 * @throws VendorError with `acted: "no"`, for nothing was asked of the resource yet
 */
export async function azureToken(client: AzureClient, secret: string, resource: string): Promise<string> {
    const key = createHash("sha256")
        .update(JSON.stringify([client, resource, secret]))
        .digest("hex");
    const known = tokens.get(key);
    if (known !== undefined && known.until > Date.now()) return known.token;
    const token = await beforehand(async () => {
        const call = signInCall(client, secret, `${resource}/.default`);
        const answer = requireObject(await withRetry(() => request(call, signInWords)));
        return requireString(answer.access_token, "access_token");
    });
    tokens.set(key, { token, until: Date.now() + KEPT_MS });
    return token;
}

/** A sign-in with a client's secret (client credentials). */
export function signInCall({ loginEndpoint, tenantId, clientId }: AzureClient, secret: string, scope: string): Call {
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: secret, scope };
    const path = `/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`;
    return { endpoint: loginEndpoint, method: "POST", path, headers: {}, form, secrets: [secret] };
}

/** The first sentence of what Entra says; the rest are identifiers of the request. */
function signInWords(body: unknown): string {
    const { error, error_description: text } = requireObject(body);
    return (optionalString(text) ?? String(error ?? "")).split(/\r?\n| Trace ID/)[0];
}

/** The words of Graph and Key Vault: `{error: {code, message}}`. */
export function azureWords(body: unknown): string {
    const { code, message } = requireObject(requireObject(body).error);
    return [code, message].filter((one) => typeof one === "string").join(": ");
}
