import {
    GetSecretValueCommand,
    ListSecretVersionIdsCommand,
    SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { type Aws, LightClient } from "../../support/aws";
import { type Consumer, startConsumer } from "../../support/consumer";

/** The document that a secret holds. */
export interface Published {
    accessKeyId: string;
    secretAccessKey: string;
    generation: number;
    slot: string;
}

/** Looks into Secrets Manager, with every right. */
export class Vault {
    private readonly client: SecretsManagerClient;

    constructor(aws: Aws) {
        const { endpoint, region, admin: credentials } = aws;
        this.client = new SecretsManagerClient({ endpoint, region, credentials });
    }

    async read(SecretId: string, VersionStage = "AWSCURRENT"): Promise<Published> {
        const found = await this.client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
        return JSON.parse(found.SecretString ?? "") as Published;
    }

    /** How many versions have a stage. */
    async staged(SecretId: string): Promise<number> {
        const found = await this.client.send(new ListSecretVersionIdsCommand({ SecretId }));
        return (found.Versions ?? []).filter(({ VersionStages }) => (VersionStages ?? []).length > 0).length;
    }
}

/** A service that reads its key from Secrets Manager and proves it with STS, again and again. */
export function secretConsumer(aws: Aws, SecretId: string): Consumer {
    const client = new LightClient(aws.endpoint, aws.region);
    const consumer = startConsumer<Published>({
        read: async () => {
            const asked = client.json<{ SecretString: string }>(
                "secretsmanager",
                "GetSecretValue",
                { SecretId },
                aws.admin,
            );
            const found = await asked.catch((error: Error) => {
                if (/ResourceNotFoundException/.test(error.message)) return undefined;
                throw error;
            });
            return found && (JSON.parse(found.SecretString) as Published);
        },
        login: async ({ accessKeyId, secretAccessKey }) =>
            void (await client.callerIdentity({ accessKeyId, secretAccessKey })),
        idOf: ({ accessKeyId }) => accessKeyId,
    });
    const stop = (): Promise<void> => consumer.stop().then(() => client.close());
    return { ...consumer, stop };
}
