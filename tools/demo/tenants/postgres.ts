import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { scramVerifier } from "../../../components/credentials/postgres/scram";
import type { Entry } from "../../../stack/schema";
import { keyOf } from "./apiKey";
import type { House } from "../stage/house";
import type { Tenant } from "./tenant";

type LoginEntry = Extract<Entry, { kind: "postgres-login" }>;

let administrators = 0;

/** Logins of a role at a real PostgreSQL server, in a database of its own. */
export async function settlePostgres(entry: Entry, house: House): Promise<Tenant> {
    const { login, database, server: written } = entry as LoginEntry;
    // The administrator that rotates; no superuser.
    const username = `dba_${++administrators}`;
    const given = written?.password;
    // The demo has no secret of a cloud to read the administrator's password from.
    const named = given !== undefined && (typeof given === "string" || "config" in given) ? given : undefined;
    const secretKey = keyOf(named ?? { config: "postgresAdministrator" }, entry);
    const server = await house.postgres();
    const password = randomBytes(18).toString("base64url");
    const verifier = scramVerifier(password, randomBytes(16).toString("base64"));
    await server.query(`CREATE ROLE ${username} LOGIN CREATEROLE PASSWORD '${verifier}'`);
    await server.query(`GRANT pg_read_all_stats TO ${username}`);
    await server.query(`CREATE DATABASE ${quoted(database)}`);
    const making = new RegExp(`CREATE ROLE ${quoted(login).slice(0, -1)}_(blue|green)"`, "g");
    /** Which login a service was, by the password that it used: the names of the two alternate. */
    const known = new Map<string, string>();
    const { host, port } = server;
    const reached = { host, port, username, password: { config: secretKey }, sslmode: "disable" };
    return {
        entry: { ...entry, server: reached, connect: { host } } as Entry,
        config: { [secretKey]: { secret: password } },
        vendor: "PostgreSQL",
        async login(published) {
            const { user, password: secret } = published;
            const client = new Client({
                host,
                port,
                user,
                password: secret,
                database,
                connectionTimeoutMillis: 20_000,
            });
            await client.connect();
            try {
                const sql = "SELECT oid::int8 AS oid FROM pg_roles WHERE rolname = session_user";
                const { rows } = await client.query<{ oid: string }>(sql);
                known.set(secret, `${user}/${rows[0].oid}`);
            } finally {
                await client.end();
            }
        },
        idIn: ({ user, password: secret }) => known.get(secret) ?? user,
        secretIn: ({ password: secret }) => secret,
        async keys() {
            const names = ["blue", "green"].map((slot) => `${login}_${slot}`);
            const sql =
                "SELECT rolname || '/' || oid AS id, rolcanlogin AS active FROM pg_roles WHERE rolname = ANY($1) ORDER BY oid";
            return server.query<{ id: string; active: boolean }>(sql, [names]);
        },
        made: () => [...server.log().matchAll(making)].length,
    };
}

function quoted(name: string): string {
    return `"${name.replaceAll('"', '""')}"`;
}
