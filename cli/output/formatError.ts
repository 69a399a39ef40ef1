/** What helps against failures that a new user meets, where `pulumi` says only what is wrong. */
const HELP: [RegExp, string][] = [
    [/PULUMI_ACCESS_TOKEN must be set/, "No backend is chosen: run pulumi login, or set PULUMI_BACKEND_URL"],
    [/incorrect passphrase/, "PULUMI_CONFIG_PASSPHRASE must be the one that the stack was made with"],
    [/unable to open bucket|read ".pulumi\/meta.yaml"/, "Look at PULUMI_BACKEND_URL, and at the access to it"],
];

const NO_PULUMI = "there is no pulumi command on the PATH; https://www.pulumi.com/docs/install/ tells how to get it";

/** A failure for people: what the engine said, once, and what helps where that is known. */
export function sentence({ message }: Error): string {
    if (/spawn pulumi ENOENT/.test(message)) return NO_PULUMI;
    const lines = lastWords(message)
        .split("\n")
        .filter((line) => !/^Command failed with exit code/.test(line));
    const said = lines.join("\n").replace(/^error: /, "");
    const help = HELP.find(([what]) => what.test(said))?.[1];
    return help === undefined ? said : `${said}\n${help}`;
}

/** What the engine said on its standard error, without what it printed before. */
export function lastWords(message: string): string {
    const [, stderr] = /\n\s*stderr:\s*([\s\S]*?)\n\s*err\?:/.exec(message) ?? [];
    const said = stderr?.trim() ? stderr : message;
    return said.trim().split("\n").slice(-12).join("\n");
}
