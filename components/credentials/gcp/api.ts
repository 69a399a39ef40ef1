import { createHash } from "node:crypto";
import { signAssertion } from "../../clients/gcp/jwt";
import { beforehand, VendorError } from "../apiKey/errors";
import { Call, request, withRetry } from "../apiKey/http";
import { listIn, optionalString, requireObject, requireString } from "../apiKey/parseResponse";

/** How Google is reached. Public. */
export interface GcpSettings {
    endpoint: string;
    tokenUri: string;
    project: string;
    /** Of the service account whose keys these are. */
    email: string;
}

/** And as whom: the JSON of a service account's key, or an access token. */
export interface GcpAccess {
    settings: GcpSettings;
    /** Secret. */
    management: string;
}

/** A key as Google lists it. */
export interface GcpKey {
    id: string;
    active: boolean;
    /** From when it is valid; for an uploaded one, the date in its certificate (RFC 3339). */
    createdAt?: string;
    expiresAt?: string;
}

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys */
export async function listKeys(access: GcpAccess): Promise<GcpKey[]> {
    const call = await iam(access, "GET", "/keys?keyTypes=USER_MANAGED");
    const body = requireObject(await withRetry(() => request(call, words)));
    // A service account without a key of its own is answered with an empty object.
    if (Object.keys(body).length === 0) return [];
    return listIn(body, "keys").map(requireObject).map(keyOf);
}

/** Hands Google the public half of a key. A repetition makes another key, so it is asked once. */
export async function uploadKey(access: GcpAccess, certificate: string): Promise<GcpKey> {
    const publicKeyData = Buffer.from(certificate).toString("base64");
    const call = await iam(access, "POST", "/keys:upload", { publicKeyData });
    return keyOf(requireObject(await request(call, words)));
}

/** The number by which Google's libraries know the account. */
export async function uniqueIdOf(access: GcpAccess): Promise<string> {
    const call = await iam(access, "GET", "");
    return requireString(requireObject(await withRetry(() => request(call, words))).uniqueId, "uniqueId");
}

export async function switchKey(access: GcpAccess, id: string, enabled: boolean): Promise<void> {
    const call = await iam(access, "POST", `/keys/${id}:${enabled ? "enable" : "disable"}`, {});
    await withRetry(() => request(call, words));
}

/** One that is gone already is a success. */
export async function deleteKey(access: GcpAccess, id: string): Promise<void> {
    const call = await iam(access, "DELETE", `/keys/${id}`);
    await withRetry(() => request(call, words)).catch((error: unknown) => {
        if (!(error instanceof VendorError) || error.status !== 404 || !error.isVendors) throw error;
    });
}

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

function keyOf({ name, disabled, validAfterTime, validBeforeTime }: Record<string, unknown>): GcpKey {
    const id = requireString(name, "name").split("/").pop() as string;
    const dates = { createdAt: optionalString(validAfterTime), expiresAt: optionalString(validBeforeTime) };
    return { id, active: disabled !== true, ...dates };
}

async function iam(access: GcpAccess, method: Call["method"], more: string, body?: unknown): Promise<Call> {
    const { endpoint, project, email } = access.settings;
    const token = await tokenOf(access);
    const path = `/v1/projects/${project}/serviceAccounts/${encodeURIComponent(email)}${more}`;
    const headers = { authorization: `Bearer ${token}` };
    return { endpoint, method, path, headers, body, secrets: [token, access.management] };
}

/** Tokens of this process, by who signs in where. They live an hour. */
const tokens = new Map<string, { token: string; until: number }>();
const KEPT_MS = 30 * 60_000;

/** @throws VendorError with `acted: "no"`, for nothing was asked of IAM yet */
async function tokenOf({ settings, management }: GcpAccess): Promise<string> {
    if (!management.trimStart().startsWith("{")) return management.trim();
    const known = createHash("sha256")
        .update(JSON.stringify([settings.tokenUri, management]))
        .digest("hex");
    const kept = tokens.get(known);
    if (kept !== undefined && kept.until > Date.now()) return kept.token;
    const token = await beforehand(async () => {
        const { client_email: email, private_key_id: keyId, private_key: privateKey } = managementKey(management);
        const assertion = assertionOf(email, keyId, privateKey, settings.tokenUri);
        const call = tokenCall(settings.tokenUri, assertion, [privateKey, management]);
        const answer = requireObject(await withRetry(() => request(call, words)));
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
export function words(body: unknown): string {
    const { error, error_description: more } = requireObject(body);
    const { status, message } = requireObject(error);
    const parts = typeof error === "string" ? [error, more] : [status, message];
    return parts.filter((one) => typeof one === "string").join(": ");
}
