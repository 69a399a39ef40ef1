import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { freePort } from "../processes/freePort";
import type { Postgres } from "./startPostgres";
import { NOBODY } from "./programs";

/** A real PgBouncer before a server, with SCRAM for everybody. */
export interface PgBouncer {
    readonly host: string;
    readonly port: number;
    /** Everything that it wrote so far. */
    log(): string;
    /** Ends it and removes its files. */
    close(): Promise<void>;
}

export interface PgBouncerOptions {
    /** How long a client keeps a session of the server. */
    pooling: "session" | "transaction";
    /** True asks the server for logins that are not on the list; false knows those of the list alone. Default: true. */
    authQuery?: boolean;
    /** Further lines of its file. */
    lines?: string[];
}

const HOST = "127.0.0.1";

/**
 * Where PgBouncer is; undefined where there is none, which skips what needs it.
 *
 * @throws Error in CI, where nothing may be skipped
 */
export function findPgBouncer(): string | undefined {
    const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"];
    const found = folders.map((folder) => path.join(folder, "pgbouncer")).find((file) => existsSync(file));
    if (found === undefined && process.env.CI === "true")
        throw new Error("there is no PgBouncer: install Debian's package pgbouncer");
    return found;
}

/** Starts one with the settings that it has by itself, as far as it can. It ends with this process, however that ends. */
export async function startPgBouncer(program: string, server: Postgres, options: PgBouncerOptions): Promise<PgBouncer> {
    const port = await freePort();
    const folder = mkdtempSync(path.join(tmpdir(), "rotation-pgbouncer-"));
    const asRoot = process.getuid?.() === 0;
    const written = (name: string, text: string): string => {
        const file = path.join(folder, name);
        writeFileSync(file, text, { mode: 0o600 });
        if (asRoot) chownSync(file, NOBODY, NOBODY);
        return file;
    };
    chmodSync(folder, 0o711);
    if (asRoot) chownSync(folder, NOBODY, NOBODY);
    const users = written("users", `"${server.user}" "${server.password}"\n`);
    const file = written("pgbouncer.ini", configuration(server, port, users, options));
    const plan = {
        folder,
        ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
        env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
        initdb: ["true"],
        postgres: [program, file],
    };
    const child = spawn(process.execPath, [path.join(__dirname, "supervise.cjs"), JSON.stringify(plan)], {
        stdio: ["pipe", "ignore", "pipe"],
        detached: true,
    });
    child.stdin.on("error", () => undefined); // its end says it better
    const closed = once(child, "close");
    let log = "";
    await new Promise<void>((resolve, reject) => {
        child.stderr.on("data", (chunk: Buffer) => {
            log += String(chunk);
            if (/process up/.test(log)) resolve();
        });
        child.once("close", () => reject(new Error(`PgBouncer could not be started:\n${log.slice(-2000)}`)));
    }).catch((error) => {
        rmSync(folder, { recursive: true, force: true });
        throw error;
    });
    return {
        host: HOST,
        port,
        log: () => log,
        async close() {
            child.stdin.end();
            await closed;
        },
    };
}

function configuration(server: Postgres, port: number, users: string, options: PgBouncerOptions): string {
    const { pooling, authQuery = true, lines = [] } = options;
    return [
        "[databases]",
        `* = host=${server.host} port=${server.port}`,
        "[pgbouncer]",
        `listen_addr = ${HOST}`,
        `listen_port = ${port}`,
        "unix_socket_dir =",
        "auth_type = scram-sha-256",
        `auth_file = ${users}`,
        ...(authQuery ? [`auth_user = ${server.user}`] : []),
        `pool_mode = ${pooling}`,
        ...lines,
        "",
    ].join("\n");
}
