import * as pulumi from "@pulumi/pulumi";

/**
 * The provider's code as the engine keeps it in the state of every key: one line that asks the installed package, so
 * that deletions run the installed code too. See rotation/ledger.ts.
 */
const PROVIDER = `exports.handler = () => require("pulumi-credential-rotation/api-key");`;

/** What one key is made from. */
export interface ApiKeySlotArgs {
    /** Row in the table of vendors. */
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

/** One key at a vendor. What happens to it is in `slotProvider`. */
export class ApiKeySlot extends pulumi.CustomResource {
    /** Public identifier. */
    declare readonly keyId: pulumi.Output<string>;
    /** Name at the vendor. */
    declare readonly keyName: pulumi.Output<string>;
    /** The key; secret. */
    declare readonly key: pulumi.Output<string>;

    constructor(name: string, args: ApiKeySlotArgs, opts: pulumi.CustomResourceOptions) {
        const { settings, ...rest } = args;
        const props = {
            __provider: PROVIDER,
            ...rest,
            settings: JSON.stringify(settings),
            keyId: undefined,
            key: undefined,
        };
        super("pulumi-nodejs:dynamic/rotation:ApiKey", name, props, { ...opts, additionalSecretOutputs: ["key"] });
    }
}
