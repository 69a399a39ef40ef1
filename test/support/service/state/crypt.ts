import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { Refusal } from "../api/http";

const NONCE = 12;
const TAG = 16;

/** Encrypts for one stack, with a key that never leaves the service. */
export class Crypt {
    private readonly key = randomBytes(32);

    encrypt(plain: Buffer): Buffer {
        const nonce = randomBytes(NONCE);
        const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
        return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    }

    /** @throws Refusal for what was not encrypted for this stack */
    decrypt(sealed: Buffer): Buffer {
        try {
            const opener = createDecipheriv("aes-256-gcm", this.key, sealed.subarray(0, NONCE));
            opener.setAuthTag(sealed.subarray(sealed.length - TAG));
            return Buffer.concat([opener.update(sealed.subarray(NONCE, sealed.length - TAG)), opener.final()]);
        } catch {
            throw new Refusal(400, "Bad Request: invalid ciphertext");
        }
    }
}
