import { createCipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

const ROUNDS = 1_000_000;

/** Encrypts as the engine does with a passphrase, so that secret configuration needs no run of its own. */
export interface Encrypter {
    /** Goes into the stack's file as `encryptionsalt`; none where no passphrase is what encrypts. */
    salt?: string;
    encrypt(text: string): string;
}

/** Derives the key of a passphrase with a salt of its own. */
export async function encrypterFor(passphrase: string): Promise<Encrypter> {
    const salt = randomBytes(8);
    const key = await promisify(pbkdf2)(passphrase, salt, ROUNDS, 32, "sha256");
    const encrypt = (text: string): string => {
        const nonce = randomBytes(12);
        const cipher = createCipheriv("aes-256-gcm", key, nonce);
        const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
        return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
    };
    return { salt: `v1:${salt.toString("base64")}:${encrypt("pulumi")}`, encrypt };
}
