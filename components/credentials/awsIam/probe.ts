import { stsClient } from "../../clients/aws/clients";
import { AwsSettings } from "../../clients/aws/settings";
import { Fields } from "../../shared/scope";
import { Probe } from "../../shared/verification";

/** Answers of STS that mean: this key is not one (yet, or any more). */
const REFUSALS = new Set([
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
    "InvalidAccessKeyId",
    "AuthFailure",
    "ExpiredToken",
]);

/** Asks STS who the key is: needs no permission, so it fails only where the key itself does. */
export async function probeAccessKey(settings: AwsSettings, user: string, fields: Fields): Promise<Probe> {
    try {
        const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
        const sts = await clientOf(settings, fields);
        const { Arn: arn } = await sts.send(new GetCallerIdentityCommand({}));
        if (isArnOf(arn, user)) return { state: "alive" };
        return { state: "wrong", detail: `it belongs to ${arn ?? "nobody"}, expected the user ${user}` };
    } catch (error) {
        return classify(error);
    }
}

/** One client a credential, for making one costs more than asking it. */
const clients = new WeakMap<Fields, ReturnType<typeof stsClient>>();

function clientOf(settings: AwsSettings, fields: Fields): ReturnType<typeof stsClient> {
    const { accessKeyId, secretAccessKey } = fields;
    const known = clients.get(fields) ?? stsClient(settings, { accessKeyId, secretAccessKey });
    clients.set(fields, known);
    return known;
}

/** True if the ARN is that of an IAM user of this name, at whatever path. */
export function isArnOf(arn: string | undefined, user: string): boolean {
    return arn !== undefined && /^arn:[^:]+:iam::\d+:user\//.test(arn) && sameUser(arn.split("/").pop(), user);
}

/** True if both name one user: AWS keeps capital letters as they were written, and compares without them. */
export function sameUser(one: string | undefined, other: string): boolean {
    return one?.toLowerCase() === other.toLowerCase();
}

/** Sorts a failure; its text is not passed on, for an SDK's error may hold the request. */
export function classify(error: unknown): Probe {
    const name = error instanceof Error ? error.name : "unknown error";
    if (REFUSALS.has(name)) return { state: "dead", detail: name };
    if (/AccessDenied/.test(name)) return { state: "alive" };
    return { state: "unknown", detail: name };
}
