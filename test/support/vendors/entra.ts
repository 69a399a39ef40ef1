import { randomUUID } from "node:crypto";
import { Reply, Request } from "./server/http";
import { Key, Keyring, random } from "./server/keyring";
import { Contract, Operation, startVendor, Vendor } from "./server/vendor";

export const TENANT = "9b1c2d3e-0000-4000-8000-00000000aaaa";
export const CLIENT = "5f6a7b8c-0000-4000-8000-00000000bbbb";
export const MANAGER = "1a2b3c4d-0000-4000-8000-00000000cccc";

/** A tenant with one application, and an identity that owns it. */
export interface EntraDouble extends Vendor {
    /** An access token for Graph. */
    managementKey: string;
    /** The secret of the application `MANAGER`, which owns the other one. */
    managerSecret: string;
}

const TWO_YEARS_MS = 2 * 365 * 86_400_000;
const APPLICATION = new RegExp(`^/v1\\.0/applications\\(appId='([0-9a-f-]+)'\\)(/addPassword|/removePassword)?$`);

/** Starts it: Graph and the sign-in at one address. */
export async function startEntra(): Promise<EntraDouble> {
    const vendor = await startVendor(contract);
    const admin = vendor.keyring.add({ id: randomUUID(), name: "graph", secret: `ey.${random(60)}`, managing: true });
    const manager = vendor.keyring.add({
        ...{ id: randomUUID(), name: "manager", secret: `~${random(39)}`, managing: true },
        more: { of: MANAGER, graph: admin.secret },
    });
    return { ...vendor, managementKey: admin.secret, managerSecret: manager.secret };
}

const contract: Contract = {
    title: "Entra",
    recognise(request, keyring): Operation | undefined {
        if (/^\/[\w.-]+\/oauth2\/v2\.0\/token$/.test(request.path)) return signIn(keyring, request);
        const [, application, action] = APPLICATION.exec(request.path) ?? [];
        if (application === undefined) return undefined;
        const caller = keyring.admit(request.bearer);
        const { passwordCredential = {}, keyId } = request.body as { passwordCredential?: Wanted; keyId?: string };
        const guarded = (op: string, about: string | undefined, act: () => Reply): Operation => ({
            op,
            about,
            act: () => {
                if (caller?.managing !== true || caller.more.of !== undefined)
                    return failure(401, "InvalidAuthenticationToken", "Access token is empty.");
                if (application === CLIENT) return act();
                const what = `Resource '${application}' does not exist or one of its queried reference-property objects are not present.`;
                return failure(404, "Request_ResourceNotFound", what);
            },
        });
        if (request.method === "GET" && action === undefined)
            return guarded("list", undefined, () => list(keyring, request));
        if (request.method !== "POST") return undefined;
        if (action === "/addPassword")
            return guarded("create", passwordCredential.displayName, () => add(keyring, passwordCredential));
        const name = keyring.keys.find(({ id }) => id === keyId)?.name;
        return guarded("retire", name, () => remove(keyring, keyId));
    },
    fail: (kind) =>
        ({
            "error-500": failure(500, "InternalServerError", "An unexpected error occurred."),
            throttle: failure(429, "TooManyRequests", "Too many requests"),
            deny: failure(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
        })[kind],
};

interface Wanted {
    displayName?: string;
    startDateTime?: string;
    endDateTime?: string;
}

function signIn(keyring: Keyring, { body, path }: Request): Operation {
    const { client_id: client, client_secret: secret, grant_type: grant, scope } = body;
    const key = keyring.keys.find((one) => one.secret === secret);
    const isManager = client === MANAGER;
    const act = (): Reply => {
        if (grant !== "client_credentials" || !String(scope).endsWith("/.default"))
            return refusal(400, "invalid_request", "AADSTS90014: The required field 'scope' is missing.");
        if (!path.startsWith(`/${TENANT}/`)) return refusal(400, "invalid_request", "AADSTS90002: Tenant not found.");
        if (client !== CLIENT && !isManager)
            return refusal(
                400,
                "unauthorized_client",
                `AADSTS700016: Application with identifier '${String(client)}' was not found.`,
            );
        const caller = keyring.admit(String(secret));
        const isOf = isManager ? caller?.more.of === MANAGER : caller && !caller.managing;
        if (caller === undefined || !isOf)
            return refusal(
                401,
                "invalid_client",
                `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${String(client)}'.`,
            );
        if (keyring.now() >= Number(caller.more.ends ?? Infinity))
            return refusal(
                401,
                "invalid_client",
                `AADSTS7000222: The provided client secret keys for app '${String(client)}' are expired.`,
            );
        const token = isManager ? String(caller.more.graph) : `ey.${random(20)}`;
        return { status: 200, body: { token_type: "Bearer", expires_in: 3599, access_token: token } };
    };
    return { op: isManager ? "sign-in" : "verify", about: isManager ? undefined : key?.name, act };
}

function add(keyring: Keyring, { displayName, startDateTime, endDateTime }: Wanted): Reply {
    const starts = startDateTime === undefined ? keyring.now() : Date.parse(startDateTime);
    const ends = endDateTime === undefined ? starts + TWO_YEARS_MS : Date.parse(endDateTime);
    if (Number.isNaN(ends))
        return failure(400, "Request_BadRequest", "Cannot convert a value to target type 'Edm.DateTimeOffset'.");
    if (ends <= keyring.now()) return failure(400, "Request_BadRequest", "Key credential end date is invalid.");
    const secret = `${random(3)}~${random(36)}`;
    const made = keyring.add({ id: randomUUID(), name: displayName ?? "", secret, more: { ends } });
    return { status: 200, body: { ...shown(made), secretText: secret } };
}

function remove(keyring: Keyring, id: string | undefined): Reply {
    const key = keyring.byId(id ?? "");
    if (key === undefined) return failure(400, "Request_BadRequest", "No password credential found with keyId.");
    keyring.end(key);
    return { status: 204 };
}

/** Secrets that are over are listed until somebody removes them. */
function list(keyring: Keyring, { query }: Request): Reply {
    if (query.get("$select") !== "passwordCredentials") return failure(400, "Request_BadRequest", "unexpected $select");
    const credentials = keyring.standing().filter(({ managing }) => !managing);
    return { status: 200, body: { passwordCredentials: credentials.map(shown) } };
}

function shown({ id, name, secret, createdAt, more }: Key) {
    return {
        ...{ keyId: id, displayName: name, hint: secret.slice(0, 3), secretText: null, customKeyIdentifier: null },
        startDateTime: new Date(createdAt).toISOString(),
        endDateTime: new Date(Number(more.ends ?? createdAt + TWO_YEARS_MS)).toISOString(),
    };
}

function failure(status: number, code: string, message: string): Reply {
    return { status, body: { error: { code, message, innerError: {} } } };
}

function refusal(status: number, error: string, text: string): Reply {
    return { status, body: { error, error_description: `${text} Trace ID: 0 Correlation ID: 0` } };
}
