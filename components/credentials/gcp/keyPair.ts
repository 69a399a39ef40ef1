import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";

/** A fresh pair of RSA keys, whose private half never leaves this process but for the state and the stores. */
export interface KeyPair {
    /** PKCS#8 PEM. Secret. */
    privateKey: string;
    /** X.509 PEM, signed by itself: the form in which Google takes a public key. */
    certificate: string;
}

/** Google takes RSA keys of 2048 bits and more. */
const BITS = 2048;

/**
 * Makes a pair.
 *
 * @param email of the service account; the certificate's name
 * @param from when it begins to be valid (RFC 3339)
 * @param until when it ends
 */
export async function makeKeyPair(email: string, from: string, until: string): Promise<KeyPair> {
    const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", {
        modulusLength: BITS,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const { pki, md } = (await import("node-forge")).default;
    const certificate = pki.createCertificate();
    certificate.publicKey = pki.publicKeyFromPem(publicKey);
    certificate.serialNumber = "01";
    certificate.validity.notBefore = new Date(from);
    certificate.validity.notAfter = new Date(until);
    const name = [{ name: "commonName", value: email.slice(0, 64) }];
    certificate.setSubject(name);
    certificate.setIssuer(name);
    certificate.sign(pki.privateKeyFromPem(privateKey), md.sha256.create());
    return { privateKey, certificate: pki.certificateToPem(certificate) };
}
