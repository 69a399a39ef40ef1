import { AwsError } from "../protocol/errors";
import type { Scope } from "./canonical";

/** The parts of an `Authorization: AWS4-HMAC-SHA256 …` header. */
export interface Authorization {
    accessKeyId: string;
    scope: Scope;
    signedHeaders: string[];
    signature: string;
}

/** Takes an Authorization header apart; `undefined` when there is none, an error when malformed. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
    if (header === undefined) return undefined;
    if (!header.startsWith("AWS4-HMAC-SHA256 ")) {
        throw new AwsError("IncompleteSignature", "Unsupported authorization algorithm.");
    }
    const parts = new Map(
        header
            .slice("AWS4-HMAC-SHA256 ".length)
            .split(",")
            .map((part) => part.trim())
            .map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]),
    );
    const credential = parts.get("Credential")?.split("/") ?? [];
    const [accessKeyId, date, region, service, terminator] = credential;
    const signature = parts.get("Signature");
    const signedHeaders = parts.get("SignedHeaders")?.split(";");
    if (
        credential.length !== 5 ||
        terminator !== "aws4_request" ||
        !accessKeyId ||
        !date ||
        !region ||
        !service ||
        !signature ||
        !signedHeaders
    ) {
        throw new AwsError(
            "IncompleteSignature",
            "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters.",
        );
    }
    return { accessKeyId, scope: { date, region, service }, signedHeaders, signature };
}
