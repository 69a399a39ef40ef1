/** Turns what AWS or its provider said into a sentence with a way out; the original stays as the cause. */
export function describeAwsError(error: unknown, doing: string, user?: string): Error {
    const text = error instanceof Error ? error.message : String(error);
    const hint = hintFor(text, user);
    const said = firstLine(text);
    return new Error(`could not ${doing}: ${hint ?? said}${hint ? ` (${said})` : ""}. Nothing was changed`, {
        cause: error,
    });
}

function hintFor(text: string, user?: string): string | undefined {
    if (user !== undefined && isMissingUser(text)) {
        return `there is no IAM user ${JSON.stringify(user)} in this account; correct the name or create the user first`;
    }
    if (/AccessDenied|not authorized/i.test(text)) {
        return `access denied; the rotating identity needs the policy that rotatorPolicy() emits`;
    }
    if (/ECONNREFUSED|connection refused|no such host|timeout|dial tcp|RequestError/i.test(text)) {
        return `AWS could not be reached; check the network, aws:region and aws:endpoints`;
    }
    if (
        /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|no valid credential|NoCredentialProviders/i.test(
            text,
        )
    ) {
        return `AWS does not accept the credentials that Pulumi runs with`;
    }
    return undefined;
}

/** True for the words in which AWS, and its provider of every line, say that a user does not exist. */
export function isMissingUser(text: string): boolean {
    return /NoSuchEntity|NotFound|couldn't find resource|empty result/.test(text);
}

/** The line that says what was wrong: a provider puts it behind a star, below lines that only announce it. */
function firstLine(text: string): string {
    const lines = text.split("\n").map((line) => line.trim());
    const telling = lines.find((line) => line.startsWith("* ")) ?? lines.find((line) => line !== "") ?? text;
    return telling.replace(/^\* /, "").slice(0, 400);
}
