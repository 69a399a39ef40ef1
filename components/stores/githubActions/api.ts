import { ignoreNotFound, VendorError } from "../../clients/http/errors";
import { Call, request, withRetry } from "../../clients/http/request";
import { requireObject, requireString } from "../../clients/http/answer";

/** Where secrets are kept, and as whom they are written. */
export interface GitHubPlace {
    endpoint: string;
    /** The path of the secrets: `/repos/acme/web/actions/secrets`, for example. */
    path: string;
    /** Secret. */
    token: string;
}

/** The key that GitHub opens a sealed value with. */
export interface PublicKey {
    id: string;
    /** Base64. */
    key: string;
}

/** https://docs.github.com/rest/actions/secrets */
export async function publicKeyOf(place: GitHubPlace): Promise<PublicKey> {
    const found = requireObject(await withRetry(() => request(call(place, "GET", "/public-key"), words)));
    return { id: requireString(found.key_id, "key_id"), key: requireString(found.key, "key") };
}

/** When a secret was written last (RFC 3339); undefined where there is none. What it holds, GitHub tells nobody. */
export async function updatedAt(place: GitHubPlace, name: string): Promise<string | undefined> {
    try {
        const found = requireObject(await withRetry(() => request(call(place, "GET", `/${name}`), words)));
        return requireString(found.updated_at, "updated_at");
    } catch (error) {
        if (error instanceof VendorError && error.status === 404 && error.isVendors) return undefined;
        throw error;
    }
}

/** Writing it again is harmless. */
export async function writeSecret(place: GitHubPlace, name: string, body: Record<string, unknown>): Promise<void> {
    await withRetry(() => request(call(place, "PUT", `/${name}`, body), words));
}

/** One that is gone already is a success. */
export async function deleteSecret(place: GitHubPlace, name: string): Promise<void> {
    await withRetry(() => request(call(place, "DELETE", `/${name}`), words)).catch(ignoreNotFound);
}

function call({ endpoint, path, token }: GitHubPlace, method: Call["method"], more: string, body?: unknown): Call {
    const headers = {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "user-agent": "pulumi-credential-rotation",
        "x-github-api-version": "2022-11-28",
    };
    return { endpoint, method, path: `${path}${more}`, headers, body, secrets: [token] };
}

/** GitHub's own words: `{message}`. */
function words(body: unknown): string {
    return String(requireObject(body).message ?? "");
}
