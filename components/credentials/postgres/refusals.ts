import { quoted } from "./names";
import { Administrator, FoundRole } from "./roles";

/** The first version in which CREATEROLE alone gives no power over existing roles. */
const ADMIN_OPTION_SINCE = 160_000;

/**
 * Why this administrator cannot rotate these roles; undefined if it can.
 *
 * @param names of all roles that the rotation makes or changes
 */
export function refusal(admin: Administrator, names: string[], found: FoundRole[], at: string): string | undefined {
    if (names.includes(admin.name)) {
        return (
            `the administrator ${JSON.stringify(admin.name)} is itself a role that is rotated, and would lock itself out; ` +
            `expected another user in server.username`
        );
    }
    if (admin.standby) return `${at} is a standby, which takes no changes; expected the primary in server.host`;
    if (admin.superuser) return undefined;
    const who = JSON.stringify(admin.name);
    if (!admin.createRole) {
        return `the administrator ${who} may not make roles: ALTER ROLE … CREATEROLE is missing (a superuser has to grant it)`;
    }
    const above = found.find(({ superuser }) => superuser);
    if (above) {
        return `${JSON.stringify(above.name)} is a superuser, which ${who} may not change; expected an ordinary role, or a superuser as administrator`;
    }
    const foreign = found.find(({ administered }) => !administered);
    if (admin.version < ADMIN_OPTION_SINCE || foreign === undefined) return undefined;
    return (
        `the administrator ${who} may not change the role ${JSON.stringify(foreign.name)}: since PostgreSQL 16 that needs ` +
        `ADMIN OPTION on it. Let a superuser run: GRANT ${quoted(foreign.name)} TO ${quoted(admin.name)} WITH ADMIN OPTION`
    );
}
