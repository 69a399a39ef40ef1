import type { Command } from "commander";
import { ownerOf } from "../engine/failuresByCredential";
import { judge, type Verdict } from "../engine/previewResult";
import { ExitCode } from "../exitCodes";
import { answer, table } from "../output/output";
import { type Common, contextOf, look, withRun } from "./context";

/** `credential-rotation preview` */
export function previewCommand(parent: Command): Command {
    return withRun(parent.command("preview"))
        .description("say what is due and what was changed behind the stack's back; change nothing")
        .option("--no-refresh", "do not ask the vendors; drift is then seen only where a decision looks")
        .addHelpText("after", EXAMPLES)
        .action(async (options: Common & { refresh: boolean }) => {
            const context = await contextOf(options);
            const { ran, failures, resources } = await look(context, options.refresh);
            const owner = ownerOf(ran, resources, [...ran.decisions.map(({ name }) => name)]);
            const verdict = judge(ran, failures, ({ urn }) => owner(urn));
            answer(context.output, { stack: context.stack.name, ...verdict }, previewText);
            process.exitCode = verdict.exitCode;
        });
}

const EXAMPLES = `
Examples:
  credential-rotation preview --stack prod
  credential-rotation preview --json | jq '.credentials[] | select(.verdict == "drift")'

Exit codes: 0 nothing is due; 2 a rotation or a retirement is due; 3 drift; 1 an error.
Of several the first of 1, 3, 2 counts.`;

const WORDS: Partial<Record<ExitCode, string>> = {
    [ExitCode.Done]: "nothing is due",
    [ExitCode.Failed]: "failed",
    [ExitCode.Due]: "due: the next up does it",
    [ExitCode.Drift]: "drift: somebody else changed something, or the configuration differs from what was applied",
    [ExitCode.Locked]: "locked",
};

/** The answer for people. */
export function previewText({ exitCode, credentials, otherSteps, errors }: Verdict): string {
    const rows = credentials.map(({ name, verdict, sentence, steps }) => [
        name,
        verdict,
        [sentence ?? "", ...steps].filter(Boolean).join("\n"),
    ]);
    return [
        rows.length > 0 ? table(["credential", "verdict", ""], rows) : "",
        otherSteps.length > 0 ? `also: ${otherSteps.join(", ")}` : "",
        ...errors.map((error) => `error: ${error}`),
        WORDS[exitCode] ?? "",
    ]
        .filter(Boolean)
        .join("\n");
}
