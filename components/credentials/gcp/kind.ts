import * as pulumi from "@pulumi/pulumi";
import { adoptHint } from "../../decision/rules/stateConflict";
import { Owner } from "../../decision/owner";
import { RemoteCredential } from "../../decision/types";
import { CredentialKind, RegisteredSlot, SlotRequest } from "../../rotation/credentialKind";
import { assertionOf, tokenCall } from "../../clients/gcp/signIn";
import { awaited, knownValue } from "../../shared/pulumiOutputs";
import { Fields, Scope } from "../../shared/scope";
import { Claim } from "../../shared/uniqueness";
import { Probe } from "../../shared/verification";
import { describeVendorError } from "../apiKey/failures";
import { tryKey } from "../../clients/http/request";
import { optionalString, requireObject } from "../../clients/http/answer";
import { deleteKey, GcpAccess, GcpSettings, listKeys, switchKey } from "./api";
import { GCP_KEY_FIELDS } from "./fields";
import { GcpKeySlot } from "./keyResource";

/** Keys of one service account, disabled ones included. */
const KEYS_PER_ACCOUNT = 10;

const TITLE = "GCP service account key";

/** What a kind is made from. */
export interface GcpKeyKindArgs {
    settings: GcpSettings;
    management: pulumi.Output<string>;
    /** Of a key that is made in this run (RFC 3339). */
    validFrom: string;
    validUntil: string;
    adopted?: { id: string; credentials: pulumi.Output<string> };
}

/** Keys of one service account of Google Cloud. */
export class GcpKeyKind implements CredentialKind {
    readonly canDisable = true;
    readonly capacity = KEYS_PER_ACCOUNT;
    readonly fieldNames = GCP_KEY_FIELDS;
    readonly adoptField = "adopt.keyId";
    readonly remediation = adoptHint("keyId, credentials");

    constructor(private readonly args: GcpKeyKindArgs) {}

    title(): Promise<string> {
        return Promise.resolve(`${TITLE} of ${this.args.settings.email}`);
    }

    claims(): Promise<Claim[]> {
        const { endpoint, email } = this.args.settings;
        const key = JSON.stringify(["gcp", endpoint, email.toLowerCase()]);
        return Promise.resolve([{ key, title: `the service account ${email}` }]);
    }

    async listCredentials(): Promise<RemoteCredential[] | null> {
        const management = await knownValue(this.args.management);
        if (management === undefined) return null;
        try {
            return await listKeys({ settings: this.args.settings, management });
        } catch (error) {
            throw describeVendorError(error, TITLE, `list the keys of ${this.args.settings.email}`);
        }
    }

    owner(): Promise<Owner> {
        const { endpoint, email } = this.args.settings;
        return Promise.resolve({ endpoint, serviceAccount: email });
    }

    register(scope: Scope, request: SlotRequest, opts: pulumi.CustomResourceOptions): RegisteredSlot {
        const { settings, management, validFrom, validUntil, adopted } = this.args;
        const { slot, generation, enabled } = request;
        const taken =
            request.adopted === undefined ? {} : { adopted: request.adopted, adoptedKey: adopted?.credentials };
        const key = new GcpKeySlot(
            `${scope.name}-${slot}`,
            { settings, management, generation, enabled, validFrom, validUntil, ...taken },
            request.adopted === undefined ? opts : { ...opts, hooks: undefined },
        );
        const fields = pulumi
            .all([key.credentials, key.keyId])
            .apply(([credentials, id]): Fields => ({ credentials, private_key_id: id, client_email: settings.email }));
        return { resource: key, id: key.keyId, fields: pulumi.secret(fields) };
    }

    /** Signs in with the file, as Google's libraries do. */
    async probe({ credentials, client_email: email, private_key_id: id }: Fields): Promise<Probe> {
        const { tokenUri } = this.args.settings;
        const privateKey = privateKeyIn(credentials);
        if (privateKey === undefined) return { state: "dead", detail: "it holds no private key" };
        let assertion: string;
        try {
            assertion = assertionOf(email, id, privateKey, tokenUri);
        } catch {
            return { state: "dead", detail: "its private key cannot be read" };
        }
        return tryKey(tokenCall(tokenUri, assertion, [privateKey]), ({ status, body }) => {
            const { access_token: token, error, error_description: text } = requireObject(body);
            if (status === 200 && typeof token === "string") return { state: "alive" };
            const said = optionalString(text) ?? "";
            if (status === 400 && error === "invalid_grant" && /signature|account not found|disabled/i.test(said))
                return { state: "dead", detail: `400, Google does not take the key (${said.slice(0, 80)})` };
            return { state: "unknown", detail: `Google answered ${status}` };
        });
    }

    async disable(_scope: Scope, id: string): Promise<void> {
        await switchKey(await this.access(), id, false);
    }

    async discard(_scope: Scope, id: string): Promise<void> {
        await deleteKey(await this.access(), id);
    }

    private async access(): Promise<GcpAccess> {
        return { settings: this.args.settings, management: await awaited(this.args.management) };
    }
}

function privateKeyIn(credentials: string): string | undefined {
    try {
        return optionalString(requireObject(JSON.parse(credentials)).private_key);
    } catch {
        return undefined;
    }
}
