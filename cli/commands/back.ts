import type { Command } from "commander";
import { type Common, contextOf, withRun } from "./context";
import { intervene } from "./intervene";

interface BackOptions extends Common {
    forward?: boolean;
    up: boolean;
}

/** `credential-rotation back NAME` */
export function backCommand(parent: Command): Command {
    return withRun(parent.command("back <name>"))
        .description("publish the previous generation again while it exists, and hold everything else")
        .option("--forward", "return to the newer generation")
        .option("--no-up", "only write it into the stack's file")
        .addHelpText("after", EXAMPLES)
        .action(async (name: string, options: BackOptions) => {
            const context = await contextOf(options);
            const forward = options.forward === true;
            process.exitCode = await intervene(
                context,
                {
                    name,
                    wish: { use: forward ? undefined : "previous" },
                    served: ({ ledger }) => (ledger?.back ?? false) !== forward,
                },
                options,
            );
        });
}

const EXAMPLES = `
Examples:
  credential-rotation back myapp
  credential-rotation back myapp --forward     # when the consumer is mended

It writes use: previous into the credential's entry, or takes it out, and runs up. While it stands there nothing of
this credential is rotated or retired. Exit codes: those of up.`;
