import { quoted } from "./names";
import { Administrator, FoundRole } from "./roles";

/** The first version in which CREATEROLE alone gives no power over existing roles. */
const ADMIN_OPTION_SINCE = 160_000;

/** Minor releases that do not run a login as its `SET role` says; each was followed within a week by one that does. */
const WITHOUT_ROLE: Record<number, string> = {
    130_017: "13.18",
    140_014: "14.15",
    150_009: "15.10",
    160_005: "16.6",
    170_001: "17.2",
};

/** Why logins of this server cannot run as another role; undefined if they can. */
export function rejectMinor(version: number): string | undefined {
    const next = WITHOUT_ROLE[version];
    if (next === undefined) return undefined;
    const own = `${Math.floor(version / 10_000)}.${version % 10_000}`;
    return (
        `PostgreSQL ${own} does not apply ALTER ROLE … SET role at a login, so a login would not run as its owner; expected ` +
        `${next} or later. Upgrade the server to the next minor release`
    );
}

/**
 * Why this administrator cannot rotate these roles; undefined if it can.
 *
 * @param names of all roles that the rotation makes or changes
 */
export function adminRejection(
    admin: Administrator,
    names: string[],
    found: FoundRole[],
    at: string,
): string | undefined {
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
