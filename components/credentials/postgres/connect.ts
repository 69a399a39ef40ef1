import { readFileSync } from "node:fs";
import type { Client, ClientConfig } from "pg";
import { SslMode, Target } from "./fields";

/** By this name our own sessions are told from everybody else's. */
export const APPLICATION = "pulumi-credential-rotation";

/** Somebody who connects to a database. */
export interface Session extends Target {
    user: string;
    password?: string;
    /** The administrator's certificate: JSON of `cert` and `key`, which are files, or PEM where `sslinline` is true. */
    clientcert?: string;
}

/** How long the server works at a statement. */
const STATEMENT_MS = 60_000;

/** How long a connection may take. */
export const CONNECT_MS = 15_000;

/** A server that is gone without a word ends no statement by itself, and the run would wait for ever. */
const ANSWER_MS = STATEMENT_MS + 15_000;

/** Connects as the administrator, straight to the server, lets the body ask, and disconnects. */
export async function withClient<T>(session: Session, body: (client: Client) => Promise<T>): Promise<T> {
    return withLogin(session, async (client) => {
        await client.query(`SET application_name = '${APPLICATION}'; SET statement_timeout = ${STATEMENT_MS}`);
        return body(client);
    });
}

/**
 * Connects as a consumer does, perhaps through a pooler: nothing is set in the session, for a pooler that shares its sessions
 * would hand the setting to somebody else.
 */
export async function withLogin<T>(session: Session, body: (client: Client) => Promise<T>): Promise<T> {
    const { Client } = await import("pg");
    const client = unadorned(new Client(configOf(session)));
    client.on("error", () => undefined); // a connection that breaks fails the query under way
    await client.connect();
    try {
        return await body(client);
    } finally {
        await client.end().catch(() => undefined);
    }
}

/**
 * Says who it is and which database it wants, and nothing else: poolers refuse a session whose start-up packet sets something
 * that they do not follow. The library would add settings of its own and of the environment (PGOPTIONS, PGAPPNAME).
 */
function unadorned(client: Client): Client {
    const startup = () => ({ user: client.user, database: client.database });
    return Object.assign(client, { getStartupConf: startup });
}

/** Text in place of a secret, so that no error carries it. */
export function withoutSecret(text: string, secret: string | undefined): string {
    return secret ? text.replaceAll(secret, "***").replaceAll(encodeURIComponent(secret), "***") : text;
}

function configOf({ user, password, host, port, database, sslmode, sslrootcert, clientcert }: Session): ClientConfig {
    return {
        ...{ user, password, host, port, database },
        ssl: withCertificate(tlsOf(sslmode, sslrootcert), clientcert),
        connectionTimeoutMillis: CONNECT_MS,
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

function withCertificate(tls: ClientConfig["ssl"], clientcert: string | undefined): ClientConfig["ssl"] {
    if (clientcert === undefined || typeof tls !== "object") return tls;
    const { cert, key, sslinline } = JSON.parse(clientcert) as { cert: string; key: string; sslinline?: boolean };
    const inline = String(sslinline ?? false) === "true";
    return { ...tls, ...(inline ? { cert, key } : { cert: readFileSync(cert), key: readFileSync(key) }) };
}
