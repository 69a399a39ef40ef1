import { createHash } from "node:crypto";
import { beforehand } from "../http/errors";
import { Call, request, withRetry } from "../http/request";
import { requireObject, requireString } from "../http/answer";
import { signAssertion } from "./jwt";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** The call that gets a token for a signed assertion. */
export function tokenCall(tokenUri: string, assertion: string, secrets: string[]): Call {
    const { origin, pathname } = new URL(tokenUri);
    const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
    return { endpoint: origin, method: "POST", path: pathname, headers: {}, form, secrets: [assertion, ...secrets] };
}

/** Signs for a token. */
export function assertionOf(email: string, keyId: string, privateKey: string, tokenUri: string): string {
    return signAssertion({ email, keyId, privateKey, tokenUri, scope: SCOPE });
}

/** Tokens of this process, by who signs in where. They live an hour. */
const tokens = new Map<string, { token: string; until: number }>();
const KEPT_MS = 30 * 60_000;

/**
 * A token for Google's APIs: the management key itself, or what its file signs in for.
 *
 * @throws VendorError with `acted: "no"`, for nothing was asked of an API yet
 */
export async function googleToken(tokenUri: string, management: string): Promise<string> {
    if (!management.trimStart().startsWith("{")) return management.trim();
    const known = createHash("sha256")
        .update(JSON.stringify([tokenUri, management]))
        .digest("hex");
    const kept = tokens.get(known);
    if (kept !== undefined && kept.until > Date.now()) return kept.token;
    const token = await beforehand(async () => {
        const { client_email: email, private_key_id: keyId, private_key: privateKey } = managementKey(management);
        const assertion = assertionOf(email, keyId, privateKey, tokenUri);
        const call = tokenCall(tokenUri, assertion, [privateKey, management]);
        const answer = requireObject(await withRetry(() => request(call, googleWords)));
        return requireString(answer.access_token, "access_token");
    });
    tokens.set(known, { token, until: Date.now() + KEPT_MS });
    return token;
}

interface ManagementKey {
    client_email: string;
    private_key_id: string;
    private_key: string;
}

/** @throws Error that shows nothing of it */
function managementKey(text: string): ManagementKey {
    try {
        const found = JSON.parse(text) as Partial<ManagementKey> & { type?: string };
        if (found.type === "service_account" && found.client_email && found.private_key_id && found.private_key)
            return found as ManagementKey;
    } catch {
        // said below, without the text
    }
    throw new Error(`managementKey is no key of a service account; expected its JSON file, or an access token`);
}

/** Google's own words: `{error: {status, message}}` of IAM, `{error, error_description}` of the sign-in. */
export function googleWords(body: unknown): string {
    const { error, error_description: more } = requireObject(body);
    const { status, message } = requireObject(error);
    const parts = typeof error === "string" ? [error, more] : [status, message];
    return parts.filter((one) => typeof one === "string").join(": ");
}
