import * as pulumi from "@pulumi/pulumi";
import { ModuleResource } from "../../shared/moduleResource";

/** What one key is made from. */
export interface ApiKeySlotArgs {
    /** Row in the table of vendors, or `<module>#<id>` of one that another module exports. */
    vendor: string;
    /** Public settings of the vendor. */
    settings: object;
    /** Secret. */
    management: pulumi.Input<string>;
    /** Name of the key at the vendor. */
    keyName: string;
    /** How the names of the credential's keys begin: tells its slots from those of others. */
    prefix?: string;
    /** Serial of the mint; another one makes another key. */
    generation: number;
    /** Id of the key whose permissions are copied. */
    twin?: string;
    /** When the key is to die by itself (RFC 3339). */
    expiresOn?: string;
    /** Id of an existing key to take over in place of making one. */
    adopted?: string;
    /** Its name at the vendor, if it has one. */
    adoptedName?: string;
    /** That key, if it is known. Secret. */
    adoptedKey?: pulumi.Input<string>;
}

/** One key at a vendor. What happens to it is in providers/apiKey.ts. */
export class ApiKeySlot extends ModuleResource {
    /** Public identifier. */
    declare readonly keyId: pulumi.Output<string>;
    /** Name at the vendor. */
    declare readonly keyName: pulumi.Output<string>;
    /** The key; secret. */
    declare readonly key: pulumi.Output<string>;

    constructor(name: string, args: ApiKeySlotArgs, opts: pulumi.CustomResourceOptions) {
        const { settings, ...rest } = args;
        const props = {
            ...rest,
            settings: JSON.stringify(settings),
            keyId: undefined,
            key: undefined,
        };
        const secrets = { ...opts, additionalSecretOutputs: ["key"] };
        super("pulumi-credential-rotation/api-key", "rotation:ApiKey", name, props, secrets);
    }
}
