import * as pulumi from "@pulumi/pulumi";
import { iam } from "../../shared/peers";
import { BlueGreenCredential, CredentialArgs } from "../../rotation/blueGreenCredential";
import { awsProviderOf } from "../../clients/aws/providerSettings";
import { IamAccessKeyKind } from "./kind";
import { checkSmtpRegions } from "./smtpPassword";

/** An access key that exists already and is to be taken over. */
export interface AdoptAccessKeyArgs {
    /** Its id, for example `AKIA…`. */
    accessKeyId: string;
    /** Its secret; needed to adopt it as the current key, for AWS shows a secret only when it makes the key. */
    secretAccessKey?: pulumi.Input<string>;
    /** `current`: it is published as it is. `previous`: a new key is minted and this one leaves after the overlap. Default: `current` with a secret, else `previous`. */
    as?: "current" | "previous";
}

/** What an `AwsIamAccessKey` is made from. */
export interface AwsIamAccessKeyArgs extends CredentialArgs {
    /** Name of the IAM user. For one that the same program makes, its `id`: the same name, and unknown until it exists. */
    user: pulumi.Input<string>;
    /**
     * Regions of SES whose SMTP password is published beside the key: `smtp_password_eu_central_1` for `eu-central-1`. The
     * SMTP user is the key's id. Default: none.
     */
    smtpRegions?: string[];
    /** An existing key to take over; the first run changes nothing that works. */
    adopt?: AdoptAccessKeyArgs;
}

/**
 * An AWS IAM access key that rotates: two keys per user (AWS quota), so that the new one is proven and published
 * before the old one is disabled, and disabled before it is deleted.
 *
 * The IAM provider is taken from the ordinary resource options; a store may have a provider of its own.
 *
 * @throws Error at construction when an argument cannot be read, naming field, value and what was expected
 */
export class AwsIamAccessKey extends BlueGreenCredential {
    /** Id of the published key. */
    readonly accessKeyId: pulumi.Output<string>;
    /** Secret of the published key; marked secret. */
    readonly secretAccessKey: pulumi.Output<string>;

    constructor(name: string, args: AwsIamAccessKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("rotation:index:AwsIamAccessKey", name, args, definition(name, args, opts), opts);
        const fields = pulumi.output(this.getData().then((data) => data.current.fields));
        this.accessKeyId = pulumi.output(this.getData().then((data) => data.current.id));
        this.secretAccessKey = pulumi.secret(fields.apply((found) => found.secretAccessKey));
        this.registerOutputs({ ...this.common(), accessKeyId: this.accessKeyId });
    }
}

function definition(name: string, args: AwsIamAccessKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    if (args.user === undefined || args.user === "") {
        throw new Error(
            `${name}: user: ${JSON.stringify(args.user)}; expected the name of an IAM user, like "myapp-user"`,
        );
    }
    checkSmtpRegions(name, args.smtpRegions);
    iam(); // Whoever has not installed it learns so before anything is made.
    const user = pulumi.output(args.user);
    const kind = new IamAccessKeyKind(
        user,
        awsProviderOf(opts),
        pulumi.output(args.adopt?.secretAccessKey),
        typeof args.user !== "string",
        undefined,
        undefined,
        args.smtpRegions,
    );
    return { kind, preset: "iam" as const, adopt: adoption(name, args.adopt) };
}

function adoption(name: string, adopt: AdoptAccessKeyArgs | undefined) {
    if (adopt === undefined) return undefined;
    if (!/^A[SK]IA[A-Z0-9]{12,124}$/.test(adopt.accessKeyId)) {
        throw new Error(
            `${name}: adopt.accessKeyId: a text of ${adopt.accessKeyId.length} characters that is no access key id (it is not shown: it may be a secret); expected one like "AKIA…" (16 to 128 characters)`,
        );
    }
    const as = adopt.as ?? (adopt.secretAccessKey === undefined ? "previous" : "current");
    if (as === "current" && adopt.secretAccessKey === undefined) {
        throw new Error(
            `${name}: adopt.secretAccessKey is missing: to publish ${adopt.accessKeyId.slice(-4)} as the current key its ` +
                `secret is needed, for AWS shows it only once. Give it as a secret, or adopt the key as: "previous"`,
        );
    }
    return { id: adopt.accessKeyId, as };
}
