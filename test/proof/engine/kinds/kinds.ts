import { VaultKv, vaultRotatorPolicy } from "pulumi-credential-rotation";
import { type Aws, type Credentials, LightClient } from "../../../support/aws";
import { type Consumer, ssmConsumer, startConsumer } from "../../../support/consumer";
import { type EngineSuite, fresh, type Listed } from "../../../support/harness";
import { startPostgres, startProxy } from "../../../support/postgres";
import { startVault } from "../../../support/vault";
import { poolConsumer } from "../../../engine/postgres/support/pool";
import { type Document, startPair } from "../../../engine/staticSecret/support/sender";
import { Operator } from "../../../engine/support/operator";
import { ANCHOR, credential } from "../../../engine/support/story";
import { standBetween } from "../../../engine/vaultKv/support/between";
import type { Line } from "./line";

/** A credential of one kind, with its servers. */
export interface Kind {
    entry: Listed;
    config: Record<string, unknown>;
    /** The user of AWS IAM whose key it is. */
    user?: string;
    /** Starts a service that uses it. */
    serve(): Promise<Service>;
    /** What its servers hold of it, by name. */
    left(): Promise<string[]>;
    /** Takes away what a destroy leaves on purpose. */
    tidy?(): Promise<unknown>;
    close(): Promise<void>;
}

/** Whoever uses a credential. */
export interface Service {
    consumer: Consumer;
    /** Lets go of what it kept, as a service does within the overlap. Undefined: it keeps nothing. */
    reload?(): Promise<void>;
}

/** Makes a kind whose calls beside AWS come by the line. */
export type Make = (suite: EngineSuite, line: Line) => Promise<Kind>;

const calendar = { every: "30d", anchor: ANCHOR };

/** A key that does not come to work is given up after this. */
const verification = { deadline: "8s" };

/** An AWS IAM key in Parameter Store. */
export async function inSsm({ aws }: EngineSuite): Promise<Kind> {
    const user = fresh("stored");
    await aws.createUser(user);
    const parameterName = `/${user}/credential`;
    return {
        ...{ entry: credential(user, { verification }), config: {}, user, left: keysOf(aws, user) },
        serve: async () => ({ consumer: await ssmConsumer(aws, { parameterName, everyMs: 25 }) }),
        close: async () => undefined,
    };
}

const keysOf = (aws: Aws, user: string) => async () => aws.keys(user).map(({ accessKeyId }) => accessKeyId);

/** A login of a real PostgreSQL, in Parameter Store. */
export async function postgresLogin({ aws }: EngineSuite, line: Line): Promise<Kind> {
    const name = fresh("login");
    const server = await startPostgres();
    const proxy = await startProxy(server);
    await server.query(`CREATE DATABASE db_${name}`);
    // Messages of type Q and P are statements; those of the service sleep.
    proxy.door = (sent) => {
        const statement = /^[QP]/.test(sent) && !sent.includes("pg_sleep");
        return statement ? line.call(`postgres ${words(sent)}`) : () => false;
    };
    const reach = { host: proxy.host, port: proxy.port, sslmode: "disable", username: server.user };
    return {
        entry: {
            ...{ kind: "postgres-login", name, login: name, database: `db_${name}`, ...calendar },
            stores: [{ ssm: { prefix: `/${name}` } }],
            server: { ...reach, password: { config: "rotation:dba" } },
        },
        config: { "rotation:dba": { secret: server.password } },
        async serve() {
            const consumer = poolConsumer(aws, `/${name}/credential`);
            return { consumer, reload: () => consumer.reconnect() };
        },
        async left() {
            const logins = "SELECT rolname FROM pg_roles WHERE rolcanlogin AND starts_with(rolname, $1)";
            return (await server.query<{ rolname: string }>(logins, [name])).map(({ rolname }) => rolname);
        },
        // The owner of the tables.
        tidy: () => server.query(`DROP ROLE ${name}`),
        async close() {
            await proxy.close();
            await server.close();
        },
    };
}

/** The first words of a statement, which hold no secret. */
function words(sent: string): string {
    return /[A-Z]+ ?[A-Z]* ?[A-Z]*/.exec(sent.slice(5))?.[0] ?? "?";
}

/** An AWS IAM key whose only store is a real Vault. */
export async function inVault({ aws }: EngineSuite, line: Line): Promise<Kind> {
    const name = fresh("vaulted");
    await aws.createUser(name);
    const vault = await startVault();
    const between = await standBetween(vault.address);
    between.door = (request) => line.call(`vault ${request}`);
    const kv = { path: `secret/${name}` };
    const token = await vault.tokenWith(name, vaultRotatorPolicy({ stores: [new VaultKv(kv)] }), "12h");
    const client = new LightClient(aws.endpoint, aws.region);
    const serve = (): Consumer =>
        startConsumer<Credentials>({
            read: async () => (await vault.kv(name)) as unknown as Credentials | undefined,
            login: async ({ accessKeyId, secretAccessKey }) =>
                void (await client.callerIdentity({ accessKeyId, secretAccessKey })),
            idOf: ({ accessKeyId }) => accessKeyId,
            secretOf: ({ secretAccessKey }) => secretAccessKey,
            everyMs: 25,
        });
    return {
        entry: credential(name, { verification, stores: [{ vaultKv: kv }] }),
        config: { "vault:address": between.address, "vault:token": { secret: token } },
        ...{ user: name, left: keysOf(aws, name) },
        serve: async () => ({ consumer: serve() }),
        async close() {
            client.close();
            await between.close();
            await vault.stop();
        },
    };
}

/** A static secret in Parameter Store; its service is a sender and a receiver. */
export async function staticSecret({ aws }: EngineSuite): Promise<Kind> {
    const name = fresh("seal");
    const operator = new Operator(aws);
    const read = async (): Promise<Document | undefined> => {
        const text = await operator.read(`/${name}/credential`).catch((error: Error) => {
            if (error.name === "ParameterNotFound") return undefined;
            throw error;
        });
        return text === undefined ? undefined : (JSON.parse(text) as Document);
    };
    return {
        entry: { kind: "static-secret", name, ...calendar, stores: [{ ssm: { prefix: `/${name}` } }] },
        config: {},
        async serve() {
            const { consumer, reload } = startPair(read);
            return { consumer, reload: async () => reload() };
        },
        left: () => operator.below(`/${name}`),
        close: async () => undefined,
    };
}
