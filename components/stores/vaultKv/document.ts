import * as pulumi from "@pulumi/pulumi";
import { VaultSettings } from "../../clients/vault/vaultSettings";
import { KvData } from "../../clients/vault/kv";

/**
 * The provider's code as the engine keeps it in the state of every document: one line that asks the installed package,
 * so that deletions run the installed code too. See rotation/ledger.ts.
 */
const PROVIDER = `exports.handler = () => require("pulumi-credential-rotation/vault-kv");`;

/** What one document is made from. */
export interface VaultDocumentArgs {
    /** With the engine, as `vault kv put` takes it: `secret/myapp/db`. */
    path: string;
    settings: VaultSettings;
    /** Secret. */
    data: pulumi.Output<KvData>;
    overwrite: boolean;
    /** Name of the field that tells when it was published. */
    when: string;
    deleteAllVersions: boolean;
}

/** One secret in a key/value engine of Vault. What happens to it is in `documentProvider`. */
export class VaultDocument extends pulumi.CustomResource {
    constructor(name: string, args: VaultDocumentArgs, opts: pulumi.CustomResourceOptions) {
        const { path, settings, data, ...rest } = args;
        const props = {
            __provider: PROVIDER,
            path,
            settings: JSON.stringify(settings),
            data: pulumi.secret(data.apply((found) => JSON.stringify(found))),
            ...rest,
            place: undefined,
            first: undefined,
            version: undefined,
            written: undefined,
        };
        const secrets = { ...opts, additionalSecretOutputs: ["data"] };
        super("pulumi-nodejs:dynamic/rotation:VaultDocument", name, props, secrets);
    }
}
