import { type Aws, type Credentials, LightClient, LightError } from "../aws";
import { type Consumer, startConsumer } from "./consumer";

export interface SsmConsumerOptions {
    /** A parameter that holds id and secret together, as JSON. */
    parameterName: string;
    /** A principal that may only read that parameter. @default one made for this consumer */
    reader?: Credentials;
    /** Takes the parameter's value apart. @default JSON with `accessKeyId` and `secretAccessKey` */
    parse?: (value: string) => Credentials;
    everyMs?: number;
    cacheMs?: number;
}

let readers = 0;

/** A service that reads its key from Parameter Store and proves it with STS, again and again. */
export async function ssmConsumer(aws: Aws, options: SsmConsumerOptions): Promise<Consumer> {
    const { parameterName, parse = parseJson, everyMs, cacheMs } = options;
    const reader = options.reader ?? (await newReader(aws, parameterName));
    const client = new LightClient(aws.endpoint, aws.region);
    const consumer = startConsumer<Credentials>({
        read: () => readParameter(client, reader, parameterName, parse),
        login: async (credentials) => void (await client.callerIdentity(credentials)),
        idOf: ({ accessKeyId }) => accessKeyId,
        secretOf: ({ secretAccessKey }) => secretAccessKey,
        ...(everyMs === undefined ? {} : { everyMs }),
        ...(cacheMs === undefined ? {} : { cacheMs }),
    });
    return {
        ...consumer,
        async stop() {
            await consumer.stop();
            client.close();
        },
    };
}

async function readParameter(
    client: LightClient,
    reader: Credentials,
    Name: string,
    parse: (value: string) => Credentials,
): Promise<Credentials | undefined> {
    const params = { Name, WithDecryption: true };
    try {
        const found = await client.json<{ Parameter: { Value: string } }>("ssm", "GetParameter", params, reader);
        return quietly(parse, found.Parameter.Value);
    } catch (error) {
        if (error instanceof LightError && error.code === "ParameterNotFound") return undefined;
        throw error;
    }
}

/** A parser's own message may quote the value: it must not get into a report. */
function quietly(parse: (value: string) => Credentials, value: string): Credentials {
    try {
        return parse(value);
    } catch {
        throw new Error("the parameter does not hold a key in the agreed form");
    }
}

function parseJson(value: string): Credentials {
    const { accessKeyId, secretAccessKey } = JSON.parse(value) as Partial<Credentials>;
    if (!accessKeyId || !secretAccessKey) throw new Error("the parameter has no key in it");
    return { accessKeyId, secretAccessKey };
}

function newReader(aws: Aws, parameterName: string): Promise<Credentials> {
    const parameter = parameterName.replace(/^\//, "");
    const Resource = `arn:aws:ssm:${aws.region}:${aws.account}:parameter/${parameter}`;
    const statement = { Effect: "Allow", Action: "ssm:GetParameter", Resource } as const;
    return aws.addPrincipal(`consumer-${++readers}`, { Statement: statement });
}
