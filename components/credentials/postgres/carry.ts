import type { Client } from "pg";
import { quoted, RoleNames } from "./names";
import { FoundRole } from "./roles";
import { statementsFor, Traits } from "./traits";

/**
 * Gives a new login the settings that hold for the one before it. Run again it changes nothing.
 *
 * @throws Error that names the setting; the login is not published then
 */
export async function carry(client: Client, role: string, traits: Traits): Promise<void> {
    for (const { name, sql } of statementsFor(role, traits)) {
        try {
            await client.query(sql);
        } catch (error) {
            const said = error instanceof Error ? error.message : String(error);
            throw new Error(
                `the setting ${name} could not be given to the new login ${JSON.stringify(role)} (${said}), so it is not published. ` +
                    `Let somebody who may set it run: ALTER ROLE ${quoted(role)} SET ${name} …; or reset it on the role that has it, ` +
                    `and run again`,
            );
        }
    }
}

/** What a new login could not be given, and how it can; undefined if it can have everything. */
export function rejectTraits(found: FoundRole[], names: RoleNames): string | undefined {
    for (const { name, admin, traits } of found) {
        if (name !== names.blue && name !== names.green) continue;
        const closed = traits.memberships.filter((role) => role.name !== names.owner && !role.grantable);
        if (closed.length === 0) continue;
        const roles = closed.map((role) => quoted(role.name)).join(", ");
        return (
            `the login ${JSON.stringify(name)} is a member of ${roles} itself, which ${JSON.stringify(admin)} could not grant to its ` +
            `successor, so none is made. Let a superuser run: GRANT ${roles} TO ${quoted(names.owner)}; REVOKE ` +
            `${roles} FROM ${quoted(name)}`
        );
    }
    return undefined;
}
