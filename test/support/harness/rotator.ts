import { rotatorPolicy, SecretsManagerSecret, SsmParameters, Store } from "pulumi-credential-rotation";
import type { CommonEntry } from "../../../stack/fields";
import type { Aws, Credentials } from "../aws";

/** An entry of `rotation:credentials`; tests of wrong ones leave fields out or add some. */
export type Listed = Partial<CommonEntry> & Record<string, unknown>;

let count = 0;

/** A principal that may do exactly what `rotatorPolicy()` says for these entries, and nothing more. */
export function rotatorFor(aws: Aws, entries: Listed[]): Promise<Credentials> {
    const isIam = (entry: Listed): boolean => entry.kind === undefined || entry.kind === "aws-iam-access-key";
    const storesOf = (some: Listed[]): Store[] => some.flatMap((entry) => entry.stores ?? []).map(storeOf);
    const users = entries.flatMap(({ user }) => (typeof user === "string" ? user : []));
    const stores = storesOf(entries.filter(isIam));
    const apiKeyStores = storesOf(entries.filter((entry) => !isIam(entry)));
    return aws.addPrincipal(
        `rotator-${++count}`,
        rotatorPolicy({ users, stores, apiKeyStores, accountId: aws.account }),
    );
}

function storeOf({ ssm, secretsManager }: CommonEntry["stores"][number]): Store {
    if (secretsManager) return new SecretsManagerSecret(secretsManager);
    if (ssm) return new SsmParameters(ssm);
    throw new Error("a store that the harness does not know");
}

/** The `aws:` configuration that reaches the emulator as this principal. The secret is encrypted by whoever writes it down. */
export function awsConfig(aws: Aws, { accessKeyId, secretAccessKey }: Credentials): Record<string, unknown> {
    const services = ["iam", "ssm", "sts", "secretsmanager"];
    return {
        "aws:region": aws.region,
        "aws:accessKey": accessKeyId,
        "aws:secretKey": { secret: secretAccessKey },
        "aws:endpoints": [Object.fromEntries(services.map((service) => [service, aws.endpoint]))],
        "aws:skipCredentialsValidation": "true",
        "aws:skipMetadataApiCheck": "true",
        "aws:skipRequestingAccountId": "true",
    };
}
