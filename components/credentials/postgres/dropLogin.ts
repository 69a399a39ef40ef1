import type { Client } from "pg";
import { removeBelongings } from "./belongings";
import { Session, withClient } from "./connect";
import { quoted } from "./names";
import { describeSessions, ownedIn, privilegesOf, sessionsOf } from "./roles";

/** Time that sessions get to end after they were told to. */
const TIMEOUT_MS = 30_000;

/** Nobody can log in as this role from now on. Sessions that are open go on. */
export async function forbidLogin(client: Client, role: string): Promise<void> {
    await client.query(`ALTER ROLE ${quoted(role)} NOLOGIN`);
}

/**
 * Ends all sessions of a role that cannot log in any more, and waits for it.
 *
 * @throws Error when some are still open after half a minute
 */
export async function terminateSessions(client: Client, role: string): Promise<number> {
    const began = Date.now();
    let ended = 0;
    for (;;) {
        const sql = "SELECT count(pg_terminate_backend(pid))::int AS told FROM pg_stat_activity WHERE usename = $1";
        ended = Math.max(ended, (await client.query<{ told: number }>(sql, [role])).rows[0].told);
        const open = await sessionsOf(client, role);
        if (open.length === 0) return ended;
        if (Date.now() - began > TIMEOUT_MS) {
            throw new Error(`${describeSessions(open)} of ${JSON.stringify(role)} did not end within 30 s`);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}

/**
 * Drops a login and nothing else: what it owns, in whatever database, goes to the owner first, and its own default
 * privileges and user mappings are removed. No DROP OWNED, which would
 * take data along.
 *
 * @throws Error when privileges were granted to it directly; it stays, and cannot log in
 */
export async function dropLogin(session: Session, role: string, owner: string): Promise<void> {
    await withClient(session, async (client) => {
        const known = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
        if (known.rowCount === 0) return;
        await forbidLogin(client, role);
        for (const database of await ownedIn(client, role)) {
            await withClient({ ...session, database: database ?? session.database }, async (there) => {
                await there.query(`REASSIGN OWNED BY ${quoted(role)} TO ${quoted(owner)}`);
                await removeBelongings(there, role);
            });
        }
        const privileges = await privilegesOf(client, role);
        if (privileges.length > 0) {
            throw new Error(
                `the role ${JSON.stringify(role)} was granted ${privileges.join(", ")} directly, so it cannot be dropped; it ` +
                    `cannot log in any more. Grant them to ${JSON.stringify(owner)} and revoke them from it, and run again`,
            );
        }
        await client.query(`DROP ROLE ${quoted(role)}`);
    });
}
