import { AsyncResource } from "node:async_hooks";
import type * as secretsManagerModule from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { describeAwsError } from "../../clients/aws/failures";
import { awsSettings } from "../../clients/aws/providerSettings";
import { AwsSettings } from "../../clients/aws/settings";
import { secretsManager } from "../../shared/peers";
import { objectId } from "../../shared/uniqueness";
import { Fields, Scope } from "../../shared/scope";
import { fieldsIn } from "../jsonDocument";
import { isNotFound, fromState, Unknowable } from "../notFound";
import { checkFieldNames } from "../fieldNames";
import { LOCATIONS } from "../locations";
import { removeBare, scheduledForDeletion, SecretState, secretState, verdictOn } from "./secretState";
import { PolicyStatement, Publication, Published, ReadBack, Store } from "../store";

/** Where and how a credential is published in AWS Secrets Manager. */
export interface SecretsManagerSecretArgs {
    /** Name of the secret, for example `prod/myapp/aws`. */
    name: string;
    /** KMS key that encrypts it: id, ARN or alias. Default: `aws/secretsmanager`. */
    kmsKeyId?: pulumi.Input<string>;
    /** Names of the fields in the JSON document, by field. Default: the field's own name. */
    names?: Record<string, string>;
    /** Name of the small secret that holds the rotation record, if this is the first store. Default: `<name>/rotation`. */
    recordName?: string;
    /** Days for which a deleted secret can be brought back: 0, or 7 to 30. Default: 30 (AWS). */
    recoveryWindowInDays?: number;
    /** Provider for another region or account than the credential's own. */
    provider?: pulumi.ProviderResource;
}

/**
 * Publishes one JSON document with the fields and `rotated_at`, `generation` and `slot`. AWSCURRENT is the published
 * credential, AWSPREVIOUS the one before: superseded versions are left to Secrets Manager, which moves the stages.
 *
 * @throws Error when the name is not one that Secrets Manager accepts
 */
export class SecretsManagerSecret implements Store {
    readonly type = "secretsManager";
    readonly title: string;
    readonly recordTitle: string;
    private readonly recordName: string;
    /** True where an earlier run may have made what this one is to make. */
    private resuming = false;

    constructor(private readonly args: SecretsManagerSecretArgs) {
        const { fits, expected } = LOCATIONS.secretsManager;
        if (!fits(args.name)) {
            throw new Error(
                `stores.secretsManager.name: ${JSON.stringify(args.name)} is not a secret's name; expected ${expected}`,
            );
        }
        const days = args.recoveryWindowInDays;
        if (days !== undefined && days !== 0 && !(Number.isInteger(days) && days >= 7 && days <= 30)) {
            throw new Error(`stores.secretsManager.recoveryWindowInDays: ${days}; expected 0, or 7 to 30`);
        }
        this.recordName = args.recordName ?? `${args.name}/rotation`;
        if (!fits(this.recordName)) {
            throw new Error(
                `stores.secretsManager.recordName: ${JSON.stringify(this.recordName)} is not a secret's name; expected ${expected}`,
            );
        }
        this.title = `${args.name} in Secrets Manager`;
        this.recordTitle = `${this.recordName} in Secrets Manager`;
    }

    recordLocation({ parent }: Scope): string {
        const provider = this.args.provider ?? parent.getProvider("aws:secretsmanager/secret:Secret");
        return JSON.stringify([this.type, objectId(provider), this.recordName]);
    }

    checkFields(fieldNames: string[]): void {
        const { names } = this.args;
        const beside = ["rotated_at", "generation", "slot"];
        const at = "stores.secretsManager.names";
        checkFieldNames({ at, names, nameOf: (field) => this.nameOf(field), beside }, fieldNames);
    }

    /** A name that is scheduled for deletion is found out before there is a credential that nobody could publish. */
    async beforeMint(scope: Scope, holdsRecord: boolean): Promise<void> {
        for (const name of holdsRecord ? [this.args.name, this.recordName] : [this.args.name]) {
            const isThere = await this.read(scope, name).then(
                () => true,
                (error: unknown) => {
                    if (isNotFound(error)) return false;
                    throw describeAwsError(error, `read ${name} in Secrets Manager`);
                },
            );
            const found = isThere ? undefined : await this.look(scope, name);
            if (found?.deletedAt) throw new Error(scheduledForDeletion(name, found.deletedAt));
        }
    }

