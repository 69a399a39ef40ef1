import { addressOf, networkOf, ownStsClient, stsClient } from "../../clients/aws/clients";
import { regionOf } from "../../clients/aws/region";
import { AwsSettings } from "../../clients/aws/settings";
import { networkHint } from "../../clients/network";

/** A key that nobody has: an answer to it, whatever it says, comes from STS. */
const UNISSUED_KEY = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x".repeat(40) };

/** What one question to STS told: who the provider is there, what STS answered instead, or that no answer came. */
type Answer = { answered: true; refused?: string } | { answered: false; code: string };

/**
 * Asks STS, where a new key will have to prove itself, before there is one. Any answer shows that it can be asked; one that
 * does not know the provider's own key shows that it is asked in the wrong place.
 *
 * @throws Error that names the address and what to set; nothing was made
 */
export async function rejectUnreachable(settings: AwsSettings, ask = askSts): Promise<void> {
    const answer = await ask(settings);
    const address = addressOf(settings, "sts");
    if (!answer.answered) {
        throw new Error(
            `STS cannot be reached at ${address} (${answer.code}), so a new key could not be verified from here and none was ` +
                `made; ${networkHint(address, answer.code, networkOf(settings), "AWS_CA_BUNDLE")}`,
        );
    }
    if (answer.refused === undefined) return;
    throw new Error(
        `STS at ${address} does not know the key that Pulumi runs with (${answer.refused}), so it would not know a new one ` +
            `either and none was made. The region is ${regionOf(settings)}: if the account is one of GovCloud or China, set ` +
            `aws:region to a region of that partition`,
    );
}

async function askSts(settings: AwsSettings): Promise<Answer> {
    const own = await asked(() => ownStsClient(settings));
    // Without keys of our own the question is still worth asking: it is the new key that has to be let through.
    return (
        own ?? (await asked(() => stsClient(settings, UNISSUED_KEY), false)) ?? { answered: false, code: "no answer" }
    );
}

async function asked(client: () => ReturnType<typeof stsClient>, ours = true): Promise<Answer | undefined> {
    try {
        const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
        const { Arn: arn } = await (await client()).send(new GetCallerIdentityCommand({}));
        return arn === undefined ? { answered: false, code: "an answer that is not of STS" } : { answered: true };
    } catch (error) {
        return answerIn(error, ours);
    }
}

/** What the SDK calls an answer without a code of AWS's, or one that it cannot read. */
const NOT_OF_STS = /^(Unknown|UnknownError|SyntaxError|Error)$/;

/** What a failure of the SDK tells; undefined where the question was never sent. Its text is not passed on. */
export function answerIn(error: unknown, ours: boolean): Answer | undefined {
    const { name, $metadata, code, cause } = error as Failure;
    const status = $metadata?.httpStatusCode;
    // A proxy that lets nobody through, or shows a page of its own, answers too.
    if (status !== undefined && NOT_OF_STS.test(name)) return { answered: false, code: `${status}, not of STS` };
    if (status !== undefined) {
        return ours && /InvalidClientTokenId|UnrecognizedClient/.test(name)
            ? { answered: true, refused: name }
            : { answered: true };
    }
    if (/CredentialsProviderError|TokenProviderError/.test(name)) return undefined;
    return { answered: false, code: code ?? cause?.code ?? name };
}

interface Failure extends Error {
    $metadata?: { httpStatusCode?: number };
    code?: string;
    cause?: { code?: string };
}
