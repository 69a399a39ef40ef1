import * as pulumi from "@pulumi/pulumi";
import { azureToken, azureWords, signInCall } from "../../../clients/azure/signIn";
import { ApiKey, ApiKeyArgs } from "../apiKey";
import { madeOf, VendorError } from "../../../clients/http/errors";
import { Call, request, tryKey, withRetry } from "../../../clients/http/request";
import { checkEndpoint, listIn, optionalString, requireObject, requireString } from "../../../clients/http/answer";
import { Access, ApiKeyVendor, ListedKey } from "../vendor";

/** A new secret was seen to be refused for minutes, until every server of Entra knows it. */
const DEADLINE = "5m";
const SUCCESSES = 5;

/** A secret lives for two periods and a day. Entra makes none without an end. */
const PERIODS_TO_LIVE = 2;

const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What a secret of an application is asked with. */
export interface EntraSettings {
    endpoint: string;
    loginEndpoint: string;
    tenantId: string;
    clientId: string;
    managementClientId?: string;
}

/** What an `EntraAppSecret` is made from. */
export interface EntraAppSecretArgs extends ApiKeyArgs {
    /**
     * With `managementClientId`, the secret of that application; without, an access token for Microsoft Graph, as
     * `az account get-access-token --resource-type ms-graph` gives. Its identity owns the application and may do
     * `Application.ReadWrite.OwnedBy`. Secret.
     */
    managementKey: pulumi.Input<string>;
    /** Application (client) id of whoever manages, where `managementKey` is its secret. Default: none. */
    managementClientId?: string;
    /** Tenant of the application: an id, or a domain. */
    tenantId: string;
    /** Application (client) id of the application whose secrets these are. */
    clientId: string;
    /** Base address of Microsoft Graph. Default: `https://graph.microsoft.com`; national clouds have others. */
    endpoint?: string;
    /** Base address of the sign-in. Default: `https://login.microsoftonline.com`. */
    loginEndpoint?: string;
}

/** A client secret of an application in Entra ID (Azure AD) that rotates; docs/entra.md says what managing takes. */
export class EntraAppSecret extends ApiKey {
    constructor(name: string, args: EntraAppSecretArgs, opts?: pulumi.ComponentResourceOptions) {
        const { tenantId, clientId, managementClientId } = args;
        const { endpoint = "https://graph.microsoft.com", loginEndpoint = "https://login.microsoftonline.com" } = args;
        checkEndpoint(name, endpoint);
        checkEndpoint(name, loginEndpoint);
        checkIds(name, args);
        const settings: EntraSettings = { endpoint, loginEndpoint, tenantId, clientId, managementClientId };
        const verification = { deadline: DEADLINE, successes: SUCCESSES, ...args.verification };
        const management = args.managementKey;
        const definition = { vendor: entra, settings, management, periodsToLive: PERIODS_TO_LIVE };
        super("rotation:index:EntraAppSecret", name, { ...args, verification }, definition, opts);
    }
}

/** https://learn.microsoft.com/graph/api/application-addpassword */
export const entra: ApiKeyVendor<EntraSettings> = {
    id: "entra",
    title: "Entra application secret",
    owner: ({ tenantId, clientId }) => ({ tenantId, clientId }),
    publishes: ({ tenantId, clientId }) => ({ client_id: clientId, tenant_id: tenantId }),

    async create(access, { name, expiresOn }) {
        const passwordCredential = { displayName: name, ...(expiresOn ? { endDateTime: expiresOn } : {}) };
        const call = await graph(access, "POST", "/addPassword", { passwordCredential });
        const made = requireObject(await request(call, azureWords));
        return madeOf(() => ({
            id: requireString(made.keyId, "keyId"),
            key: requireString(made.secretText, "secretText"),
        }));
    },

    /** Signs in as the application. What is wrong with anything but the secret says nothing of it. */
    verify(settings, { key }) {
        const scope = `${settings.endpoint}/.default`;
        return tryKey(signInCall(settings, key, scope), ({ status, body }) => {
            const { access_token: token, error, error_description: text } = requireObject(body);
            if (status === 200 && typeof token === "string") return { state: "alive" };
            const code = /AADSTS\d+/.exec(optionalString(text) ?? "")?.[0];
            if (status === 401 && error === "invalid_client" && code !== undefined && DEAD.has(code))
                return { state: "dead", detail: `401, ${code}: Entra does not take the secret` };
            return { state: "unknown", detail: `Entra answered ${status}${code ? ` (${code})` : ""}` };
        });
    },

    async retire(access, keyId) {
        const call = await graph(access, "POST", "/removePassword", { keyId });
        await withRetry(() => request(call, azureWords)).catch(async (error: unknown) => {
            if (!(error instanceof VendorError) || error.status !== 400 || !error.isVendors) throw error;
            // Graph says of one that is gone what it says of every wrong request: what the list says counts.
            if ((await entra.list(access)).some(({ id }) => id === keyId)) throw error;
        });
    },

    async list(access) {
        const call = await graph(access, "GET", "?$select=passwordCredentials");
        const found = listIn(await withRetry(() => request(call, azureWords)), "passwordCredentials");
        return found.map(requireObject).map(({ keyId, displayName, startDateTime, endDateTime }): ListedKey => ({
            id: requireString(keyId, "keyId"),
            name: optionalString(displayName) ?? "",
            createdAt: optionalString(startDateTime),
            expiresAt: optionalString(endDateTime),
        }));
    },
};

/** Codes of a secret that is wrong, or over: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const DEAD = new Set(["AADSTS7000215", "AADSTS7000222"]);

async function graph(
    access: Access<EntraSettings>,
    method: Call["method"],
    more: string,
    body?: unknown,
): Promise<Call> {
    const { settings, management } = access;
    const { endpoint, clientId, managementClientId } = settings;
    const client = { ...settings, clientId: managementClientId ?? clientId };
    // Without an application that manages, the management key is a token.
    const token = managementClientId === undefined ? management : await azureToken(client, management, endpoint);
    const path = `/v1.0/applications(appId='${encodeURIComponent(clientId)}')${more}`;
    const headers = { authorization: `Bearer ${token}` };
    return { endpoint, method, path, headers, body, secrets: [token, management] };
}

function checkIds(name: string, { tenantId, clientId, managementClientId }: EntraAppSecretArgs): void {
    if (!GUID.test(tenantId) && !/^[\w-]+(\.[\w-]+)+$/.test(tenantId)) {
        throw new Error(`${name}: tenantId: ${JSON.stringify(tenantId)}; expected the tenant's id or its domain`);
    }
    for (const [field, id] of Object.entries({ clientId, managementClientId })) {
        if (GUID.test(String(id)) || (field === "managementClientId" && id === undefined)) continue;
        throw new Error(`${name}: ${field}: ${JSON.stringify(id)}; expected the application (client) id, a GUID`);
    }
}
