import { createSign } from "node:crypto";

/** How long an assertion is good for, in seconds; Google takes an hour at most. */
const LIFE_S = 600;

/** What a service account signs to get a token (RFC 7523). */
export interface Assertion {
    email: string;
    keyId: string;
    /** PEM. Secret. */
    privateKey: string;
    tokenUri: string;
    scope: string;
}

/** Signs it; the clock is the machine's, for Google's own decides. */
export function signAssertion({ email, keyId, privateKey, tokenUri, scope }: Assertion): string {
    const now = Math.floor(Date.now() / 1000);
    const header = { alg: "RS256", typ: "JWT", kid: keyId };
    const claims = { iss: email, scope, aud: tokenUri, iat: now, exp: now + LIFE_S };
    const text = [header, claims].map((part) => encoded(JSON.stringify(part))).join(".");
    return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url")}`;
}

function encoded(text: string): string {
    return Buffer.from(text).toString("base64url");
}
