import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

/** PostgreSQL's own default (`scram_iterations`). */
const ITERATIONS = 4096;

/**
 * What the server keeps of a password (RFC 5803, as PostgreSQL writes it). A server that is sent this stores it as it
 * is, so that the password itself never goes there and is in none of its logs.
 *
 * @param password printable ASCII, for which SASLprep changes nothing
 * @param salt 16 bytes, base64
 */
export function scramVerifier(password: string, salt: string): string {
    const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), ITERATIONS, 32, "sha256");
    const clientKey = hmac(salted, "Client Key");
    const storedKey = createHash("sha256").update(clientKey).digest("base64");
    const serverKey = hmac(salted, "Server Key").toString("base64");
    return `SCRAM-SHA-256$${ITERATIONS}:${salt}$${storedKey}:${serverKey}`;
}

function hmac(key: Buffer, text: string): Buffer {
    return createHmac("sha256", key).update(text).digest();
}
