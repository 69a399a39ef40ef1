import { readFileSync } from "node:fs";
import type { Client, ClientConfig } from "pg";
import { SslMode, Target } from "./fields";

/** By this name our own sessions are told from everybody else's. */
export const APPLICATION = "pulumi-credential-rotation";

/** Somebody who connects to a database. */
export interface Session extends Target {
    user: string;
    password?: string;
}

/** How long the server works at a statement. */
const STATEMENT_MS = 60_000;

/** A server that is gone without a word ends no statement by itself, and the run would wait for ever. */
const ANSWER_MS = STATEMENT_MS + 15_000;

/** Connects, lets the body ask, and disconnects. */
export async function withClient<T>(session: Session, body: (client: Client) => Promise<T>): Promise<T> {
    const { Client } = await import("pg");
    const client = new Client(configOf(session));
    client.on("error", () => undefined); // a connection that breaks fails the query under way
    await client.connect();
    try {
        return await body(client);
    } finally {
        await client.end().catch(() => undefined);
    }
}

/** Text in place of a secret, so that no error carries it. */
export function withoutSecret(text: string, secret: string | undefined): string {
    return secret ? text.replaceAll(secret, "***").replaceAll(encodeURIComponent(secret), "***") : text;
}

function configOf({ user, password, host, port, database, sslmode, sslrootcert }: Session): ClientConfig {
    return {
        ...{ user, password, host, port, database },
        ssl: tlsOf(sslmode, sslrootcert),
        application_name: APPLICATION,
        connectionTimeoutMillis: 15_000,
        statement_timeout: STATEMENT_MS,
        query_timeout: ANSWER_MS,
    };
}

/** What libpq's modes mean to Node.js. */
export function tlsOf(sslmode: SslMode, sslrootcert?: string): ClientConfig["ssl"] {
    if (sslmode === "disable") return false;
    const ca = sslrootcert === undefined ? {} : { ca: readFileSync(sslrootcert, "utf8") };
    // libpq: with a root certificate at hand `require` verifies as `verify-ca` does.
    if (sslmode === "require" && sslrootcert === undefined) return { rejectUnauthorized: false };
    if (sslmode === "verify-full") return { rejectUnauthorized: true, ...ca };
    return { rejectUnauthorized: true, ...ca, checkServerIdentity: () => undefined };
}
