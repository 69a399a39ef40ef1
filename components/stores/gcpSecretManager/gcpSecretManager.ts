import type * as pulumi from "@pulumi/pulumi";
import { requirePlain } from "../../shared/plainArgs";
import { TextStore } from "../textStore";
import { secretManagerPlace, SecretManagerSettings } from "./place";

/** Where and how a credential is published in Secret Manager of Google Cloud. */
export interface GcpSecretManagerArgs {
    project: string;
    /** Name of the secret: letters, digits, `-` and `_`. */
    name: string;
    /** JSON file of a service account's key, or an access token, that may write there. Secret. */
    managementKey: pulumi.Input<string>;
    /** Names of the fields in the JSON document, by field. Default: the field's own name. */
    names?: Record<string, string>;
    /** Locations of the replicas, like `["europe-west3"]`. Default: Google chooses. Not changed in place. */
    locations?: string[];
    /** Name of the secret with the rotation record, if this is the first store. Default: `<name>-rotation`. */
    recordName?: string;
    /** Take over a secret that somebody else made. Default: false, which refuses it. */
    overwrite?: boolean;
    /** Base address. Default: `https://secretmanager.googleapis.com`. */
    endpoint?: string;
    /** Where a signed assertion is exchanged for a token. Default: `https://oauth2.googleapis.com/token`. */
    tokenUri?: string;
}

const NAME = /^[A-Za-z0-9_-]{1,255}$/;

/**
 * Publishes a secret whose newest version is a JSON document with all fields. Older versions stay readable until the stack is
 * destroyed.
 *
 * @throws Error when a name is none that Secret Manager accepts
 */
export class GcpSecretManager extends TextStore<SecretManagerSettings> {
    constructor(args: GcpSecretManagerArgs) {
        requirePlain("stores.gcpSecretManager", args, ["managementKey"]);
        const { project, name, names, locations, overwrite, managementKey: management } = args;
        const { endpoint = "https://secretmanager.googleapis.com", tokenUri = "https://oauth2.googleapis.com/token" } =
            args;
        const { recordName = `${name}-rotation` } = args;
        for (const [field, value] of Object.entries({ name, recordName })) {
            if (NAME.test(value)) continue;
            const found = `stores.gcpSecretManager.${field}: ${JSON.stringify(value)}`;
            throw new Error(`${found}; expected letters, digits, "-" and "_", at most 255`);
        }
        if (!/^[a-z][a-z0-9:.-]+$/.test(project)) {
            throw new Error(
                `stores.gcpSecretManager.project: ${JSON.stringify(project)}; expected the id of a project`,
            );
        }
        const settings = { endpoint, tokenUri, project, name, ...(locations ? { locations } : {}) };
        const parts = {
            type: "gcpSecretManager" as const,
            suffix: "gcp",
            settings,
            recordName,
            management,
            names,
            overwrite,
        };
        super({ ...parts, place: secretManagerPlace });
    }
}
