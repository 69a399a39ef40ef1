import { azureToken, azureWords } from "../../clients/azure/signIn";
import { requireObject, requireString } from "../../clients/http/answer";
import { ignoreNotFound, VendorError } from "../../clients/http/errors";
import { Call, request, withRetry } from "../../clients/http/request";
import { TextPlace } from "../httpSecret";

/** Where a secret of Key Vault stands, and who writes it. Public. */
export interface KeyVaultSettings {
    /** Address of the vault: `https://acme.vault.azure.net`. */
    vault: string;
    name: string;
    /** What a token is asked for: `https://vault.azure.net`. */
    resource: string;
    loginEndpoint: string;
    /** Of the application that writes, whose secret `management` is; without them, `management` is a token. */
    tenantId?: string;
    clientId?: string;
}

const VERSION = "api-version=7.4";

/** The tag by which our own are known. */
const TAGS = { "managed-by": "pulumi-credential-rotation" };

/** https://learn.microsoft.com/rest/api/keyvault/secrets */
export function keyVaultPlace(settings: KeyVaultSettings, management: string): TextPlace {
    const { vault, name, resource, loginEndpoint, tenantId, clientId } = settings;
    const ask = async (method: Call["method"], path: string, body?: unknown): Promise<Record<string, unknown>> => {
        const isToken = tenantId === undefined || clientId === undefined;
        const token = isToken
            ? management
            : await azureToken({ loginEndpoint, tenantId, clientId }, management, resource);
        const headers = { authorization: `Bearer ${token}` };
        const call = { endpoint: vault, method, path: `${path}?${VERSION}`, headers, body };
        return requireObject(await withRetry(() => request({ ...call, secrets: [token, management] }, azureWords)));
    };
    return {
        title: `${name} in ${new URL(vault).host}`,

        async read() {
            const found = await ask("GET", `/secrets/${name}`).catch(ignoreNotFound);
            if (found === undefined) return undefined;
            const isOurs = requireObject(found.tags)["managed-by"] === TAGS["managed-by"];
            return { text: requireString(found.value, "value"), isOurs };
        },

        async write(value) {
            await ask("PUT", `/secrets/${name}`, { value, tags: TAGS, contentType: "application/json" });
        },

        async remove() {
            await ask("DELETE", `/secrets/${name}`).catch(ignoreNotFound);
        },

        /** A deleted secret keeps its name for weeks. Who may not look is told by the write. */
        async blockedBy() {
            const deleted = await ask("GET", `/deletedsecrets/${name}`).catch((error: unknown) => {
                if (error instanceof VendorError && error.status === 403 && error.isVendors) return undefined;
                return ignoreNotFound(error);
            });
            if (deleted === undefined) return undefined;
            return (
                `is deleted and can still be recovered, so its name is not free. Bring it back (az keyvault secret recover), ` +
                `free the name (az keyvault secret purge), or give the store another name`
            );
        },
    };
}
