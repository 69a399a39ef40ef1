import type { Command } from "commander";
import { ExitCode, UserError } from "../exitCodes";
import { answer, roughly, table } from "../output/output";
import { credentialsOf } from "../state/credentials";
import { type StatusRow, statusRows } from "../state/status";
import { type Common, type Context, contextOf, look, stateOf, withRun } from "./context";

interface StatusOptions extends Common {
    live?: boolean;
    check?: boolean;
}

/** `credential-rotation status` */
export function statusCommand(parent: Command): Command {
    return withRun(parent.command("status"))
        .description("every credential: slot, age, phase of the previous slot, next rotation, and what holds it")
        .option("--live", "ask store and vendor too (a preview), and say what each credential is held by now")
        .option("--check", "exit code 2 where a rotation is overdue")
        .addHelpText("after", EXAMPLES)
        .action(async (options: StatusOptions) => {
            const context = await contextOf(options);
            const rows = await rowsOf(context, options.live === true);
            answer(context.output, { stack: context.stack.name, credentials: rows }, statusText);
            if (options.check && rows.some(({ overdue }) => overdue)) process.exitCode = ExitCode.Due;
        });
}

const EXAMPLES = `
Examples:
  credential-rotation status
  credential-rotation status --live --json
  credential-rotation status --check      # exit code 2 where something is overdue

Without --live only the stack's state is read: what the last run knew.`;

/** Rows of the stack, with the decisions of a preview if asked for. */
export async function rowsOf(context: Context, live = false): Promise<StatusRow[]> {
    const credentials = credentialsOf(await stateOf(context));
    const { ran, failures } = live ? await look(context, false) : {};
    const decisions = (ran?.decisions ?? []).map((one) => {
        const failure = failures?.byName.find(({ name }) => name === one.name);
        return failure && one.error === undefined ? { ...one, error: failure.message } : one;
    });
    if (ran && !ran.ok && failures?.byName.length === 0) throw new UserError(ran.error ?? "the preview failed");
    return statusRows(credentials, context.now, decisions);
}

/** The answer for people. */
export function statusText({ credentials }: { credentials: StatusRow[] }): string {
    if (credentials.length === 0) return "no credential yet: the first credential-rotation up makes them";
    const rows = credentials.map((row) => [
        row.name,
        `${row.slot} (${row.generation})`,
        roughly(row.ageSeconds),
        row.previous.phase === "absent"
            ? "-"
            : `${row.previous.slot} (${row.previous.generation}) ${row.previous.phase}`,
        row.nextRotation,
        row.overdue ? roughly(row.overdueSeconds) : "-",
        row.heldBy ?? "-",
    ]);
    return table(["credential", "published", "age", "previous", "next rotation", "overdue", "held by"], rows);
}
