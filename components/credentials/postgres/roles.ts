import type { Client } from "pg";
import { APPLICATION } from "./connect";
import { Traits, traitsOf } from "./traits";

/** Who administers, and what they may do. */
export interface Administrator {
    name: string;
    superuser: boolean;
    createRole: boolean;
    /** Of the server: 160004 for 16.4. */
    version: number;
    /** True on a standby. */
    standby: boolean;
}

/** A role as the server has it. */
export interface FoundRole {
    name: string;
    oid: number;
    login: boolean;
    superuser: boolean;
    /** True if the administrator has ADMIN OPTION on it, directly or not. */
    administered: boolean;
    /** Name of the administrator. */
    admin: string;
    /** True if the administrator has its rights, which it takes to hand over what it owns. */
    usable: boolean;
    /** Databases in which it owns something, which its owner gets before it is dropped; null for what all of them share. */
    owns: (string | null)[];
    /** What its successor is given too. */
    traits: Traits;
    /** Sessions that are open under it. */
    sessions: OpenSession[];
    /** What was granted to it directly and its successor will not have, for example `privileges in app`. */
    privileges: string[];
}

/** A session that is open. */
export interface OpenSession {
    /** Null where the administrator may not see it. */
    application: string | null;
    address: string | null;
    since: Date | null;
}

/** What can be asked of everybody's server. */
export async function administratorOf(client: Client): Promise<Administrator> {
    const { rows } = await client.query<Administrator>(
        `SELECT rolname::text AS name, rolsuper AS superuser, rolcreaterole AS "createRole",
            current_setting('server_version_num')::int AS version, pg_is_in_recovery() AS standby
        FROM pg_roles WHERE rolname = session_user`,
    );
    return rows[0];
}

/** Those of the named roles that exist. */
export async function findRoles(client: Client, names: string[]): Promise<FoundRole[]> {
    const { rows } = await client.query<Omit<FoundRole, "sessions" | "privileges" | "owns" | "traits">>(
        `SELECT rolname::text AS name, oid::int8 AS oid, rolcanlogin AS login, rolsuper AS superuser,
            pg_has_role(session_user, oid, 'MEMBER WITH ADMIN OPTION') AS administered,
            pg_has_role(session_user, oid, 'USAGE') AS usable,
            session_user::text AS admin
        FROM pg_roles WHERE rolname = ANY($1) ORDER BY rolname`,
        [names],
    );
    const found: FoundRole[] = [];
    for (const row of rows) {
        const sessions = await sessionsOf(client, row.name);
        const privileges = await privilegesOf(client, row.name);
        const owns = await ownedIn(client, row.name);
        const traits = await traitsOf(client, row.name);
        found.push({ ...row, oid: Number(row.oid), sessions, privileges, owns, traits });
    }
    return found;
}

/** The numbers of those that exist. */
export async function numbersOf(client: Client, names: string[]): Promise<Pick<FoundRole, "name" | "oid">[]> {
    const sql = "SELECT rolname::text AS name, oid::int8 AS oid FROM pg_roles WHERE rolname = ANY($1)";
    const { rows } = await client.query<{ name: string; oid: string }>(sql, [names]);
    return rows.map(({ name, oid }) => ({ name, oid: Number(oid) }));
}

/** Sessions of a login, the oldest first; ours are not among them. */
export async function sessionsOf(client: Client, role: string): Promise<OpenSession[]> {
    const { rows } = await client.query<OpenSession>(
        `SELECT nullif(application_name, '<insufficient privilege>') AS application,
            host(client_addr) AS address, backend_start AS since
        FROM pg_stat_activity
        WHERE usename = $1 AND application_name IS DISTINCT FROM $2 AND coalesce(backend_type, 'client backend') = 'client backend'
        ORDER BY backend_start`,
        [role, APPLICATION],
    );
    return rows;
}

/** Where a role was granted privileges directly: they would be missing from its successor, and it cannot be dropped. */
export async function privilegesOf(client: Client, role: string): Promise<string[]> {
    const { rows } = await client.query<{ place: string }>(
        `SELECT DISTINCT coalesce('privileges in ' || datname, 'privileges on shared objects') AS place
        FROM pg_shdepend JOIN pg_roles ON pg_roles.oid = refobjid LEFT JOIN pg_database ON pg_database.oid = dbid
        WHERE refclassid = 'pg_authid'::regclass AND rolname = $1 AND deptype IN ('a', 'r', 'i')
            AND classid <> 'pg_auth_members'::regclass
        ORDER BY 1`,
        [role],
    );
    return rows.map(({ place }) => place);
}

/** Databases in which a role owns something; null for what all databases share. */
export async function ownedIn(client: Client, role: string): Promise<(string | null)[]> {
    const { rows } = await client.query<{ datname: string | null }>(
        `SELECT DISTINCT datname::text FROM pg_shdepend JOIN pg_roles ON pg_roles.oid = refobjid
            LEFT JOIN pg_database ON pg_database.oid = dbid
        WHERE refclassid = 'pg_authid'::regclass AND rolname = $1 AND deptype = 'o'`,
        [role],
    );
    return rows.map(({ datname }) => datname);
}

const MAX_SHOWN = 3;

/** Open sessions for a sentence: how many, and who, from where and since when for the oldest. */
export function describeSessions(sessions: OpenSession[]): string {
    const shown = sessions.slice(0, MAX_SHOWN).map(({ application, address, since }) => {
        const who =
            application === null || application === "" ? "a session without a name" : JSON.stringify(application);
        const when = since === null ? "" : ` since ${since.toISOString().replace(/\.\d+Z$/, "Z")}`;
        return `${who}${address === null ? "" : ` from ${address}`}${when}`;
    });
    const more = sessions.length > MAX_SHOWN ? ` and ${sessions.length - MAX_SHOWN} more` : "";
    return `${sessions.length} open session${sessions.length === 1 ? "" : "s"} (${shown.join(", ")}${more})`;
}
