import type { Command } from "commander";
import { type Common, contextOf, withRun } from "./context";
import { intervene } from "./intervene";

interface RotateOptions extends Common {
    revoke?: boolean;
    reason?: string;
    up: boolean;
}

/** `credential-rotation rotate NAME` */
export function rotateCommand(parent: Command): Command {
    return withRun(parent.command("rotate <name>"))
        .description("emergency: rotate one credential now, whatever its calendar says")
        .option("--revoke", "disable the replaced one in the same run: consumers that still hold it fail")
        .option("--reason <text>", "why, for those who read the stack's file")
        .option("--no-up", "only write it into the stack's file")
        .addHelpText("after", EXAMPLES)
        .action(async (name: string, options: RotateOptions) => {
            const context = await contextOf(options);
            const nonce = nonceOf(new Date(), options.reason);
            process.exitCode = await intervene(
                context,
                {
                    name,
                    // A stale revoke would revoke this time too.
                    wish: { rotate: nonce, revoke: options.revoke ? true : undefined },
                    served: ({ ledger }) => ledger?.nonce === nonce,
                    afterwards: options.revoke ? { revoke: undefined } : undefined,
                },
                options,
            );
        });
}

const EXAMPLES = `
Examples:
  credential-rotation rotate myapp --reason "key in a build log" --revoke
  credential-rotation rotate myapp --no-up       # for a pull request

It writes rotate: "<time> <reason>" into the credential's entry in Pulumi.<stack>.yaml and runs up, twice where the
other slot has to be freed first. The line stays: its value is remembered, and does nothing in later runs. revoke is
taken out again once it was done. Where the program does not list its credentials in the configuration, both stand
under rotation:interventions.

Exit codes: those of up.`;

/** A value that was not there before, and tells people when and why. */
export function nonceOf(now: Date, reason = "asked for by hand"): string {
    return `${now.toISOString()} ${reason.replace(/\s+/g, " ").trim()}`;
}
