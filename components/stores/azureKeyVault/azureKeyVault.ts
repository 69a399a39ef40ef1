import type * as pulumi from "@pulumi/pulumi";
import { checkEndpoint } from "../../clients/http/answer";
import { requirePlain } from "../../shared/plainArgs";
import { TextStore } from "../textStore";
import { keyVaultPlace, KeyVaultSettings } from "./place";

/** Where and how a credential is published in Azure Key Vault. */
export interface AzureKeyVaultArgs {
    /** Address of the vault, like `https://acme.vault.azure.net`. */
    vault: string;
    /** Name of the secret: letters, digits and `-`. */
    name: string;
    /** With `tenantId` and `clientId`, the secret of that application; without, an access token for Key Vault. Secret. */
    managementKey: pulumi.Input<string>;
    /** Tenant of the application that writes. */
    tenantId?: string;
    /** Its application (client) id. */
    clientId?: string;
    /** Names of the fields in the JSON document, by field. Default: the field's own name. */
    names?: Record<string, string>;
    /** Name of the secret with the rotation record, if this is the first store. Default: `<name>-rotation`. */
    recordName?: string;
    /** Take over a secret that somebody else made. Default: false, which refuses it. */
    overwrite?: boolean;
    /** What a token is asked for. Default: `https://vault.azure.net`; national clouds have others. */
    resource?: string;
    /** Base address of the sign-in. Default: `https://login.microsoftonline.com`. */
    loginEndpoint?: string;
}

const NAME = /^[0-9A-Za-z-]{1,127}$/;

/**
 * Publishes a secret whose current version is a JSON document with all fields.
 *
 * @throws Error when the address or a name is none that Key Vault accepts
 */
export class AzureKeyVault extends TextStore<KeyVaultSettings> {
    constructor(args: AzureKeyVaultArgs) {
        requirePlain("stores.azureKeyVault", args, ["managementKey"]);
        const { vault, name, tenantId, clientId, names, overwrite, managementKey: management } = args;
        const { resource = "https://vault.azure.net", loginEndpoint = "https://login.microsoftonline.com" } = args;
        const { recordName = `${name}-rotation` } = args;
        checkEndpoint("stores.azureKeyVault", vault);
        checkEndpoint("stores.azureKeyVault", loginEndpoint);
        for (const [field, value] of Object.entries({ name, recordName })) {
            if (NAME.test(value)) continue;
            const found = `stores.azureKeyVault.${field}: ${JSON.stringify(value)}`;
            throw new Error(`${found}; expected letters, digits and "-", at most 127`);
        }
        if ((tenantId === undefined) !== (clientId === undefined)) {
            const missing = tenantId === undefined ? "tenantId" : "clientId";
            throw new Error(
                `stores.azureKeyVault.${missing} is missing; expected tenantId and clientId together, or neither`,
            );
        }
        const client = { ...(tenantId ? { tenantId } : {}), ...(clientId ? { clientId } : {}) };
        const settings = { vault, name, resource, loginEndpoint, ...client };
        const parts = { type: "azureKeyVault" as const, suffix: "key-vault", settings, recordName, management, names };
        super({ ...parts, overwrite, place: keyVaultPlace });
    }
}
