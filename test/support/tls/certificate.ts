import { createSign, generateKeyPairSync, randomBytes } from "node:crypto";

/** A certificate that a server shows, and the key behind it, both as PEM. */
export interface Certificate {
    cert: string;
    key: string;
}

const ECDSA_SHA256 = sequence(oid("2a8648ce3d040302"));

/** A fresh certificate for this machine and for these hosts, signed by itself: clients must be told to trust it. */
export function selfSigned(hosts: string[] = []): Certificate {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const name = sequence(tagged(0x31, sequence(oid("550403"), tagged(0x0c, Buffer.from("test server")))));
    const day = 24 * 3_600_000;
    const validity = sequence(time(Date.now() - day), time(Date.now() + day));
    const dns = hosts.map((host) => tagged(0x82, Buffer.from(host)));
    const names = sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])), ...dns);
    const extensions = tagged(0xa3, sequence(sequence(oid("551d11"), tagged(0x04, names))));
    const toSign = sequence(
        tagged(0xa0, integer(Buffer.from([2]))),
        integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
        ECDSA_SHA256,
        name,
        validity,
        name,
        publicKey.export({ type: "spki", format: "der" }),
        extensions,
    );
    const signature = createSign("sha256").update(toSign).sign(privateKey);
    const der = sequence(toSign, ECDSA_SHA256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
    const body = der
        .toString("base64")
        .replace(/(.{64})/g, "$1\n")
        .trim();
    return {
        cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
        key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    };
}

function tagged(tag: number, content: Buffer): Buffer {
    const { length } = content;
    const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
    return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
    return tagged(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
    return tagged(0x06, Buffer.from(hex, "hex"));
}

function integer(content: Buffer): Buffer {
    return tagged(0x02, content);
}

function time(at: number): Buffer {
    return tagged(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
}
