import { constants, createDecipheriv, privateDecrypt } from "node:crypto";

/** How the content key may be wrapped (RFC 7518, 4.3), with the hash that each takes. */
const WRAPPINGS: Record<string, string> = { "RSA-OAEP": "sha1", "RSA-OAEP-256": "sha256" };

/**
 * Decrypts a compact JWE (RFC 7516) whose content is encrypted with A256GCM.
 *
 * @param privateKey PEM of the key whose public half was sent
 * @throws Error that says which step failed; never with a part of the text
 */
export function decryptJwe(text: string, privateKey: string): string {
    const parts = text.split(".");
    if (parts.length !== 5)
        throw new Error(`the encrypted secret has ${parts.length} parts, expected the 5 of a compact JWE`);
    const [header, wrapped, iv, content, tag] = parts;
    const { alg, enc } = readHeader(header);
    const oaepHash = WRAPPINGS[String(alg)];
    if (oaepHash === undefined || enc !== "A256GCM") {
        throw new Error(
            `the secret is encrypted with ${JSON.stringify(alg)} and ${JSON.stringify(enc)}; this package reads ` +
                `${Object.keys(WRAPPINGS).join(" and ")} with A256GCM`,
        );
    }
    try {
        const padding = constants.RSA_PKCS1_OAEP_PADDING;
        const key = privateDecrypt({ key: privateKey, oaepHash, padding }, bytes(wrapped));
        const cipher = createDecipheriv("aes-256-gcm", key, bytes(iv), { authTagLength: 16 });
        cipher.setAAD(Buffer.from(header, "ascii"));
        cipher.setAuthTag(bytes(tag));
        return Buffer.concat([cipher.update(bytes(content)), cipher.final()]).toString("utf8");
    } catch {
        throw new Error(
            "the encrypted secret cannot be decrypted with the key that was sent along, or was altered on its way",
        );
    }
}

function readHeader(header: string): { alg?: unknown; enc?: unknown } {
    try {
        return JSON.parse(bytes(header).toString("utf8")) as { alg?: unknown; enc?: unknown };
    } catch {
        throw new Error("the header of the encrypted secret cannot be read");
    }
}

function bytes(text: string): Buffer {
    return Buffer.from(text, "base64url");
}
