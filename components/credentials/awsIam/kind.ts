import * as pulumi from "@pulumi/pulumi";
import { ownerOf } from "../../clients/cloudTrail/accessKeyUses";
import { iamClient } from "../../clients/aws/clients";
import { describeAwsError, isMissingUser } from "../../clients/aws/failures";
import { regionOf } from "../../clients/aws/region";
import { awsSettings } from "../../clients/aws/providerSettings";
import { AwsSettings } from "../../clients/aws/settings";
import { iam } from "../../shared/peers";
import { Claim, objectId } from "../../shared/uniqueness";
import { CredentialKind, RegisteredSlot, SlotRequest } from "../../rotation/credentialKind";
import { Fields, Scope } from "../../shared/scope";
import { awaited, knownValue } from "../../shared/pulumiOutputs";
import { redactedId } from "../../decision/attribution";
import { runLocal } from "../../shared/runScope";
import { RemoteCredential, RotationRecord } from "../../decision/types";
import { Clock, Probe, systemClock } from "../../shared/verification";
import { identityChangeHelp } from "../identityChange";
import { probeAccessKey, sameUser } from "./probe";
import { rejectUnreachable } from "./reach";
import { smtpFieldOf, smtpPassword } from "./smtpPassword";
import { LAST_USED_LAG_MS, withUsage } from "./usage";

/** AWS quota: access keys per user, disabled ones included. Not adjustable. */
const KEYS_PER_USER = 2;

/** How long a user that this program made may be unknown to the list of keys. */
const NEW_USER_MS = 20_000;

/** The parts of an access key, as they are published; with the SMTP passwords of these regions. */
export function accessKeyFields(smtpRegions: string[] = []): string[] {
    return ["accessKeyId", "secretAccessKey", ...smtpRegions.map(smtpFieldOf)];
}

const reached = runLocal(() => new Map<number, Promise<void>>());

/** IAM access keys of one user. */
export class IamAccessKeyKind implements CredentialKind {
    readonly canDisable = true;
    readonly capacity = KEYS_PER_USER;
    readonly fieldNames: string[];
    readonly usageLagMs = LAST_USED_LAG_MS;
    private settings?: Promise<AwsSettings>;

    constructor(
        private readonly user: pulumi.Output<string>,
        private readonly provider: pulumi.ProviderResource | undefined,
        private readonly adoptedSecret: pulumi.Output<string | undefined>,
        /** True if the program makes the user itself, so that a preview may come before it exists. */
        private readonly userIsMade: boolean,
        private readonly ownerOfKey = ownerOf,
        private readonly pace: Clock = systemClock,
        private readonly smtpRegions: string[] = [],
    ) {
        this.fieldNames = accessKeyFields(smtpRegions);
    }

    async title(): Promise<string> {
        return `IAM access key of ${(await knownValue(this.user)) ?? "a user that is still to be made"}`;
    }

    async claims(): Promise<Claim[]> {
        const user = await knownValue(this.user);
        if (user === undefined) return [];
        // AWS takes no two users whose names differ in capital letters alone.
        const key = JSON.stringify(["iam", objectId(this.provider), user.toLowerCase()]);
        return [{ key, title: `the IAM user ${user}` }];
    }

    async listCredentials(scope: Scope): Promise<RemoteCredential[] | null> {
        const user = await knownValue(this.user);
        if (user === undefined) return null;
        await this.reach();
        const started = this.pace.now();
        for (;;) {
            try {
                const { accessKeys } = await iam().getAccessKeys({ user }, { parent: scope.parent });
                // A provider that is not known yet answers with nothing.
                if (accessKeys === undefined && pulumi.runtime.isDryRun()) return null;
                return accessKeys.map((key) => ({
                    id: key.accessKeyId,
                    active: key.status === "Active",
                    createdAt: key.createDate,
                }));
            } catch (error) {
                const isNew = this.userIsMade && isMissingUser(String(error));
                if (isNew && pulumi.runtime.isDryRun()) return null;
                // IAM may not know yet, everywhere, of a user that was made a moment ago.
                if (isNew && this.pace.now() - started < NEW_USER_MS) await this.pace.pause(1000);
                else throw describeAwsError(error, `list the access keys of IAM user ${user}`, user);
            }
        }
    }

    /** Once a run for all keys of one provider. */
    async beforeMint(): Promise<void> {
        const provider = objectId(this.provider);
        const asked = reached().get(provider) ?? this.reach().then((settings) => rejectUnreachable(settings));
        reached().set(provider, asked);
        await asked;
    }

    async findUnlisted({ id }: RotationRecord, remote: RemoteCredential[]): Promise<RemoteCredential[]> {
        if (remote.some((key) => key.id === id)) return [];
        const owner = await this.ownerOfKey(await this.reach(), id).catch(() => undefined);
        const user = await awaited(this.user);
        if (owner === undefined || sameUser(owner, user)) return [];
        throw new Error(
            `user: the published key ${redactedId(id)} is one of ${JSON.stringify(owner)}, expected ${JSON.stringify(user)}: ` +
                identityChangeHelp({ fields: "user", set: "it", place: "user" }),
        );
    }

    async audit(_scope: Scope, key: RemoteCredential, since: string): Promise<RemoteCredential> {
        return withUsage(await this.reach(), key, since);
    }

    register(scope: Scope, request: SlotRequest, opts: pulumi.CustomResourceOptions): RegisteredSlot {
        // A key of another user is another key: the published one would be deleted for it, before anything else happens.
        const ours = { ...opts, ignoreChanges: [...(opts.ignoreChanges ?? []), "user"] };
        const key = new (iam().AccessKey)(
            `${scope.name}-${request.slot}`,
            { user: this.user, status: request.enabled ? "Active" : "Inactive" },
            request.adopted === undefined ? ours : { ...opts, import: request.adopted },
        );
        const secret = request.adopted === undefined ? key.secret : this.adoptedSecret;
        const fields = pulumi.all([key.id, secret]).apply(([accessKeyId, secretAccessKey = ""]): Fields => ({
            accessKeyId,
            secretAccessKey,
            ...Object.fromEntries(
                this.smtpRegions.map((region) => [smtpFieldOf(region), smtpPassword(secretAccessKey, region)]),
            ),
        }));
        return { resource: key, id: key.id, fields: pulumi.secret(fields) };
    }

    async probe(fields: Fields): Promise<Probe> {
        return probeAccessKey(await this.reach(), await awaited(this.user), fields);
    }

    async disable(_scope: Scope, id: string): Promise<void> {
        const { UpdateAccessKeyCommand } = await import("@aws-sdk/client-iam");
        const client = await iamClient(await this.reach());
        const names = { UserName: await awaited(this.user), AccessKeyId: id };
        await client.send(new UpdateAccessKeyCommand({ ...names, Status: "Inactive" }));
    }

    async discard(_scope: Scope, id: string): Promise<void> {
        const { DeleteAccessKeyCommand } = await import("@aws-sdk/client-iam");
        const client = await iamClient(await this.reach());
        try {
            await client.send(new DeleteAccessKeyCommand({ UserName: await awaited(this.user), AccessKeyId: id }));
        } catch (error) {
            if (!(error instanceof Error) || !error.name.startsWith("NoSuchEntity")) throw error;
        }
    }

    private reach(): Promise<AwsSettings> {
        return (this.settings ??= awsSettings(this.provider).then((found) => ({ ...found, region: regionOf(found) })));
    }
}
