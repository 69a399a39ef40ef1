import type { Command } from "commander";
import { listedEntries } from "../config/entries";
import { type Outcome, passes, type Result } from "../engine/runPasses";
import { ExitCode } from "../exitCodes";
import { answer, table } from "../output/output";
import { doneText } from "../output/stopped";
import { appendSummary, upSummary } from "../output/summary";
import type { Stop } from "../stopping/stop";
import { stoppable } from "../stopping/watch";
import { alertAfterUp, alertOfFailure } from "./sendAlerts";
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
^C and SIGTERM let the engine end its steps under way and begin nothing more (130, 143); a second one ends at once.
In GitHub Actions the result is written to the job's summary.`;

/** Runs it, says how it ended. A signal ends it early, in good order. @returns the exit code */
export function up(
    context: Context,
    options: Pick<UpOptions, "refresh" | "skipPreview" | "alerts">,
): Promise<ExitCode> {
    return stoppable(context.stop, context.output.say, (stop) => rotate({ ...context, stop }, stop, options));
}

async function rotate(
    context: Context,
    stop: Stop,
    { refresh, skipPreview, alerts }: Pick<UpOptions, "refresh" | "skipPreview" | "alerts">,
): Promise<ExitCode> {
    const { output } = context;
    try {
        // A credential of the state that is listed no more is to be deleted; it has no result of its own.
        const names = listedEntries(await context.stack.getAllConfig()).map(({ name }) => name);
        const outcome = await passes(
            {
                names,
                preview: (leftOut, refreshed) => pass(context, "preview", leftOut, refreshed),
                up: (leftOut, refreshed) => pass(context, "up", leftOut, refreshed),
                say: output.say,
                stopped: () => stop.by !== undefined,
            },
            { skipPreview, refresh },
        );
        stop.done = doneText(outcome);
        answer(output, { stack: context.stack.name, ...outcome, ...(stop.by ? { stoppedBy: stop.by } : {}) }, upText);
        appendSummary(upSummary(context.stack.name, outcome), output.say);
        stop.check();
        if (alerts !== false) await alertAfterUp(context, outcome);
        if (stop.by !== undefined) stop.done += "; what its alerts did not reach is said above";
        stop.check();
        return outcome.ok ? ExitCode.Done : ExitCode.Failed;
    } catch (error) {
        // Whatever broke off with the command is no failure of its own. Who stops a command needs no alert of it.
        if (stop.by !== undefined) output.say(stop.error().message);
        if (stop.by !== undefined) return stop.exitCode;
        if (alerts !== false) await alertOfFailure(context, error as Error);
        throw error;
    }
}

/** The answer for people: a row for each credential, then every error in full. */
export function upText(outcome: Outcome): string {
    const rows = outcome.credentials.map((one) => [one.name, word(one), firstLine(one.error ?? one.sentence ?? "")]);
    const failed = outcome.credentials.filter(({ result }) => result === "failed");
    const names = failed.map(({ name }) => name).join(", ");
    const summary = failed.length > 0 ? `${failed.length} of ${rows.length} failed: ${names}` : "";
    const done = outcome.ok ? `done, ${outcome.steps.length} steps` : "";
    if (outcome.stopped && failed.length === 0) return rows.length > 0 ? table(["credential", "result", ""], rows) : "";
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
