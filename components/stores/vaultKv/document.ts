import * as pulumi from "@pulumi/pulumi";
import { VaultSettings } from "../../clients/vault/vaultSettings";
import { KvData } from "../../clients/vault/kv";
import { ModuleResource } from "../../shared/moduleResource";

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

/** One secret in a key/value engine of Vault. What happens to it is in providers/vaultKv.ts. */
export class VaultDocument extends ModuleResource {
    constructor(name: string, args: VaultDocumentArgs, opts: pulumi.CustomResourceOptions) {
        const { path, settings, data, ...rest } = args;
        const props = {
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
        super("pulumi-credential-rotation/vault-kv", "rotation:VaultDocument", name, props, secrets);
    }
}
