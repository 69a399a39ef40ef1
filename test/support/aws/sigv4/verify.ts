import { AwsError } from "../protocol/errors";
import type { Incoming, Operation } from "../protocol/operation";
import type { Authorization } from "./authorization";
import { sha256, signatureOf } from "./canonical";

const FIVE_MINUTES = 5 * 60_000;

/** Checks everything about a signature but whose key it is; throws as the service would. */
export function verifySignature(request: Incoming, operation: Operation, auth: Authorization, secret: string): void {
    const { scope, signedHeaders } = auth;
    if (scope.service !== operation.service) {
        refuse(operation, `Credential should be scoped to correct service: '${operation.service}'.`);
    }
    if (operation.service === "iam" && scope.region !== "us-east-1") {
        refuse(operation, "Credential should be scoped to a valid region, not '" + scope.region + "'.");
    }
    checkSignedHeaders(request, operation, signedHeaders);
    const timestamp = checkTime(request, operation, auth);
    const hash = checkPayload(request, operation);
    const expected = signatureOf(request, signedHeaders, hash, timestamp, scope, secret);
    if (expected !== auth.signature) {
        refuse(
            operation,
            "The request signature we calculated does not match the signature you provided. Check your " +
                "AWS Secret Access Key and signing method. Consult the service documentation for details.",
        );
    }
}

/** `SignatureDoesNotMatch`, or what the JSON services call it. */
function refuse(operation: Operation, message: string): never {
    if (operation.protocol === "json") throw new AwsError("InvalidSignatureException", message);
    throw new AwsError("SignatureDoesNotMatch", message, 403);
}

/** What decides the meaning of a request has to be under the signature. */
function checkSignedHeaders(request: Incoming, operation: Operation, signed: string[]): void {
    const sorted = [...signed].sort();
    if (sorted.some((name, i) => name !== signed[i])) {
        refuse(operation, "SignedHeaders must be sorted.");
    }
    const needed = ["host", "x-amz-date", "x-amz-target", "x-amz-security-token"];
    for (const name of needed) {
        if (request.headers[name] !== undefined && !signed.includes(name)) {
            refuse(operation, `'${name}' must be a 'SignedHeader' in the AWS Authorization.`);
        }
    }
    const absent = signed.find((name) => request.headers[name] === undefined);
    if (absent) refuse(operation, `The signed header '${absent}' is not in the request.`);
}

/** A signature is good for five minutes by the real clock, and for the day of its scope. */
function checkTime(request: Incoming, operation: Operation, auth: Authorization): string {
    const timestamp = request.headers["x-amz-date"] ?? "";
    const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
    if (!found) {
        throw new AwsError("IncompleteSignature", "Authorization header requires 'X-Amz-Date'.");
    }
    const [year, month, day, hour, minute, second] = found.slice(1).map(Number);
    const signedAt = Date.UTC(year!, month! - 1, day, hour, minute, second);
    if (auth.scope.date !== timestamp.slice(0, 8)) {
        refuse(operation, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version.");
    }
    const age = Date.now() - signedAt;
    if (age > FIVE_MINUTES) refuse(operation, `Signature expired: ${timestamp} is too long ago.`);
    if (age < -FIVE_MINUTES) refuse(operation, `Signature not yet current: ${timestamp} is to come.`);
    return timestamp;
}

/** Only S3 takes an unsigned payload; a declared hash has to be that of the body. */
function checkPayload(request: Incoming, operation: Operation): string {
    const hash = sha256(request.body);
    const declared = request.headers["x-amz-content-sha256"];
    if (declared !== undefined && declared !== hash) {
        refuse(operation, "The value of 'x-amz-content-sha256' is not the hash of the body.");
    }
    return hash;
}
