/**
 * Replaces the password of one PostgreSQL login the way that operators do it by hand, with the calls of a runbook: a new
 * password on the server, then in Vault, then one login with it. Usage: login.mjs LOGIN PATH; server, administrator and Vault
 * come from the environment (PGHOST, PGPORT, PGUSER, PGPASSWORD, VAULT_ADDR, VAULT_TOKEN). The restart of what uses the
 * login is left out on both sides of the comparison.
 */
import { randomBytes } from "node:crypto";
import pg from "pg";

const [login, path] = process.argv.slice(2);
const password = randomBytes(48).toString("base64url").slice(0, 48);

await run({}, `ALTER USER "${login}" WITH PASSWORD '${password}'`);
const body = JSON.stringify({ data: { user: login, password, rotated_at: new Date().toISOString() } });
const headers = { "X-Vault-Token": process.env.VAULT_TOKEN ?? "" };
const put = await fetch(`${process.env.VAULT_ADDR}/v1/secret/data/${path}`, { method: "POST", headers, body });
if (!put.ok) throw new Error(`Vault answered ${put.status}`);
await run({ user: login, password }, "SELECT 1");

async function run(/** @type {pg.ClientConfig} */ as, /** @type {string} */ statement) {
    const client = new pg.Client({ database: "postgres", ...as });
    await client.connect();
    try {
        await client.query(statement);
    } finally {
        await client.end();
    }
}
