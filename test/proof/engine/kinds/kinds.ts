import { VaultKv, vaultRotatorPolicy } from "pulumi-credential-rotation";
import { type Aws, type Credentials, LightClient } from "../../../support/aws";
import { type Consumer, ssmConsumer, startConsumer } from "../../../support/consumer";
import { type EngineSuite, fresh, type Listed } from "../../../support/harness";
import { stay } from "../../../support/door";
import { type Proxy, startPostgres, startProxy } from "../../../support/postgres";
import { startVault } from "../../../support/vault";
import { poolConsumer } from "../../../engine/postgres/support/pool";
import { type Document, startPair } from "../../../engine/staticSecret/support/sender";
import { Operator } from "../../../engine/support/operator";
import { ANCHOR, credential } from "../../../engine/support/story";
import { standBetween } from "../../../engine/vaultKv/support/between";
import type { Way } from "./line";

/** A credential of one kind. */
export interface Kind {
    /** Its name, which every call that is about it has in it. */
    name: string;
    entry: Listed;
    /** The user of AWS IAM whose key it is. */
    user?: string;
    /** Starts a service that uses it. */
    serve(): Promise<Service>;
    /** What its servers hold of it, by name. */
    left(): Promise<string[]>;
    /** Takes away what a destroy leaves on purpose. */
    tidy?(): Promise<unknown>;
}

/** Credentials of one kind that stand side by side, with the servers that they share. */
export interface Abreast {
    kinds: Kind[];
    config: Record<string, unknown>;
    /** Moves the clock of servers that have one, beside that of AWS. */
    setNow?(now: Date): void;
    close(): Promise<void>;
}

/** Whoever uses a credential. */
export interface Service {
    consumer: Consumer;
    /** Lets go of what it kept, as a service does within the overlap. Undefined: it keeps nothing. */
    reload?(): Promise<void>;
}

/** Makes so many credentials of a kind, whose calls beside those to AWS are told of. */
export type Make = (suite: EngineSuite, way: Way, many: number) => Promise<Abreast>;

const calendar = { every: "30d", anchor: ANCHOR };

/** A key that does not come to work is given up after this. */
const verification = { deadline: "8s" };

/** How often a service of one kind logs in, in milliseconds: many may do so at once. */
export const EVERY_MS = 150;

const count = (many: number): number[] => Array.from({ length: many }, (_, index) => index);

/** AWS IAM keys in Parameter Store. */
export async function inSsm({ aws }: EngineSuite, _: Way, many: number): Promise<Abreast> {
    const one = async (): Promise<Kind> => {
        const user = fresh("stored");
        await aws.createUser(user);
        const parameterName = `/${user}/credential`;
        return {
            ...{ name: user, entry: credential(user, { verification }), user, left: keysOf(aws, user) },
            serve: async () => ({ consumer: await ssmConsumer(aws, { parameterName, everyMs: EVERY_MS }) }),
        };
    };
    return { kinds: await Promise.all(count(many).map(one)), config: {}, close: async () => undefined };
}

const keysOf = (aws: Aws, user: string) => async () => aws.keys(user).map(({ accessKeyId }) => accessKeyId);

