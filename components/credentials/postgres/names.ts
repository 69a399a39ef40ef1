import { Slot } from "../../decision/types";
import { identityChangeHelp } from "../identityChange";

/** PostgreSQL cuts names off behind this many bytes. */
const MAX_LENGTH = 63;

/** Names of the roles of one login. */
export interface RoleNames {
    /** Whoever owns what the logins make. */
    owner: string;
    blue: string;
    green: string;
}

/**
 * The two logins and the role that they run as.
 *
 * @throws Error when a name is empty, holds a zero byte or is too long for PostgreSQL
 */
export function roleNames(name: string, login: string, owner: string = login): RoleNames {
    const names = { owner, blue: `${login}_blue`, green: `${login}_green` };
    for (const slot of ["blue", "green"] as Slot[]) checkName(name, "login", names[slot], login);
    checkName(name, "owner", owner);
    if (owner === names.blue || owner === names.green) {
        throw new Error(
            `${name}: owner: ${JSON.stringify(owner)} is the name of one of its logins; expected another role`,
        );
    }
    return names;
}

/** @throws Error when PostgreSQL could not have a role of that name */
export function checkName(credential: string, field: string, value: unknown, given: unknown = value): void {
    if (typeof value !== "string" || given === "" || value === "") {
        throw new Error(`${credential}: ${field}: ${JSON.stringify(given)}; expected the name of a role, like "myapp"`);
    }
    const bytes = Buffer.byteLength(value);
    if (value.includes("\0") || bytes > MAX_LENGTH) {
        throw new Error(
            `${credential}: ${field}: ${JSON.stringify(value)} has ${bytes} bytes; expected a name of at most ${MAX_LENGTH}, ` +
                `none of them zero, for PostgreSQL cuts longer ones off`,
        );
    }
}

/** The role in the identifier of a login or of a password. */
export function roleOf(id: string): string {
    return id.slice(0, id.lastIndexOf("/"));
}

/** @throws Error when the record is that of another login: the one that is published would be renamed or dropped */
export function rejectOtherLogin(title: string, id: string, ours: string[]): void {
    if (ours.includes(roleOf(id))) return;
    const expected = ours.map((name) => JSON.stringify(name)).join(" or ");
    throw new Error(
        `${title}: the record is that of ${JSON.stringify(roleOf(id))}, expected ${expected}: ` +
            identityChangeHelp({ fields: "login or mode", set: "them", place: "login" }),
    );
}

/** A name as it stands in SQL. */
export function quoted(name: string): string {
    return `"${name.replaceAll('"', '""')}"`;
}
