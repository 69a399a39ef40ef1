import * as pulumi from "@pulumi/pulumi";
import { describeAwsError } from "../../clients/aws/failures";
import { ssm } from "../../shared/peers";
import { objectId } from "../../shared/uniqueness";
import { Scope } from "../../shared/scope";
import { awaited } from "../../shared/pulumiOutputs";
import { fieldsIn } from "../jsonDocument";
import { isNotFound, fromState, Unknowable } from "../notFound";
import { checkFieldNames } from "../fieldNames";
import { isReserved, LOCATIONS } from "../locations";
import { PolicyStatement, Publication, Published, ReadBack, Store } from "../store";

/** Where and how credentials are published in AWS Systems Manager Parameter Store. */
export interface SsmParametersArgs {
    /** Path under which the parameters stand, for example `/myapp`. Begins with a slash and does not end with one. */
    prefix: string;
    /** KMS key that encrypts the SecureStrings: id, ARN or alias. Default: `alias/aws/ssm`. */
    kmsKeyId?: pulumi.Input<string>;
    /** Older name of `kmsKeyId`. */
    keyId?: pulumi.Input<string>;
    /**
     * Names of the single parameters below the prefix, by field. Default for an IAM access key: `aws_access_key_id` and
     * `aws_secret_access_key`; for other kinds the field's name.
     */
    names?: Record<string, string>;
    /** Name of the parameter that holds all fields as one JSON document, so that no reader can tear them apart. Default: `credential`. */
    documentName?: string;
    /** Name of the parameter that holds the rotation record. Default: `rotation`. */
    recordName?: string;
    /** Take over parameters of these names that exist already. Default: false, which refuses them. */
    overwrite?: boolean;
    /** Provider for another region or account than the credential's own. */
    provider?: pulumi.ProviderResource;
}

const DEFAULT_NAMES: Record<string, string> = {
    accessKeyId: "aws_access_key_id",
    secretAccessKey: "aws_secret_access_key",
};

/**
 * Publishes to SSM: each field as a SecureString of its own, and all together as one JSON document.
 *
 * @throws Error when the prefix or a name is not one that SSM accepts
 */
export class SsmParameters implements Store {
    readonly type = "ssm";
    readonly title: string;
    readonly recordTitle: string;
    private readonly documentPath: string;
    private readonly recordPath: string;

    constructor(private readonly args: SsmParametersArgs) {
        const { prefix } = args;
        if (!LOCATIONS.ssm.fits(prefix)) {
            throw new Error(
                `stores.ssm.prefix: ${JSON.stringify(prefix)} is not a parameter path; expected ${LOCATIONS.ssm.expected}`,
            );
        }
        if (isReserved(prefix)) {
            throw new Error(
                `stores.ssm.prefix: ${JSON.stringify(prefix)}: AWS reserves names that begin with aws or ssm`,
            );
        }
        if (args.kmsKeyId !== undefined && args.keyId !== undefined) {
            throw new Error(`stores.ssm.keyId is the older name of kmsKeyId; expected one of them`);
        }
        const { documentName = "credential", recordName = "rotation", names = {} } = args;
        const all = [documentName, recordName, ...Object.values(names)];
        const twice = all.find((name, index) => all.indexOf(name) < index);
        if (twice !== undefined) {
            throw new Error(
                `stores.ssm: ${JSON.stringify(twice)} stands for two parameters; expected one of its own for each of names, ` +
                    `documentName (default: credential) and recordName (default: rotation)`,
            );
        }
        const bad = all.find((name) => !LOCATIONS.ssm.fits(this.path(name)));
        if (bad !== undefined) {
            throw new Error(
                `stores.ssm: ${JSON.stringify(bad)} is not the name of a parameter; expected letters, digits, "_", "." and "-"`,
            );
        }
        this.title = `${prefix} in SSM`;
        this.documentPath = this.path(documentName);
        this.recordPath = this.path(recordName);
        this.recordTitle = `${this.recordPath} in SSM`;
    }

    recordLocation({ parent }: Scope): string {
        const provider = this.args.provider ?? parent.getProvider("aws:ssm/parameter:Parameter");
        return JSON.stringify([this.type, objectId(provider), this.recordPath]);
    }

    checkFields(fieldNames: string[]): void {
        const { names, documentName = "credential", recordName = "rotation" } = this.args;
        const beside = [documentName, recordName];
        checkFieldNames({ at: "stores.ssm.names", names, nameOf: (field) => this.nameOf(field), beside }, fieldNames);
    }