/** Logins of a real PostgreSQL, in Parameter Store, each reached by a door of its own. */
export async function postgresLogin({ aws }: EngineSuite, way: Way, many: number): Promise<Abreast> {
    const server = await startPostgres({ settings: { max_connections: "400" } });
    const proxies: Proxy[] = [];
    const one = async (): Promise<Kind> => {
        const name = fresh("login");
        const proxy = await startProxy(server);
        proxies.push(proxy);
        await server.query(`CREATE DATABASE db_${name}`);
        // Messages of type Q and P are statements; those of the service sleep.
        proxy.door = (sent) => {
            const statement = /^[QP]/.test(sent) && !sent.includes("pg_sleep");
            return statement ? way(`postgres ${words(sent)}`, name) : stay;
        };
        const reach = { host: proxy.host, port: proxy.port, sslmode: "disable", username: server.user };
        return {
            name,
            entry: {
                ...{ kind: "postgres-login", name, login: name, database: `db_${name}`, ...calendar },
                stores: [{ ssm: { prefix: `/${name}` } }],
                server: { ...reach, password: { config: "rotation:dba" } },
                connect: { host: proxy.host },
            },
            async serve() {
                // Each login of it connects once anew, and uses four connections beside: that costs a processor more.
                const consumer = poolConsumer(aws, `/${name}/credential`, { everyMs: EVERY_MS * Math.min(3, many) });
                return { consumer, reload: () => consumer.reconnect() };
            },
            async left() {
                const logins = "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname ~ $1";
                const found = await server.query<{ rolname: string }>(logins, [`^${name}($|[^0-9])`]);
                return found.map(({ rolname }) => rolname);
            },
            // The owner of the tables.
            tidy: () => server.query(`DROP ROLE ${name}`),
        };
    };
    const kinds: Kind[] = [];
    for (let index = 0; index < many; index++) kinds.push(await one());
    return {
        kinds,
        config: { "rotation:dba": { secret: server.password } },
        async close() {
            for (const proxy of proxies) await proxy.close();
            await server.close();
        },
    };
}

/** The first words of a statement, which hold no secret. */
function words(sent: string): string {
    return /[A-Z]+ ?[A-Z]* ?[A-Z]*/.exec(sent.slice(5))?.[0] ?? "?";
}

/** AWS IAM keys whose only store is a real Vault. */
export async function inVault({ aws }: EngineSuite, way: Way, many: number): Promise<Abreast> {
    const names = count(many).map(() => fresh("vaulted"));
    for (const name of names) await aws.createUser(name);
    const vault = await startVault();
    const between = await standBetween(vault.address);
    between.door = (request) => way(`vault ${request}`);
    const kv = (name: string) => ({ path: `secret/${name}` });
    const stores = names.map((name) => new VaultKv(kv(name)));
    const token = await vault.tokenWith(names[0], vaultRotatorPolicy({ stores }), "12h");
    const client = new LightClient(aws.endpoint, aws.region);
    const serve = (name: string): Consumer =>
        startConsumer<Credentials>({
            read: async () => (await vault.kv(name)) as unknown as Credentials | undefined,
            login: async ({ accessKeyId, secretAccessKey }) =>
                void (await client.callerIdentity({ accessKeyId, secretAccessKey })),
            idOf: ({ accessKeyId }) => accessKeyId,
            secretOf: ({ secretAccessKey }) => secretAccessKey,
            everyMs: EVERY_MS,
        });
    return {
        kinds: names.map((name) => ({
            name,
            entry: credential(name, { verification, stores: [{ vaultKv: kv(name) }] }),
            ...{ user: name, left: keysOf(aws, name) },
            serve: async () => ({ consumer: serve(name) }),
        })),
        config: { "vault:address": between.address, "vault:token": { secret: token } },
        async close() {
            client.close();
            await between.close();
            await vault.stop();
        },
    };
}

/** Static secrets in Parameter Store; the service of each is a sender and a receiver. */
export async function staticSecret({ aws }: EngineSuite, _: Way, many: number): Promise<Abreast> {
    const operator = new Operator(aws);
    const one = (): Kind => {
        const name = fresh("seal");
        const read = async (): Promise<Document | undefined> => {
            const text = await operator.read(`/${name}/credential`).catch((error: Error) => {
                if (error.name === "ParameterNotFound") return undefined;
                throw error;
            });
            return text === undefined ? undefined : (JSON.parse(text) as Document);
        };
        return {
            name,
            entry: { kind: "static-secret", name, ...calendar, stores: [{ ssm: { prefix: `/${name}` } }] },
            async serve() {
                const { consumer, reload } = startPair(read);
                return { consumer, reload: async () => reload() };
            },
            left: () => operator.below(`/${name}`),
        };
    };
    return { kinds: count(many).map(one), config: {}, close: async () => undefined };
}
