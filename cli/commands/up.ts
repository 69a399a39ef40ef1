import type { Command } from "commander";
import { listedEntries } from "../config/entries";
import { type Outcome, passes, type Result } from "../engine/passes";
import { ExitCode } from "../exitCodes";
import { answer, type Output, table } from "../output/print";
import { appendSummary, upSummary } from "../output/summary";
import { alertAfterUp, alertOfFailure } from "./alerting";
import { type Common, type Context, contextOf, pass, withRun } from "./context";

interface UpOptions extends Common {
    refresh: boolean;
    skipPreview?: boolean;
    alerts?: boolean;
}

/** `credential-rotation up` */
export function upCommand(parent: Command): Command {
    return withRun(parent.command("up"))
        .description("rotate, disable and delete what is due; one failing credential does not stop the others")
        .option("--no-refresh", "do not ask the vendors first what has changed behind the stack's back")
        .option("--skip-preview", "leave out the preview that finds failing credentials before anything is changed")
        .option("--no-alerts", "send none, whatever is configured")
        .addHelpText("after", EXAMPLES)
        .action(async (options: UpOptions) => {
            process.exitCode = await up(await contextOf(options), options);
        });
}

const EXAMPLES = `
Examples:
  credential-rotation up --stack prod
  credential-rotation up --json > result.json

Exit codes: 0 all is well; 1 a credential or the run failed; 4 the stack was locked all the time.
In GitHub Actions the result is written to the job's summary.`;

/** Runs it, says how it ended. @returns the exit code */
export async function up(
    context: Context,
    options: Pick<UpOptions, "refresh" | "skipPreview" | "alerts">,
): Promise<ExitCode> {
    const { output } = context;
    const stop = interruption(output);
    try {
        const { refresh, skipPreview } = options;
        const signal = stop.signal;
        // A credential of the state that is listed no more is to be deleted; it has no result of its own.
        const names = listedEntries(await context.stack.getAllConfig()).map(({ name }) => name);
        const outcome = await passes(
            {
                names,
                preview: (leftOut, refreshed) => pass(context, "preview", leftOut, refreshed, signal),
                up: (leftOut, refreshed) => pass(context, "up", leftOut, refreshed, signal),
                say: output.say,
                stopped: () => signal.aborted,
            },
            { skipPreview, refresh },
        );
        answer(output, { stack: context.stack.name, ...outcome }, upText);
        appendSummary(upSummary(context.stack.name, outcome));
        if (options.alerts !== false) await alertAfterUp(context, outcome);
        return outcome.ok ? ExitCode.Done : ExitCode.Failed;
    } catch (error) {
        if (options.alerts !== false) await alertOfFailure(context, error as Error);
        throw error;
    } finally {
        stop.release();
    }
}

/** The answer for people: a row for each credential, then every error in full. */
export function upText(outcome: Outcome): string {
    const rows = outcome.credentials.map((one) => [one.name, word(one), firstLine(one.error ?? one.sentence ?? "")]);
    const failed = outcome.credentials.filter(({ result }) => result === "failed");
    const names = failed.map(({ name }) => name).join(", ");
    const summary = failed.length > 0 ? `${failed.length} of ${rows.length} failed: ${names}` : "";
    const done = outcome.ok ? `done, ${outcome.steps.length} steps` : "";
    return [
        rows.length > 0 ? table(["credential", "result", ""], rows) : "",
        ...failed.map(({ name, error }) => `\n${name} failed:\n${indent(error ?? "")}`),
        ...outcome.errors.map((error) => `\nerror:\n${indent(error)}`),
        [summary, done].filter(Boolean).join("; "),
    ]
        .filter((part) => part !== "")
        .join("\n");
}

function word({ result, moved, reason }: Result): string {
    if (result === "failed") return "FAILED";
    if (result === "unfinished") return "unfinished";
    return moved ? (reason ?? "moved") : "nothing to do";
}

function firstLine(text: string): string {
    const [first] = text.split("\n");
    return first.length > 100 ? `${first.slice(0, 99)}…` : first;
}

function indent(text: string): string {
    return text.replace(/^/gm, "  ");
}

/**
 * The first interruption lets the engine finish what is under way; this process waits for it. On a terminal the engine
 * gets the key press itself.
 */
function interruption(output: Output): { signal: AbortSignal; release(): void } {
    const controller = new AbortController();
    const stop = (name: NodeJS.Signals): void => {
        output.say("stopping: steps under way are finished; wait for the end …");
        if (name !== "SIGINT" || !process.stdin.isTTY) controller.abort();
    };
    const names: NodeJS.Signals[] = ["SIGINT", "SIGTERM"];
    for (const name of names) process.on(name, stop);
    return { signal: controller.signal, release: () => names.forEach((name) => process.off(name, stop)) };
}
