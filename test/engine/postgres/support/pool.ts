import { Client, Pool, type ClientConfig } from "pg";
import { type Aws, LightClient } from "../../../support/aws";
import { type Consumer, startConsumer } from "../../../support/consumer";

/** The document that a login is published as. */
export interface Published {
    user: string;
    password: string;
    host: string;
    port: string;
    database: string;
    url: string;
}

/** A service with a full connection pool. */
export interface PoolConsumer extends Consumer {
    /** Lets go of the pools of logins that are not published any more, as a service does that reconnects. */
    reconnect(): Promise<void>;
}

/** Connections of a pool, all in use. */
const FULL = 4;

/**
 * A service that reads its login from Parameter Store, keeps a pool of connections for each and uses all of the newest
 * one at once; beside it connects anew each time. Older pools stay open until it is told to reconnect.
 */
export function poolConsumer(
    aws: Aws,
    parameterName: string,
    { sql = "SELECT pg_sleep(0.005)", everyMs }: { sql?: string; everyMs?: number } = {},
): PoolConsumer {
    const reader = new LightClient(aws.endpoint, aws.region);
    const pools = new Map<string, Pool>();
    let newest = "";
    const poolOf = (login: Published): Pool => {
        newest = login.password;
        const known = pools.get(login.password);
        if (known) return known;
        const pool = new Pool({ ...configOf(login), max: FULL, idleTimeoutMillis: 0, application_name: "shop" });
        pool.on("error", () => undefined); // an idle connection that is ended is replaced, as in any service
        pools.set(login.password, pool);
        return pool;
    };
    const consumer = startConsumer<Published>({
        read: async () => {
            const params = { Name: parameterName, WithDecryption: true };
            const asked = reader.json<{ Parameter: { Value: string } }>("ssm", "GetParameter", params, aws.admin);
            const found = await asked.catch((error: Error) => {
                if (/ParameterNotFound/.test(error.message)) return undefined;
                throw error;
            });
            return found && (JSON.parse(found.Parameter.Value) as Published);
        },
        login: async (login) => {
            const pool = poolOf(login);
            await Promise.all([...Array.from({ length: FULL }, () => pool.query(sql)), once(login, sql)]);
        },
        idOf: ({ user, password }) => `${user} ${password.slice(-4)}`,
        secretOf: ({ password }) => password,
        everyMs,
    });
    const letGo = async (all: boolean): Promise<void> => {
        for (const [password, pool] of pools) {
            if (!all && password === newest) continue;
            pools.delete(password);
            await pool.end();
        }
    };
    return {
        ...consumer,
        async reconnect() {
            await consumer.attempts(2);
            await letGo(false);
        },
        async stop() {
            await consumer.stop();
            await letGo(true);
            reader.close();
        },
    };
}

async function once(login: Published, sql: string): Promise<void> {
    const client = new Client(configOf(login));
    await client.connect();
    try {
        await client.query(sql);
    } finally {
        await client.end();
    }
}

function configOf({ user, password, host, port, database }: Published): ClientConfig {
    return { user, password, host, port: Number(port), database, ssl: false };
}
