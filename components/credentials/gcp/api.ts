import { googleToken, googleWords as words } from "../../clients/gcp/signIn";
import { ignoreNotFound } from "../../clients/http/errors";
import { Call, request, withRetry } from "../../clients/http/request";
import { listIn, optionalString, requireObject, requireString } from "../../clients/http/answer";

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
    await withRetry(() => request(call, words)).catch(ignoreNotFound);
}

function keyOf({ name, disabled, validAfterTime, validBeforeTime }: Record<string, unknown>): GcpKey {
    const id = requireString(name, "name").split("/").pop() as string;
    const dates = { createdAt: optionalString(validAfterTime), expiresAt: optionalString(validBeforeTime) };
    return { id, active: disabled !== true, ...dates };
}

async function iam(access: GcpAccess, method: Call["method"], more: string, body?: unknown): Promise<Call> {
    const { endpoint, project, email } = access.settings;
    const token = await googleToken(access.settings.tokenUri, access.management);
    const path = `/v1/projects/${project}/serviceAccounts/${encodeURIComponent(email)}${more}`;
    const headers = { authorization: `Bearer ${token}` };
    return { endpoint, method, path, headers, body, secrets: [token, access.management] };
}
