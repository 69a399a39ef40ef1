import type { Client } from "pg";
import { quoted } from "./names";

/** Objects by the letter that the server keeps (pg_default_acl). */
const OBJECTS: Record<string, string> = {
    r: "TABLES",
    S: "SEQUENCES",
    f: "FUNCTIONS",
    T: "TYPES",
    n: "SCHEMAS",
    L: "LARGE OBJECTS",
};

/** What everybody has by default on what somebody makes. */
const PUBLIC: Record<string, string> = { f: "EXECUTE", T: "USAGE" };

interface DefaultPrivileges {
    objects: string;
    schema: string | null;
    /** Null for nobody, and for PUBLIC. */
    grantee: string | null;
    granted: boolean;
}

/**
 * Removes what a login has of its own in a database and no REASSIGN OWNED takes over: default privileges for what it makes,
 * and its user mappings. Each by its name: DROP OWNED would take data along that was made a moment before.
 */
export async function removeBelongings(client: Client, role: string): Promise<void> {
    for (const statement of restoring(role, await defaultPrivileges(client, role))) await client.query(statement);
    const servers = await client.query<{ server: string }>(
        "SELECT srvname::text AS server FROM pg_user_mappings WHERE usename = $1",
        [role],
    );
    if (servers.rows.length === 0) return;
    const { rows } = await client.query<{ superuser: boolean }>(
        "SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = session_user",
    );
    await client.query("BEGIN");
    try {
        // Only the owner of a foreign server and the user itself may do it.
        if (!rows[0].superuser) await client.query(`SET LOCAL ROLE ${quoted(role)}`);
        for (const { server } of servers.rows) {
            await client.query(`DROP USER MAPPING IF EXISTS FOR ${quoted(role)} SERVER ${quoted(server)}`);
        }
        await client.query("COMMIT");
    } catch (error) {
        await client.query("ROLLBACK");
        throw error;
    }
}

async function defaultPrivileges(client: Client, role: string): Promise<DefaultPrivileges[]> {
    const { rows } = await client.query<DefaultPrivileges>(
        `SELECT DISTINCT defaclobjtype::text AS objects, nspname::text AS schema, grantees.rolname::text AS grantee,
            one.grantee IS NOT NULL AS granted
        FROM pg_default_acl JOIN pg_roles owners ON owners.oid = defaclrole
            LEFT JOIN pg_namespace ON pg_namespace.oid = defaclnamespace
            LEFT JOIN LATERAL aclexplode(defaclacl) AS one ON true LEFT JOIN pg_roles grantees ON grantees.oid = one.grantee
        WHERE owners.rolname = $1 ORDER BY 1, 2, 3`,
        [role],
    );
    return rows;
}

/** Statements after which a role's default privileges are those that everybody begins with, and no entry is left. */
export function restoring(role: string, found: DefaultPrivileges[]): string[] {
    const begin = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoted(role)}`;
    const revoked = found
        .filter(({ granted }) => granted)
        .map(({ objects, schema, grantee }) => {
            const where = schema === null ? "" : ` IN SCHEMA ${quoted(schema)}`;
            return `${begin}${where} REVOKE ALL ON ${OBJECTS[objects]} FROM ${grantee === null ? "PUBLIC" : quoted(grantee)}`;
        });
    const everywhere = new Set(found.filter(({ schema }) => schema === null).map(({ objects }) => objects));
    const given = [...everywhere].flatMap((objects) => [
        ...(PUBLIC[objects] ? [`${begin} GRANT ${PUBLIC[objects]} ON ${OBJECTS[objects]} TO PUBLIC`] : []),
        `${begin} GRANT ALL ON ${OBJECTS[objects]} TO ${quoted(role)}`,
    ]);
    return [...revoked, ...given];
}
