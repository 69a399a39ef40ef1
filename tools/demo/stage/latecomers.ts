import { existsSync, readdirSync } from "node:fs";
import * as path from "node:path";
import type { Entry } from "../../../stack/schema";
import { checkedEntries } from "./listed";

/**
 * Credentials that need a Vault and the provider for PostgreSQL. On a machine that has neither yet they are built while
 * the others are played already, and these come in when all is there; else they are there from the first run on.
 */
export const LATECOMERS: Entry[] = checkedEntries([
    {
        kind: "postgres-login",
        name: "orders",
        login: "orders",
        database: "shop",
        every: "30d",
        stores: [{ vaultKv: { path: "secret/orders/db" } }],
    },
]);

/** True where they can be played at once. */
export function isReady({ VAULT_PROGRAM, PULUMI_HOME = "" }: NodeJS.ProcessEnv): boolean {
    const plugins = path.join(PULUMI_HOME, "plugins");
    if (!VAULT_PROGRAM || !existsSync(plugins)) return false;
    return readdirSync(plugins).some((name) => name.startsWith("resource-postgresql-v"));
}
