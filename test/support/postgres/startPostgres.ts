import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Client } from "pg";
import type { Certificate } from "../tls/certificate";
import { NOBODY, programs } from "./programs";

export interface PostgresOptions {
    /** Further settings of the server, for example `{ log_statement: "all" }`. */
    settings?: Record<string, string>;
    /** `npm`: the version of the npm package (18), whatever is on the PATH. */
    from?: "npm";
    /** What it shows to those who want TLS. Default: it speaks none. */
    tls?: Certificate;
}

/** A PostgreSQL server of one's own on the loopback interface, with passwords (SCRAM) for everybody. */
export interface Postgres {
    readonly host: string;
    readonly port: number;
    /** The superuser. */
    readonly user: string;
    readonly password: string;
    /** Major version, for example 18. */
    readonly version: number;
    /** Process id of the supervisor; the server's is its only child. */
    readonly pid: number;
    /** All its files. */
    readonly folder: string;
    /** Runs statements as the superuser, or as somebody else. */
    query<R extends object = Record<string, unknown>>(sql: string, values?: unknown[], as?: Login): Promise<R[]>;
    /** Everything that the server wrote so far. */
    log(): string;
    /** Ends it and removes its files; may be called again. */
    close(): Promise<void>;
}

/** Who connects, and where to. */
export interface Login {
    user?: string;
    password?: string;
    /** Default: `postgres`. */
    database?: string;
    /** Of a pooler before the server. Default: the server's own. */
    port?: number | string;
}

const HOST = "127.0.0.1";
const USER = "postgres";

/** Starts a server. It ends with this process, however that ends, and leaves no files. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
    for (let attempt = 1; ; attempt++) {
        try {
            return await start(options, await freePort());
        } catch (error) {
            // Somebody else may take the port between its finding and its use.
            if (attempt === 5 || !/Address already in use/.test(String(error))) throw error;
        }
    }
}

async function start(options: PostgresOptions, port: number): Promise<Postgres> {
    const folder = mkdtempSync(path.join(tmpdir(), "rotation-postgres-"));
    const password = randomBytes(18).toString("base64url");
    const child = spawn(
        process.execPath,
        [path.join(__dirname, "supervise.cjs"), plan(folder, password, port, options)],
        {
            stdio: ["pipe", "ignore", "pipe"],
            detached: true,
        },
    );
    child.stdin.on("error", () => undefined); // its end says it better
    const closed = once(child, "close");
    let log = "";
    const ready = new Promise<void>((resolve, reject) => {
        child.stderr.on("data", (chunk: Buffer) => {
            log += String(chunk);
            if (/ready to accept connections/.test(log)) resolve();
        });
        child.once("close", () =>
            reject(new Error(`the PostgreSQL server could not be started:\n${log.slice(-2000)}`)),
        );
    });
    try {
        await ready;
    } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        throw error;
    }
    const query: Postgres["query"] = async (sql, values, as = {}) => {
        const client = new Client({
            host: HOST,
            user: USER,
            password,
            database: "postgres",
            ...as,
            port: Number(as?.port ?? port),
        });
        await client.connect();
        try {
            return (await client.query(sql, values)).rows as never;
        } finally {
            await client.end();
        }
    };
    const [{ version }] = await query<{ version: string }>("SELECT current_setting('server_version_num') AS version");
    return {
        host: HOST,
        port,
        user: USER,
        password,
        version: Math.floor(Number(version) / 10_000),
        pid: child.pid ?? 0,
        folder,
        query,
        log: () => log,
        async close() {
            child.stdin.end();
            await closed;
        },
    };
}

/** What the supervisor is told. */
function plan(folder: string, password: string, port: number, { settings, from, tls }: PostgresOptions): string {
    const { initdb, postgres, libraries } = programs(folder, from);
    const asRoot = process.getuid?.() === 0;
    const own = (file: string): void => (asRoot ? chownSync(file, NOBODY, NOBODY) : undefined);
    const written = (name: string, text: string): string => {
        const file = path.join(folder, name);
        writeFileSync(file, text, { mode: 0o600 });
        own(file);
        return file;
    };
    const passwordFile = written("password", password);
    chmodSync(folder, 0o711);
    own(folder);
    const secure = tls && {
        ssl: "on",
        ssl_cert_file: written("server.crt", tls.cert),
        ssl_key_file: written("server.key", tls.key),
    };
    const all = { ...SETTINGS, port: String(port), ...secure, ...settings };
    const data = path.join(folder, "data");
    return JSON.stringify({
        folder,
        ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
        env: {
            PATH: process.env.PATH,
            LC_ALL: "C",
            TZ: "UTC",
            ...(libraries ? { LD_LIBRARY_PATH: libraries, DYLD_LIBRARY_PATH: libraries } : {}),
        },
        initdb: [
            initdb,
            ...["-D", data, "-U", USER, "-A", "scram-sha-256", "-E", "UTF8", "--no-locale", "--no-sync"],
            `--pwfile=${passwordFile}`,
        ],
        postgres: [postgres, "-D", data, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    });
}

/** A small server that keeps nothing. */
const SETTINGS = {
    listen_addresses: HOST,
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    shared_buffers: "16MB",
    max_wal_size: "64MB",
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    autovacuum: "off",
};

async function freePort(): Promise<number> {
    const server = createServer().listen(0, HOST);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    return port;
}
