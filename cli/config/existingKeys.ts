import { UserError } from "../exitCodes";

/** An access key that a user has. */
export interface ExistingKey {
    id: string;
    active: boolean;
    createdAt?: string;
}

/** The access keys of an IAM user. @throws UserError where AWS cannot be asked */
export async function existingKeys(user: string, region: string | undefined): Promise<ExistingKey[]> {
    const { IAMClient, ListAccessKeysCommand } = await import("@aws-sdk/client-iam");
    const limits = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };
    const client = new IAMClient({
        region: region ?? process.env.AWS_REGION ?? "us-east-1",
        requestHandler: limits,
    });
    try {
        const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({ UserName: user }));
        return AccessKeyMetadata.map(({ AccessKeyId = "", Status, CreateDate }) => ({
            id: AccessKeyId,
            active: Status === "Active",
            ...(CreateDate ? { createdAt: CreateDate.toISOString() } : {}),
        }));
    } catch (error) {
        const { name, message } = error as Error;
        throw new UserError(
            `the access keys of ${user} cannot be listed (${name}: ${message}); give AWS credentials, or say --no-adopt`,
        );
    } finally {
        client.destroy();
    }
}

/**
 * Which of them to take over: the one that is active. With two active ones there is no place for a new key.
 *
 * @throws UserError that names the keys where it cannot be told
 */
export function keyToAdopt(user: string, keys: ExistingKey[]): string | undefined {
    const active = keys.filter(({ active }) => active);
    if (keys.length === 2) {
        const shown = keys.map(({ id, active }) => `…${id.slice(-4)} (${active ? "active" : "inactive"})`).join(", ");
        throw new UserError(
            `${user} has two access keys, ${shown}, which is all that AWS allows. Delete the one that nobody uses, and run init again`,
        );
    }
    return active[0]?.id;
}
