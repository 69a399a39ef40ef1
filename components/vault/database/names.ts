import { reject } from "../validate";
import type { VaultDatabaseConnection } from "./connection";

/** Name of a role in the engine. @throws Error where the connection does not allow it: Vault would tell nobody but the reader */
export function roleNamed(resource: string, role: string | undefined, { roles }: VaultDatabaseConnection): string {
    const name = role ?? resource;
    return roles.includes(name)
        ? name
        : reject(`${resource}: role`, name, `one of the connection's roles, ${roles.join(", ")}`);
}
