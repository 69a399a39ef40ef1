import type { Stack } from "@pulumi/pulumi/automation";
import { type Command, Option } from "commander";
import { asWritten } from "pulumi-credential-rotation/plain";
import { listedEntries } from "../config/entries";
import { failuresOf } from "../engine/failuresByCredential";
import { leaveOut } from "../engine/exclude";
import { patience, whileLocked } from "../engine/lock";
import type { Pass } from "../engine/runPasses";
import { type Ran, runPreview, runUp } from "../engine/run";
import { openStack, plainName, resourcesOf } from "../engine/workspace";
import { UserError } from "../exitCodes";
import { heartbeat, progressLine, sayIfSlow } from "../output/progress";
import { type Output, terminal } from "../output/output";
import { credentialsOf } from "../state/credentials";
import { commandStop, stoppable } from "../stopping/watch";
import type { Stop } from "../stopping/stop";
import { wholeNumber } from "./arguments";
import type { StateResource } from "../state/resource";

/** Options that every command has. */
export interface Common {
    cwd: string;
    stack?: string;
    project?: string;
    json?: boolean;
    verbose?: boolean;
    lockTimeout: number;
    now?: string;
}

/** Adds them to a command. */
export function withCommon(command: Command): Command {
    return command
        .option("-s, --stack <name>", "the stack (default: the selected one)")
        .option("-C, --cwd <directory>", "directory with Pulumi.yaml", process.cwd())
        .option("--project <name>", "project of an inline program, where there is no Pulumi.yaml (only to look)")
        .option("--json", "answer in JSON on standard output; progress goes to standard error")
        .addOption(new Option("--now <time>", "the clock (RFC 3339), for tests").hideHelp());
}

/** Adds what commands have that run the engine. */
export function withRun(command: Command): Command {
    return withCommon(command)
        .option("--verbose", "show all that the engine prints, on standard error")
        .option(
            "--lock-timeout <minutes>",
            "how long to wait for a locked stack",
            wholeNumber("--lock-timeout", 0, 1440),
            10,
        );
}

/** What a command works with. */
export interface Context {
    stack: Stack;
    project: string;
    output: Output;
    now: Date;
    options: Common;
    /** What ends it early. Absent in a program of somebody else, where each run listens for itself. */
    stop?: Stop;
}

/** Opens the stack that the options name. */
export async function contextOf(options: Common): Promise<Context> {
    const output = terminal(options.json === true);
    return await sayIfSlow(output.say, "opening the stack", opened(options, output));
}

async function opened(options: Common, output: Output): Promise<Context> {
    const stack = await openStack(options);
    const { name: project } = await stack.workspace.projectSettings();
    return { stack, project, output, now: await clock(stack, options), options, stop: commandStop() };
}

/** The resources of the stack's state; says so where the backend takes its time. */
export function stateOf({ stack, output }: Pick<Context, "stack" | "output">): Promise<StateResource[]> {
    return sayIfSlow(output.say, "reading the state", resourcesOf(stack));
}

/** The option, else the stack's own clock, else the machine's. */
async function clock(stack: Stack, { now }: Common): Promise<Date> {
    const given = now ?? (await stack.getAllConfig())["rotation:now"]?.value;
    if (given === undefined) return new Date();
    const time = Date.parse(asWritten(given));
    if (!Number.isNaN(time)) return new Date(time);
    throw new UserError(`the clock: ${JSON.stringify(given)}; expected a time like 2030-01-01T00:00:00Z`);
}

type Passed = Pass & { resources: StateResource[] };

/** A preview that is all that a command asks the engine for. @throws Stopped where it was broken off */
export async function look(context: Context, refresh: boolean): Promise<Passed> {
    const looked = await pass(context, "preview", [], refresh);
    context.stop?.check();
    return looked;
}

/** One pass of the engine, waiting for the lock, with progress, and with its failures told apart. */
export function pass(context: Context, what: "preview" | "up", leftOut: string[], refresh: boolean): Promise<Passed> {
    return stoppable(context.stop, context.output.say, (stop) => passed(context, what, leftOut, refresh, stop));
}

async function passed(
    context: Context,
    what: "preview" | "up",
    leftOut: string[],
    refresh: boolean,
    stop: Stop,
): Promise<Passed> {
    const { stack, project, output, options } = context;
    const before = await resourcesOf(stack);
    const listed = await namesOf(context, before);
    const left = leaveOut(leftOut, before, { stack: plainName(stack.name), project });
    const pulse = heartbeat(output.say, what);
    const onEvent = (event: Parameters<typeof progressLine>[0]): void => {
        const line = progressLine(event, what === "preview");
        if (line === undefined) return;
        pulse.beat();
        output.say(line);
    };
    const onOutput = options.verbose ? (text: string) => void process.stderr.write(text) : undefined;
    const run = what === "up" ? runUp : runPreview;
    stop.check();
    output.say(`${what} of ${stack.name}${leftOut.length > 0 ? ` without ${leftOut.join(", ")}` : ""} …`);
    try {
        const wait = patience((options.lockTimeout ?? 10) * 60_000, output.say, stop);
        const ran: Ran = await whileLocked(() => {
            stop.check();
            return run(stack, { refresh, ...left, onEvent, onOutput, stop });
        }, wait);
        const names = [...new Set([...listed, ...ran.decisions.map(({ name }) => name)])];
        return { ran, failures: failuresOf(ran, before, names, stop.by !== undefined), resources: before };
    } finally {
        pulse.stop();
    }
}

/** Names of the credentials that the configuration lists or the state holds. */
export async function namesOf({ stack }: Context, resources?: StateResource[]): Promise<string[]> {
    const known = credentialsOf(resources ?? (await resourcesOf(stack)));
    const listed = listedEntries(await stack.getAllConfig());
    return [...new Set([...listed, ...known].map(({ name }) => name))];
}
