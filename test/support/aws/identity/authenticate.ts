import { timingSafeEqual } from "node:crypto";
import { AwsError } from "../protocol/errors";
import type { Incoming, Operation } from "../protocol/operation";
import { type Authorization, parseAuthorization } from "../sigv4/authorization";
import { verifySignature } from "../sigv4/verify";
import type { Key, Keyring } from "./keyring";

/** The authorization a request claims to have; malformed ones are refused as AWS does. */
export function claimOf(request: Incoming, operation: Operation): Authorization {
    const auth = parseAuthorization(request.headers.authorization);
    if (auth) return auth;
    const json = operation.protocol === "json";
    throw new AwsError(
        json ? "MissingAuthenticationTokenException" : "MissingAuthenticationToken",
        "Request is missing Authentication Token",
        403,
    );
}

/** Proves that a request was signed with the key, or throws what the service would answer. */
export function authenticate(
    request: Incoming,
    operation: Operation,
    auth: Authorization,
    key: Key | undefined,
    keyring: Keyring,
): void {
    if (!key || keyring.seenBy(operation.service, key) !== "Active") throw invalidToken(operation);
    const token = request.headers["x-amz-security-token"];
    if (!sameToken(token, key.sessionToken)) throw invalidToken(operation);
    verifySignature(request, operation, auth, key.secretAccessKey);
    if (key.expires !== undefined && Date.now() > key.expires) {
        const code = operation.protocol === "json" ? "ExpiredTokenException" : "ExpiredToken";
        throw new AwsError(code, "The security token included in the request is expired", 403);
    }
}

function sameToken(given: string | undefined, wanted: string | undefined): boolean {
    if (given === undefined || wanted === undefined) return given === wanted;
    const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
    return a.length === b.length && timingSafeEqual(a, b);
}

function invalidToken(operation: Operation): AwsError {
    const code = operation.protocol === "json" ? "UnrecognizedClientException" : "InvalidClientTokenId";
    return new AwsError(code, "The security token included in the request is invalid.", 403);
}
