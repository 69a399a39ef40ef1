import { secretsManagerClient } from "../../clients/aws/clients";
import { AwsSettings } from "../../clients/aws/settings";

/** How a secret stands that a read of its value did not find. */
export interface SecretState {
    /** When its deletion was asked for; it can be brought back for some days. */
    deletedAt?: Date;
    /** True where it is only a name: no value was ever put into it, and nobody has set anything up for it. */
    isBare: boolean;
}

/** Looks at a secret; undefined if there is none. The official provider takes one that is scheduled for deletion for none. */
export async function secretState(settings: AwsSettings, name: string): Promise<SecretState | undefined> {
    const { DescribeSecretCommand } = await import("@aws-sdk/client-secrets-manager");
    const client = await secretsManagerClient(settings);
    try {
        const found = await client.send(new DescribeSecretCommand({ SecretId: name }));
        const { DeletedDate, VersionIdsToStages, RotationEnabled, OwningService, ReplicationStatus, Description } =
            found;
        const values = Object.keys(VersionIdsToStages ?? {}).length;
        const marks = [RotationEnabled, OwningService, Description, ReplicationStatus?.length].filter(Boolean).length;
        return { deletedAt: DeletedDate, isBare: values === 0 && marks === 0 };
    } catch (error) {
        if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
        throw error;
    }
}

/** Removes a secret that holds nothing, at once, and waits until its name is free. */
export async function removeBare(settings: AwsSettings, name: string, pause = sleep): Promise<void> {
    const { DeleteSecretCommand } = await import("@aws-sdk/client-secrets-manager");
    const client = await secretsManagerClient(settings);
    await client.send(new DeleteSecretCommand({ SecretId: name, ForceDeleteWithoutRecovery: true }));
    for (let tries = 0; tries < 30 && (await secretState(settings, name)) !== undefined; tries++) await pause(1000);
}

function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * What to do about a name that is to be made and may be taken: an interrupted run leaves a bare one, which is its own.
 *
 * @param resuming true where an earlier run was interrupted
 * @throws Error that says what stands there, and the ways out
 */
export function verdictOn(name: string, found: SecretState | undefined, resuming: boolean): "make" | "remove-first" {
    if (found === undefined) return "make";
    if (found.deletedAt) throw new Error(scheduledForDeletion(name, found.deletedAt));
    if (found.isBare && resuming) return "remove-first";
    const what = found.isBare ? "holds nothing yet" : "holds something else";
    throw new Error(
        `${name} in Secrets Manager exists, is not in this stack's state and ${what}; it was left as it is. Give the store ` +
            `another name. If an interrupted run of this stack made it, take it over with: pulumi import ` +
            `aws:secretsmanager/secret:Secret, or delete it: aws secretsmanager delete-secret --secret-id ${name} ` +
            `--force-delete-without-recovery`,
    );
}

/** Why a credential is not made, or a secret: nothing can be written under the name. */
export function scheduledForDeletion(name: string, deletedAt: Date): string {
    return (
        `${name} in Secrets Manager is scheduled for deletion since ${deletedAt.toISOString()}, so nothing can be published ` +
        `there and no credential was made. Ways out: restore it (aws secretsmanager restore-secret --secret-id ${name}) and ` +
        `take it over with pulumi import aws:secretsmanager/secret:Secret; or free the name at once (aws secretsmanager ` +
        `delete-secret --secret-id ${name} --force-delete-without-recovery) and set recoveryWindowInDays: 0 if that is to ` +
        `stay so; or give the store another name`
    );
}