    publish(publication: Publication): pulumi.Resource[] {
        const { fields, fieldNames, generation, slot } = publication;
        const document = fields.apply((found) => JSON.stringify({ ...found, generation, slot }));
        return [
            ...fieldNames.map((field) =>
                this.parameter(
                    publication,
                    field,
                    this.path(this.nameOf(field)),
                    fields.apply((f) => f[field]),
                ),
            ),
            this.parameter(publication, "document", this.documentPath, document),
        ];
    }

    async readBack({ scope, fieldNames }: Published): Promise<ReadBack[]> {
        const whole = fieldsIn(await this.read(scope, this.documentPath), fieldNames);
        const single = fieldNames.map(async (field) => {
            const at = this.path(this.nameOf(field));
            return { at, fields: { [field]: await this.read(scope, at) } };
        });
        return [{ at: this.documentPath, fields: whole }, ...(await Promise.all(single))];
    }

    record(scope: Scope, value: pulumi.Output<string>, opts: pulumi.CustomResourceOptions): pulumi.Resource {
        return new (ssm().Parameter)(
            `${scope.name}-ssm-record`,
            { name: this.recordPath, type: "String", value, overwrite: true },
            this.options(scope, opts),
        );
    }

    async readRecord(scope: Scope): Promise<string | undefined> {
        try {
            return await this.read(scope, this.recordPath);
        } catch (error) {
            if (isNotFound(error)) return undefined;
            if (error instanceof Unknowable) throw error;
            throw describeAwsError(error, `read the rotation record ${this.recordTitle}`);
        }
    }

    permissions(fieldNames: string[]): PolicyStatement[] {
        const names = [...fieldNames.map((field) => this.path(this.nameOf(field))), this.documentPath, this.recordPath];
        return [
            {
                Sid: "Publish",
                Effect: "Allow",
                Action: [
                    "ssm:PutParameter",
                    "ssm:GetParameter",
                    "ssm:DeleteParameter",
                    "ssm:ListTagsForResource",
                    "ssm:AddTagsToResource",
                    "ssm:RemoveTagsFromResource",
                ],
                Resource: names.map((name) => `arn:*:ssm:*:*:parameter${name}`),
            },
            { Sid: "DescribeForRefresh", Effect: "Allow", Action: ["ssm:DescribeParameters"], Resource: "*" },
        ];
    }

    /**
     * The description changes with each attempt to publish: a provider takes a failed write for done, and would not
     * repeat it for the same value.
     */
    private parameter(
        { scope, generation, rotatedAt, resuming, opts, gate }: Publication,
        what: string,
        path: string,
        value: pulumi.Output<string>,
    ): pulumi.Resource {
        const mayOverwrite = this.args.overwrite === true;
        const leftover = resuming && !mayOverwrite;
        const hooks = gate(leftover ? () => this.refuseForeign(scope, path, value) : undefined, what);
        return new (ssm().Parameter)(
            `${scope.name}-ssm-${what}`,
            {
                name: path,
                type: "SecureString",
                value,
                description: `generation ${generation}, published ${rotatedAt}`,
                keyId: this.args.kmsKeyId ?? this.args.keyId,
                overwrite: mayOverwrite || leftover ? true : undefined,
            },
            // The value before the published one leaves with its overlap, whatever is protected.
            this.options(scope, {
                ...opts,
                ...(what === "previous" ? { protect: false } : {}),
                ...{ hooks, ignoreChanges: ["overwrite"] },
            }),
        );
    }

    /** An interrupted run may have made the parameter without its being in the state; anybody else's is left alone. */
    private async refuseForeign(scope: Scope, path: string, value: pulumi.Output<string>): Promise<void> {
        const found = await this.read(scope, path).catch((error: unknown) => {
            if (isNotFound(error)) return undefined;
            throw error;
        });
        if (found === undefined || found === (await awaited(value))) return;
        throw new Error(
            `${path} in SSM exists, was not made by this stack and holds something else; it was left as it is. Give the ` +
                `store another prefix, or set overwrite: true to take it over`,
        );
    }

    private async read(scope: Scope, name: string): Promise<string> {
        const found = await ssm().getParameter(
            { name, withDecryption: true },
            { parent: scope.parent, provider: this.args.provider },
        );
        return fromState(found, "value", `what ${name} in SSM holds`);
    }

    private options(scope: Scope, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
        return { parent: scope.parent, ...(this.args.provider ? { provider: this.args.provider } : {}), ...opts };
    }

    private nameOf(field: string): string {
        return this.args.names?.[field] ?? DEFAULT_NAMES[field] ?? field;
    }

    private path(name: string): string {
        return `${this.args.prefix}/${name}`;
    }
}
