import type { Entry } from "../../../stack/schema";
import { checkedEntries } from "./listed";

/**
 * Credentials that need a Vault. On a machine that has none yet it is built while the others are played already, and
 * these come in when it is there; else they are there from the first run on.
 */
export const LATECOMERS: Entry[] = checkedEntries([
    {
        kind: "sendgrid-api-key",
        name: "alerts",
        managementKey: { config: "alertsManagementKey" },
        scopes: ["mail.send"],
        every: "30d",
        stores: [{ vaultKv: { path: "secret/alerts/sendgrid" } }],
    },
]);
