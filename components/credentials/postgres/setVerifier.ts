import type { Client } from "pg";
import { quoted } from "./names";

/** Sets a verifier; also to bring an older one back. */
export async function setVerifier(client: Client, role: string, verifier: string): Promise<void> {
    await client.query(`ALTER ROLE ${quoted(role)} PASSWORD '${verifier}'`);
}
