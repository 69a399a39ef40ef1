import { randomBytes } from "node:crypto";
import type { Client } from "pg";
import { codeOf } from "./failures";
import { quoted } from "./names";
import { scramVerifier } from "./scram";

/** How a password is sent to the server: as a verifier, which it cannot be read from, or as it is. */
export type PasswordForm = "verifier" | "plain";

/**
 * Finds out whether the server takes passwords in this form: makes a role of another name in a transaction that is rolled
 * back. A policy of the server (credcheck, `rds.restrict_password_commands`) answers as it would answer for the login.
 *
 * @throws Error with the server's own words and the ways out
 */
export async function tryPasswords(client: Client, form: PasswordForm): Promise<void> {
    const password = `Aa1${randomBytes(20).toString("hex")}`;
    const sent = form === "plain" ? password : scramVerifier(password, randomBytes(16).toString("base64"));
    const name = `rotation_trial_${randomBytes(6).toString("hex")}`;
    await client.query("BEGIN");
    try {
        await client.query(`CREATE ROLE ${quoted(name)} LOGIN PASSWORD '${sent}'`);
    } catch (error) {
        throw new Error(explain(error, form), { cause: error });
    } finally {
        await client.query("ROLLBACK");
    }
}

function explain(error: unknown, form: PasswordForm): string {
    const words = `${codeOf(error) ?? ""} ${error instanceof Error ? error.message : String(error)}`.trim();
    if (form === "plain") {
        return `the server does not take the password of a new login (${words}), so none is made. Ask whoever runs it which policy refuses letters and digits, or set passwordLength`;
    }
    return (
        `the server takes no SCRAM verifier in place of a password (${words}), so no login is made. If a ` +
        `password policy says so, let verifiers in (credcheck: credcheck.encrypted_password_allowed = on; RDS with ` +
        `rds.restrict_password_commands: make the administrator a member of rds_password), or set passwordForm: "plain", which sends the ` +
        `password itself, over TLS only`
    );
}
