import assert from "node:assert/strict";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { EngineSuite, engineSuite, fresh, Listed, Run, RunOptions, Stack, withStack } from "../../../support/harness";
import { type Login, type Postgres, type PostgresOptions, startPostgres } from "../../../support/postgres";
import { filesBelow, leaksIn, quieted } from "../../support/leaks";
import { poolConsumer, type PoolConsumer, type Published } from "./pool";

/** What a suite of PostgreSQL tests shares. */
export interface PostgresSuite extends EngineSuite {
    server: Postgres;
}

/** Log lines that tell who asked; every statement is logged. */
const SETTINGS = { log_statement: "all", log_line_prefix: "[%a] " };

/** Tests on the real engine and a real server. */
export function postgresSuite(
    title: string,
    options: Pick<PostgresOptions, "from">,
    define: (suite: PostgresSuite) => void,
): void {
    engineSuite(title, (suite) => {
        const all = suite as PostgresSuite;
        before(async () => {
            all.server = await startPostgres({ ...options, settings: SETTINGS });
        });
        after(() => all.server?.close());
        define(all);
    });
}

/** What one run changed on the server, in order. */
export interface Played extends Run {
    changes: string[];
}

/** One login with its stack, its server, and a service that uses it all the while. */
export class Story {
    /** What the runs wrote, on both outputs. */
    private readonly heard = new Map<string, string>();

    constructor(
        readonly name: string,
        /** Of the role. */
        readonly login: string,
        readonly database: string,
        readonly stack: Stack,
        readonly consumer: PoolConsumer,
        readonly suite: PostgresSuite,
    ) {}

    get server(): Postgres {
        return this.suite.server;
    }

    async ok(options: RunOptions = {}): Promise<Played> {
        return this.seen(() => this.stack.ok(options));
    }

    async fails(pattern: RegExp, options: RunOptions = {}): Promise<Played> {
        return this.seen(() => this.stack.fails(pattern, options));
    }

    async seen(run: () => Promise<Run>): Promise<Played> {
        const before = this.server.log().length;
        const played = await run();
        this.heard.set(`run ${this.heard.size + 1}`, played.text);
        return { ...played, changes: changesIn(this.server.log().slice(before), this.login) };
    }

    /** What is published now. */
    async published(): Promise<Published> {
        const { endpoint, region, admin: credentials } = this.suite.aws;
        const client = new SSMClient({ endpoint, region, credentials });
        const command = new GetParameterCommand({ Name: `/${this.name}/credential`, WithDecryption: true });
        return JSON.parse((await client.send(command)).Parameter?.Value ?? "") as Published;
    }

    /** Statements as a login, in the application's database. */
    query(sql: string, { user, password }: Login = {}): Promise<Record<string, unknown>[]> {
        return this.server.query(sql, [], { database: this.database, ...(user ? { user, password } : {}) });
    }

    /** Where one of these secrets stands in the clear: state, backups, history, event logs, outputs, the server's log. */
    async leaks(secrets: string[]): Promise<string[]> {
        const texts = await filesBelow(this.stack.place.root);
        for (const [file, text] of texts) texts.set(file, quieted(file, text));
        for (const [run, text] of this.heard) texts.set(run, text);
        texts.set("the server's log", this.server.log());
        return leaksIn(texts, secrets);
    }

    /** Its roles: name, and whether it can log in. */
    async roles(): Promise<string[]> {
        const rows = await this.server.query<{ name: string; login: boolean }>(
            `SELECT rolname::text AS name, rolcanlogin AS login FROM pg_roles WHERE left(rolname, $2) = $1 ORDER BY 1`,
            [this.login, this.login.length],
        );
        return rows.map(({ name, login }) => `${name.replace(this.login, "app")}${login ? "" : " nologin"}`);
    }
}

/** Statements that change roles or sessions, with the role called `app` and secrets cut out. */
export function changesIn(log: string, login: string): string[] {
    const said = [...log.matchAll(/LOG: {2}(?:statement|execute [^:]*): ([^\n]*)/g)].map(([, sql]) => sql);
    const quoted = login.replaceAll('"', '""');
    return said
        .filter((sql) => /^(CREATE|ALTER|DROP) ROLE|^GRANT|^REVOKE|OWNED|pg_terminate/.test(sql))
        .filter((sql) => sql.includes(`"${quoted}`) || /pg_terminate/.test(sql))
        .map((sql) =>
            sql
                .replaceAll(`"${quoted}"`, "app")
                .replaceAll(new RegExp(`"${escaped(quoted)}(_blue|_green)"`, "g"), "app$1")
                .replace(/'SCRAM-SHA-256\$4096:[^']+'/, "(verifier)")
                .replace(/ WITH (ENCRYPTED )?PASSWORD \(verifier\).*/, " WITH $1PASSWORD (verifier)…")
                .replace(/^.*pg_terminate.*/, "pg_terminate_backend"),
        )
        .filter((sql) => !/SET search_path/.test(sql));
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A window begins at this moment, and at every thirtieth day after it. */
const ANCHOR = "2030-01-01T00:00:00Z";

/** A moment, in days and hours after the anchor; windows begin on the days 0, 30, 60 … */
export function at(day: number, hour = 0): string {
    return new Date(Date.parse(ANCHOR) + (day * 24 + hour) * 3_600_000).toISOString();
}

/** What a story is about. */
export interface StoryOptions {
    login?: string;
    /** More fields of the entry. */
    set?: Listed;
    /** Administrator. Default: the superuser. */
    admin?: { user: string; password: string };
    /** Fields of `server`. */
    server?: Record<string, unknown>;
    /** Prepares the database. */
    prepare?(server: Postgres, database: string): Promise<void>;
    /** What the service asks. */
    sql?: string;
    /** True where nothing comes to be published, or where the service is to fail. */
    quiet?: boolean;
    /** False where the program's own end matters. */
    warm?: boolean;
}

/** Runs a story on a stack of its own. The service must have used the login, and never have failed. */
export async function story(
    suite: PostgresSuite,
    options: StoryOptions,
    tell: (story: Story) => Promise<void>,
): Promise<void> {
    const { server, aws } = suite;
    const name = fresh("login");
    const { login = name, admin = server, quiet = false, warm = true } = options;
    const database = `db_${name}`;
    await server.query(`CREATE DATABASE ${database}`);
    await options.prepare?.(server, database);
    const listed: Listed = {
        ...{ kind: "postgres-login", name, login, database, every: "30d", anchor: ANCHOR },
        stores: [{ ssm: { prefix: `/${name}` } }],
        server: {
            ...{ host: server.host, port: server.port, sslmode: "disable", username: admin.user },
            password: { config: "rotation:dba" },
            ...options.server,
        },
        connect: { host: server.host },
        ...options.set,
    };
    const config = { "rotation:dba": { secret: admin.password } };
    const consumer = poolConsumer(aws, `/${name}/credential`, { sql: options.sql });
    try {
        await withStack({ aws, credentials: [listed], now: at(0, 12), config, warm }, async (stack) => {
            await tell(new Story(name, login, database, stack, consumer, suite));
            await consumer.attempts(3);
            const { logins, failures } = consumer.stats();
            if (!quiet) {
                assert.deepEqual(failures, [], "the service that uses the login failed");
                assert.ok(logins > 0, "the service never came to use a login");
            }
            await consumer.stop();
        });
    } finally {
        await consumer.stop();
    }
}