    publish(publication: Publication): pulumi.Resource[] {
        const { scope, fields, generation, slot, rotatedAt, resuming, opts, gate, room } = publication;
        this.resuming = resuming;
        const hooks = room(() => this.makeRoom(scope, this.args.name), "secret");
        const secret = this.secret(scope, "secret", this.args.name, { ...opts, hooks });
        const secretString = fields.apply((found) =>
            JSON.stringify({ ...this.renamed(found), rotated_at: rotatedAt, generation, slot }),
        );
        return [secret, this.version(scope, "secret", secret, secretString, { ...opts, hooks: gate() })];
    }

    async readBack({ scope, fieldNames }: Published): Promise<ReadBack[]> {
        const text = await this.read(scope, this.args.name);
        return [{ at: this.title, fields: fieldsIn(text, fieldNames, (field) => this.nameOf(field)) }];
    }

    record(scope: Scope, value: pulumi.Output<string>, opts: pulumi.CustomResourceOptions): pulumi.Resource {
        const room = AsyncResource.bind(() => this.makeRoom(scope, this.recordName));
        const beforeCreate = [new pulumi.ResourceHook(`${scope.name}.store.record`, room)];
        const secret = this.secret(scope, "record", this.recordName, {
            retainOnDelete: false,
            hooks: { beforeCreate },
        });
        return this.version(scope, "record", secret, value, opts);
    }

    async readRecord(scope: Scope): Promise<string | undefined> {
        try {
            return await this.read(scope, this.recordName);
        } catch (error) {
            if (isNotFound(error)) return undefined;
            if (error instanceof Unknowable) throw error;
            throw describeAwsError(error, `read the rotation record ${this.recordTitle}`);
        }
    }

    permissions(): PolicyStatement[] {
        return [
            {
                Sid: "Publish",
                Effect: "Allow",
                Action: [
                    "secretsmanager:CreateSecret",
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:GetResourcePolicy",
                    "secretsmanager:GetSecretValue",
                    "secretsmanager:PutSecretValue",
                    "secretsmanager:UpdateSecret",
                    "secretsmanager:UpdateSecretVersionStage",
                    "secretsmanager:DeleteSecret",
                    "secretsmanager:TagResource",
                    "secretsmanager:UntagResource",
                ],
                // With the suffix that AWS adds, and without it for a secret that does not exist yet.
                Resource: [this.args.name, this.recordName].flatMap((name) => [
                    `arn:*:secretsmanager:*:*:secret:${name}-??????`,
                    `arn:*:secretsmanager:*:*:secret:${name}`,
                ]),
            },
        ];
    }

    /** Just before a secret is made, which the state does not hold: what an interrupted run left of it goes. */
    private async makeRoom(scope: Scope, name: string): Promise<void> {
        const verdict = verdictOn(name, await this.look(scope, name), this.resuming);
        if (verdict === "remove-first") await removeBare(await this.settings(scope), name);
    }

    private async look(scope: Scope, name: string): Promise<SecretState | undefined> {
        try {
            return await secretState(await this.settings(scope), name);
        } catch (error) {
            throw describeAwsError(error, `look at ${name} in Secrets Manager`);
        }
    }

    private settings({ parent }: Scope): Promise<AwsSettings> {
        return awsSettings(this.args.provider ?? parent.getProvider("aws:secretsmanager/secret:Secret"));
    }

    private secret(scope: Scope, what: string, name: string, opts: pulumi.CustomResourceOptions) {
        const { kmsKeyId, recoveryWindowInDays } = this.args;
        return new (secretsManager().Secret)(
            `${scope.name}-sm-${what}`,
            { name, kmsKeyId, recoveryWindowInDays },
            this.options(scope, opts),
        );
    }

    /** A superseded version stays, whatever is protected, for its deletion would take the stage AWSPREVIOUS away. */
    private version(
        scope: Scope,
        what: string,
        secret: secretsManagerModule.Secret,
        secretString: pulumi.Output<string>,
        opts: pulumi.CustomResourceOptions,
    ) {
        return new (secretsManager().SecretVersion)(
            `${scope.name}-sm-${what}-version`,
            { secretId: secret.id, secretString },
            this.options(scope, { ...opts, protect: false, retainOnDelete: true }),
        );
    }

    private async read(scope: Scope, secretId: string): Promise<string> {
        const found = await secretsManager().getSecretVersion(
            { secretId },
            { parent: scope.parent, provider: this.args.provider },
        );
        return fromState(found, "secretString", `what ${secretId} in Secrets Manager holds`);
    }

    private options(scope: Scope, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
        return { parent: scope.parent, ...(this.args.provider ? { provider: this.args.provider } : {}), ...opts };
    }

    private nameOf(field: string): string {
        return this.args.names?.[field] ?? field;
    }

    private renamed(fields: Fields): Fields {
        return Object.fromEntries(Object.entries(fields).map(([field, value]) => [this.nameOf(field), value]));
    }
}
