import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { decryptJwe } from "../../../../components/credentials/apiKey/vendors/stripe/jwe";
import { encryptJwe } from "../../../support/vendors/stripe/jwe";

const pair = () =>
    generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });

describe("the encrypted secret of a live Stripe key", () => {
    const { publicKey, privateKey } = pair();
    const other = pair();
    const text = encryptJwe("rk_live_secret", publicKey);

    for (const algorithm of ["RSA-OAEP", "RSA-OAEP-256"] as const) {
        it(`is decrypted, wrapped with ${algorithm}`, () => {
            assert.equal(decryptJwe(encryptJwe("rk_live_secret", publicKey, algorithm), privateKey), "rk_live_secret");
        });
    }

    it("is refused when a part of it was altered", () => {
        for (const part of [1, 2, 3, 4]) {
            const parts = text.split(".");
            const bytes = Buffer.from(parts[part], "base64url");
            bytes[0] ^= 1;
            parts[part] = bytes.toString("base64url");
            assert.throws(() => decryptJwe(parts.join("."), privateKey), /cannot be decrypted/, `part ${part}`);
        }
        const [header, ...rest] = text.split(".");
        const spaced = Buffer.from(`${Buffer.from(header, "base64url").toString()} `).toString("base64url");
        assert.throws(
            () => decryptJwe([spaced, ...rest].join("."), privateKey),
            /cannot be decrypted/,
            "the header is signed too",
        );
    });

    it("is refused with another key, a shortened tag, and in any other form", () => {
        assert.throws(() => decryptJwe(text, other.privateKey), /cannot be decrypted/);
        const parts = text.split(".");
        assert.throws(
            () => decryptJwe([...parts.slice(0, 4), parts[4].slice(0, 6)].join("."), privateKey),
            /cannot be decrypted/,
        );
        assert.throws(() => decryptJwe("rk_live_plain", privateKey), /has 1 parts, expected the 5/);
        assert.throws(() => decryptJwe("!.a.b.c.d", privateKey), /header .* cannot be read/);
        const weak = Buffer.from(JSON.stringify({ alg: "RSA1_5", enc: "A128CBC-HS256" })).toString("base64url");
        assert.throws(
            () => decryptJwe([weak, ...parts.slice(1)].join("."), privateKey),
            /encrypted with "RSA1_5" and "A128CBC-HS256"; this package reads/,
        );
    });

    it("never shows in an error", () => {
        try {
            decryptJwe(text.replace(/.$/, ""), other.privateKey);
            assert.fail();
        } catch (error) {
            assert.ok(!String(error).includes(text.split(".")[3]));
        }
    });
});
