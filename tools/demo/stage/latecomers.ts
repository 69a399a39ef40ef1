import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import type { Entry } from "../../../stack/schema";

/**
 * True for a credential that needs a Vault or the provider for PostgreSQL. On a machine that lacks these they are built
 * while the others are played already, and it comes in when all is there.
 */
export function isLate({ kind, stores }: Pick<Entry, "kind" | "stores">): boolean {
    return kind === "postgres-login" || stores.some(({ vaultKv }) => vaultKv !== undefined);
}

/** True where they can be played at once. */
export function isReady({ VAULT_PROGRAM, PULUMI_HOME = "" }: NodeJS.ProcessEnv): boolean {
    const plugins = path.join(PULUMI_HOME, "plugins");
    if (!VAULT_PROGRAM || !existsSync(plugins)) return false;
    return readdirSync(plugins).some((name) => name.startsWith("resource-postgresql-v"));
}
