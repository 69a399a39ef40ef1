import type { Client } from "pg";
import { quoted } from "./names";

/** A setting that a session of a role begins with. */
export interface RoleSetting {
    /** Null where it holds in all databases. */
    database: string | null;
    name: string;
    /** As the server keeps it. */
    value: string;
}

/** What belongs to a login itself and to nobody else that it runs as. */
export interface Traits {
    settings: RoleSetting[];
    /** Sessions at one time; -1 for any number. */
    connectionLimit: number;
    /** Roles that it is a member of, and whether the administrator may grant them. */
    memberships: { name: string; grantable: boolean }[];
}

/** What nobody gave anything. */
export const NO_TRAITS: Traits = { settings: [], connectionLimit: -1, memberships: [] };

/** Set for each login by us: the role that it runs as. */
const MANAGED_SETTINGS = ["role", "session_authorization"];

/** Reads what belongs to a role. */
export async function traitsOf(client: Client, role: string): Promise<Traits> {
    const settings = await client.query<{ database: string | null; setting: string }>(
        `SELECT datname::text AS database, unnest(setconfig) AS setting
        FROM pg_db_role_setting JOIN pg_roles ON pg_roles.oid = setrole LEFT JOIN pg_database ON pg_database.oid = setdatabase
        WHERE rolname = $1 ORDER BY 1 NULLS FIRST, 2`,
        [role],
    );
    const limit = await client.query<{ limit: number }>(
        "SELECT rolconnlimit AS limit FROM pg_roles WHERE rolname = $1",
        [role],
    );
    const members = await client.query<{ name: string; grantable: boolean }>(
        `SELECT DISTINCT granted.rolname::text AS name, me.rolsuper
            OR (me.rolcreaterole AND NOT granted.rolsuper AND current_setting('server_version_num')::int < 160000)
            OR pg_has_role(session_user, granted.oid, 'MEMBER WITH ADMIN OPTION') AS grantable
        FROM pg_auth_members JOIN pg_roles granted ON granted.oid = roleid JOIN pg_roles member ON member.oid = member,
            pg_roles me
        WHERE member.rolname = $1 AND me.rolname = session_user ORDER BY 1`,
        [role],
    );
    return {
        settings: settings.rows.map(({ database, setting }) => {
            const end = setting.indexOf("=");
            return { database, name: setting.slice(0, end), value: setting.slice(end + 1) };
        }),
        connectionLimit: limit.rows[0]?.limit ?? -1,
        memberships: members.rows,
    };
}

/**
 * What a new login is given: what the login before it has, and what the role that it runs as has besides. A role's own
 * settings hold for those who log in as it, and for nobody who runs as it.
 *
 * @param before the login that is published, if there is one
 */
export function inherited(owner: Traits | undefined, before: Traits | undefined, ownerName: string): Traits {
    const first = before ?? NO_TRAITS;
    const key = ({ database, name }: RoleSetting) => JSON.stringify([database, name]);
    const known = new Set(first.settings.map(key));
    const more = (owner?.settings ?? []).filter((setting) => !known.has(key(setting)));
    return {
        settings: [...first.settings, ...more].filter(({ name }) => !MANAGED_SETTINGS.includes(name)),
        connectionLimit: before?.connectionLimit ?? owner?.connectionLimit ?? -1,
        memberships: first.memberships.filter(({ name }) => name !== ownerName),
    };
}

/** What the provider sets itself, for it would set it back otherwise; the rest is ours to set. */
export interface Native {
    connectionLimit?: number;
    searchPaths?: string[];
    statementTimeout?: number;
    idleInTransactionSessionTimeout?: number;
}

/** The part of it that the provider has arguments for. */
export function nativeOf({ settings, connectionLimit }: Traits): Native {
    const everywhere = (wanted: string) =>
        settings.find(({ database, name }) => database === null && name === wanted)?.value;
    const searchPaths = listOf(everywhere("search_path"));
    const statementTimeout = millisecondsOf(everywhere("statement_timeout"));
    const idleInTransactionSessionTimeout = millisecondsOf(everywhere("idle_in_transaction_session_timeout"));
    return {
        ...(connectionLimit === -1 ? {} : { connectionLimit }),
        ...(searchPaths ? { searchPaths } : {}),
        ...(statementTimeout ? { statementTimeout } : {}),
        ...(idleInTransactionSessionTimeout ? { idleInTransactionSessionTimeout } : {}),
    };
}

/** Names in a list as SQL has it; undefined where the provider could not write them. */
export function listOf(value: string | undefined): string[] | undefined {
    if (value === undefined) return undefined;
    const names = [...value.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^",]*[^",\s]))\s*(?:,|$)/g)].map(
        ([, inQuotes, plain]) => (inQuotes === undefined ? plain : inQuotes.replaceAll('""', '"')),
    );
    return names.length > 0 && names.every((name) => name !== "" && !/, |"/.test(name)) ? names : undefined;
}

const UNITS: Record<string, number> = { us: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a time as the server takes it: without a unit they are that already. */
export function millisecondsOf(value: string | undefined): number | undefined {
    const found = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/.exec(value ?? "");
    return found ? Math.round(Number(found[1]) * UNITS[found[2] ?? "ms"]) : undefined;
}

/** Settings whose value is a list of names, each of which is quoted by itself. */
const LISTS = ["search_path", "temp_tablespaces", "local_preload_libraries", "session_preload_libraries"];

/** Times that the provider reads as plain numbers, and fails at a unit. */
const TIMES = ["statement_timeout", "idle_in_transaction_session_timeout"];

/** The statements that give a role its settings; run again they change nothing. */
export function statementsFor(role: string, { settings }: Traits): { name: string; sql: string }[] {
    return settings.map(({ database, name, value }) => {
        const where = database === null ? "" : ` IN DATABASE ${quoted(database)}`;
        return { name, sql: `ALTER ROLE ${quoted(role)}${where} SET ${quoted(name)} TO ${asSql(name, value)}` };
    });
}

function asSql(name: string, value: string): string {
    if (TIMES.includes(name)) return literal(String(millisecondsOf(value) ?? value));
    if (!LISTS.includes(name)) return literal(value);
    const names = [...value.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^",]*[^",\s]))\s*(?:,|$)/g)];
    if (names.length === 0) return "''";
    return names.map(([, inQuotes, plain]) => literal(inQuotes?.replaceAll('""', '"') ?? plain)).join(", ");
}

function literal(text: string): string {
    const escaped = text.replaceAll("'", "''");
    return text.includes("\\") ? ` E'${escaped.replaceAll("\\", "\\\\")}'` : `'${escaped}'`;
}
