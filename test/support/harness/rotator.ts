import {
    EcsService,
    rotatorPolicy,
    SecretsManagerSecret,
    SsmParameters,
    Store,
    VaultKv,
} from "pulumi-credential-rotation";
import type { CommonEntry } from "../../../stack/commonFields";
import type { Aws, Credentials } from "../aws";

/** An entry of `rotation:credentials`; tests of wrong ones leave fields out or add some. */
export type Listed = Partial<CommonEntry> & Record<string, unknown>;

let count = 0;

/** A principal that may do exactly what `rotatorPolicy()` says for these entries, and nothing more. */
export function rotatorFor(aws: Aws, entries: Listed[]): Promise<Credentials> {
    const sort = ({ kind }: Listed): string =>
        (/^aws-iam|^static|^postgres/.exec(String(kind ?? "aws-iam")) ?? ["api-key"])[0];
    const storesOf = (which: string): Store[] => storesIn(entries.filter((entry) => sort(entry) === which));
    const users = entries.flatMap(({ user }) => (typeof user === "string" ? user : []));
    const [stores, apiKeyStores] = [storesOf("aws-iam"), storesOf("api-key")];
    const [staticSecretStores, postgresStores] = [storesOf("static"), storesOf("postgres")];
    const consumers = entries
        .flatMap((entry) => (Array.isArray(entry.consumers) ? entry.consumers : []))
        .flatMap(({ ecsService }) => (ecsService ? [new EcsService(ecsService)] : []));
    return aws.addPrincipal(
        `rotator-${++count}`,
        rotatorPolicy({
            ...{ users, stores, apiKeyStores, staticSecretStores, postgresStores, consumers },
            accountId: aws.account,
        }),
    );
}

/** The stores of these entries. */
export function storesIn(entries: Listed[]): Store[] {
    return entries.flatMap((entry) => entry.stores ?? []).map(storeOf);
}

function storeOf({ ssm, secretsManager, vaultKv }: CommonEntry["stores"][number]): Store {
    if (vaultKv) return new VaultKv(vaultKv);
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
