import type { Entry, StoreEntry } from "../../../stack/schema";
import { type Aws, type Credentials, LightClient, LightError } from "../../../test/support/aws";
import type { House } from "../stage/house";
import { vaultShelf } from "./vaultShelf";

/** The first store of a credential: where its service reads what is published, and where the record stands. */
export interface Shelf {
    /** In words: `/myapp/credential`. */
    readonly where: string;
    /** What is published, with the rights of a service; undefined while there is nothing. */
    read(): Promise<string | undefined>;
    /** The rotation record, with the administrator's eyes. */
    record(): Promise<string | undefined>;
    /** Names that are still taken in the store. */
    leftovers(): Promise<string[]>;
    /** True where what was published comes to the service a little later. */
    readonly lags?: boolean;
    /** Configuration by which the store is reached; `{ secret }` is encrypted by whoever writes it down. */
    readonly config?: Record<string, unknown>;
    /** What stands between store and service wrote, if there is anything. */
    log?(): string;
    close(): void | Promise<void>;
}

/** How a store is asked. */
interface Way {
    document: string;
    record: string;
    action: string;
    resource: string;
    /** Reads what stands under a name. */
    get(client: LightClient, name: string, who: Credentials): Promise<string>;
    /** Answers to a name under which nothing stands, or what does is as good as gone. */
    missing: string[];
}

let readers = 0;

/** Opens the first store of an entry. */
export async function shelfOf(entry: Entry, house: House): Promise<Shelf> {
    const {
        name,
        stores: [store],
    } = entry;
    const { aws } = house;
    if (store.vaultKv) return vaultShelf(entry, await house.vault());
    const way = wayTo(store, aws);
    if (way === undefined) {
        throw new Error(
            `the demo reads SSM Parameter Store, Secrets Manager and Vault, and the first store of ${name} in Pulumi.dev.yaml ` +
                `is ${Object.keys(store).join()}; take it out for the demo`,
        );
    }
    const { document, action, resource: Resource } = way;
    const reader = await aws.addPrincipal(`service-of-${name}-${++readers}`, {
        Statement: { Effect: "Allow", Action: action, Resource },
    });
    const client = new LightClient(aws.endpoint, aws.region);
    const get = (what: string, who: Credentials) =>
        way.get(client, what, who).catch((error: unknown) => {
            if (error instanceof LightError && way.missing.includes(error.code)) return undefined;
            throw error;
        });
    return {
        where: document,
        read: () => get(document, reader),
        record: () => get(way.record, aws.admin),
        async leftovers() {
            const names = [document, way.record];
            const found = await Promise.all(names.map((one) => get(one, aws.admin)));
            return names.filter((_, index) => found[index] !== undefined);
        },
        close: () => client.close(),
    };
}

function wayTo({ ssm, secretsManager }: StoreEntry, { region, account }: Aws): Way | undefined {
    if (ssm) {
        const document = `${ssm.prefix}/${ssm.documentName ?? "credential"}`;
        return {
            document,
            record: `${ssm.prefix}/${ssm.recordName ?? "rotation"}`,
            action: "ssm:GetParameter",
            resource: `arn:aws:ssm:${region}:${account}:parameter${document}`,
            get: async (client, Name, who) => {
                const params = { Name, WithDecryption: true };
                return (await client.json<Parameter>("ssm", "GetParameter", params, who)).Parameter.Value;
            },
            missing: ["ParameterNotFound"],
        };
    }
    if (secretsManager) {
        const { name, recordName = `${name}/rotation` } = secretsManager;
        return {
            document: name,
            record: recordName,
            action: "secretsmanager:GetSecretValue",
            resource: `arn:aws:secretsmanager:${region}:${account}:secret:${name}-*`,
            get: async (client, SecretId, who) =>
                (await client.json<Secret>("secretsmanager", "GetSecretValue", { SecretId }, who)).SecretString,
            // The other one: marked for deletion, and kept for the days of its recovery window.
            missing: ["ResourceNotFoundException", "InvalidRequestException"],
        };
    }
    return undefined;
}

interface Parameter {
    Parameter: { Value: string };
}

interface Secret {
    SecretString: string;
}
