import * as pulumi from "@pulumi/pulumi";
import { ModuleResource } from "../../shared/moduleResource";
import { GcpSettings } from "./api";

/** What one key is made from. */
export interface GcpKeySlotArgs {
    settings: GcpSettings;
    /** Secret. */
    management: pulumi.Input<string>;
    generation: number;
    enabled: boolean;
    /** When it begins to be valid, and when it ends by itself (RFC 3339). */
    validFrom: string;
    validUntil: string;
    /** Id of an existing key to take over. */
    adopted?: string;
    /** Its JSON file, if it is known. Secret. */
    adoptedKey?: pulumi.Input<string>;
}

/** One key of a service account. What happens to it is in providers/gcpServiceAccountKey.ts. */
export class GcpKeySlot extends ModuleResource {
    declare readonly keyId: pulumi.Output<string>;
    /** The JSON file; secret. */
    declare readonly credentials: pulumi.Output<string>;

    constructor(name: string, { settings, ...rest }: GcpKeySlotArgs, opts: pulumi.CustomResourceOptions) {
        const props = { settings: JSON.stringify(settings), ...rest, keyId: undefined, credentials: undefined };
        const secrets = { ...opts, additionalSecretOutputs: ["credentials"] };
        super(
            "pulumi-credential-rotation/gcp-service-account-key",
            "rotation:GcpServiceAccountKey",
            name,
            props,
            secrets,
        );
    }
}
