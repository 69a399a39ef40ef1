import type { Credentials } from "../identity/principals";
import type { Incoming } from "../protocol/operation";
import type { Service } from "../protocol/errors";
import { scopeText, sha256, signatureOf } from "../sigv4/canonical";

/** The headers of a signed request, for a body that is sent to the root of a service. */
export function signedHeaders(
    service: Service,
    region: string,
    credentials: Credentials,
    headers: Record<string, string>,
    body: Buffer,
    at = new Date(),
): Record<string, string> {
    const timestamp = at.toISOString().replace(/[-:]|\.\d+/g, "");
    const all: Record<string, string> = { ...headers, "x-amz-date": timestamp };
    if (credentials.sessionToken) all["x-amz-security-token"] = credentials.sessionToken;
    const names = Object.keys(all).sort();
    const scope = { date: timestamp.slice(0, 8), region, service };
    const request: Incoming = { method: "POST", path: "/", query: "", headers: all, body };
    const secret = credentials.secretAccessKey;
    const signature = signatureOf(request, names, sha256(body), timestamp, scope, secret);
    const credential = `${credentials.accessKeyId}/${scopeText(scope)}`;
    all.authorization =
        `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names.join(";")}, ` + `Signature=${signature}`;
    return all;
}
