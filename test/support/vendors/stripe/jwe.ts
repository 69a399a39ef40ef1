import { constants, createCipheriv, publicEncrypt, randomBytes } from "node:crypto";

/** How the content key is wrapped. */
export type JweAlgorithm = "RSA-OAEP" | "RSA-OAEP-256";

/** Encrypts a text as a compact JWE for the owner of a public key. */
export function encryptJwe(
    text: string,
    publicKey: string,
    alg: JweAlgorithm = "RSA-OAEP-256",
    enc = "A256GCM",
): string {
    const header = Buffer.from(JSON.stringify({ alg, enc })).toString("base64url");
    const key = randomBytes(32);
    const iv = randomBytes(12);
    const oaepHash = alg === "RSA-OAEP" ? "sha1" : "sha256";
    const wrapped = publicEncrypt({ key: publicKey, oaepHash, padding: constants.RSA_PKCS1_OAEP_PADDING }, key);
    const cipher = createCipheriv("aes-256-gcm", key, iv);
    cipher.setAAD(Buffer.from(header, "ascii"));
    const content = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return [header, ...[wrapped, iv, content, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}
