import * as path from "node:path";
import type { EngineEvent, PulumiCommand } from "@pulumi/pulumi/automation";
import { PulumiProcess } from "./process";
import type { Stop } from "./stop";

/** What the Automation API calls for every `pulumi`. It is no part of its declarations. */
type Run = (
    args: string[],
    cwd?: string,
    env?: Record<string, string>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
) => Promise<Result>;

interface Result {
    stdout: string;
    stderr: string;
    code: number;
    err?: Error;
    toString(): string;
}

/** Where a terminal's ^C goes to cannot be chosen on Windows; there the console tells the engine itself. */
const CAN_CHOOSE = process.platform !== "win32";

/** Lets every `pulumi` of a workspace run in a session of its own, ended with this command. Returns it. */
export function inOwnSession(command: PulumiCommand, stop: Stop | undefined): PulumiCommand {
    if (CAN_CHOOSE) setRun(command, (...call) => run(command, new PulumiProcess(false), stop, call));
    return command;
}

/** The same for one run of the engine, which ends in good order. */
export async function asEngine<T>(
    command: PulumiCommand,
    stop: Stop | undefined,
    body: (onEvent: (event: EngineEvent) => void) => Promise<T>,
): Promise<T> {
    if (!CAN_CHOOSE) return body(() => undefined);
    const before = runOf(command);
    const child = new PulumiProcess(true);
    setRun(command, (...call) => run(command, child, stop, call));
    try {
        return await body(({ stdoutEvent }) => child.began(/received; cancelling/.test(stdoutEvent?.message ?? "")));
    } finally {
        setRun(command, before);
    }
}

async function run(command: PulumiCommand, child: PulumiProcess, stop: Stop | undefined, call: Parameters<Run>) {
    const [given, cwd, more, onOutput, onError] = call;
    stop?.check();
    const args = given.includes("--non-interactive") ? given : [...given, "--non-interactive"];
    const env: NodeJS.ProcessEnv = { ...process.env, ...more, PULUMI_AUTOMATION_API: "true" };
    // A CLI that is named by its whole path has its plugins beside it.
    if (path.isAbsolute(command.command)) env.PATH = [path.dirname(command.command), env.PATH].join(path.delimiter);
    const running = child.run(command.command, args, { cwd, env }, { onOutput, onError });
    const { code, stdout, stderr } = await (stop === undefined ? running : stop.during(child, running));
    const result: Result = {
        code,
        stdout: stdout.replace(/\r?\n$/, ""),
        stderr: stderr.replace(/\r?\n$/, ""),
        toString: () => `code: ${code}\n stdout: ${stdout}\n stderr: ${stderr}\n err?: \n`,
    };
    if (code === 0) return result;
    throw await errorOf(result);
}

/** The Automation API's own kinds of errors, told by what was said. */
async function errorOf(result: Result): Promise<Error> {
    const errors = (await import("@pulumi/pulumi/automation/errors")) as unknown as {
        createCommandError(result: Result): Error;
    };
    return errors.createCommandError(result);
}

function runOf(command: PulumiCommand): Run {
    return (command as unknown as { run: Run }).run;
}

function setRun(command: PulumiCommand, run: Run): void {
    (command as unknown as { run: Run }).run = run;
}
