import { createHash, createHmac } from "node:crypto";
import type { Incoming } from "../protocol/operation";

/** The credential scope of a signature: `<date>/<region>/<service>/aws4_request`. */
export interface Scope {
    date: string;
    region: string;
    service: string;
}

export function sha256(data: Buffer | string): string {
    return createHash("sha256").update(data).digest("hex");
}

function hmac(key: Buffer | string, data: string): Buffer {
    return createHmac("sha256", key).update(data).digest();
}

/** Computes the signature of a request as the AWS documentation lays it down. */
export function signatureOf(
    request: Incoming,
    signedHeaders: string[],
    payloadHash: string,
    timestamp: string,
    scope: Scope,
    secret: string,
): string {
    const canonical = [
        request.method,
        canonicalPath(request.path),
        canonicalQuery(request.query),
        ...signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name] ?? "")}`),
        "",
        signedHeaders.join(";"),
        payloadHash,
    ].join("\n");
    const toSign = ["AWS4-HMAC-SHA256", timestamp, scopeText(scope), sha256(canonical)].join("\n");
    return hmac(signingKey(secret, scope), toSign).toString("hex");
}

export function scopeText({ date, region, service }: Scope): string {
    return `${date}/${region}/${service}/aws4_request`;
}

const signingKeys = new Map<string, Buffer>();

/** Four HMACs that are the same for a day: worth remembering in a benchmark. */
function signingKey(secret: string, scope: Scope): Buffer {
    const name = `${secret}/${scopeText(scope)}`;
    let key = signingKeys.get(name);
    if (!key) {
        const parts = [scope.date, scope.region, scope.service, "aws4_request"];
        key = parts.reduce<Buffer>((from, part) => hmac(from, part), Buffer.from(`AWS4${secret}`));
        if (signingKeys.size > 1000) signingKeys.clear();
        signingKeys.set(name, key);
    }
    return key;
}

/** Every service but S3 encodes the path's segments once more. */
function canonicalPath(path: string): string {
    return path.split("/").map(encode).join("/") || "/";
}

function canonicalQuery(query: string): string {
    if (query === "") return "";
    return [...new URLSearchParams(query)]
        .map(([name, value]) => `${encode(name)}=${encode(value)}`)
        .sort()
        .join("&");
}

function canonicalValue(value: string): string {
    return value.trim().replace(/ +/g, " ");
}

function encode(text: string): string {
    return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
