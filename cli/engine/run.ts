import { CommandError, ConcurrentUpdateError, type EngineEvent, type Stack } from "@pulumi/pulumi/automation";
import { UserError } from "../exitCodes";
import { sentence } from "../output/formatError";
import { type Decision, decisionsFile } from "./decisions";
import { asEngine } from "../stopping/pulumi";
import type { Stop } from "../stopping/stop";
import { seen, type Seen } from "./events";

/** How a run is made. */
export interface RunOptions {
    refresh: boolean;
    /** URNs that the engine is not to touch. */
    exclude: string[];
    /** More environment for the program. */
    env: Record<string, string>;
    onEvent(event: EngineEvent): void;
    /** Everything that the engine prints. */
    onOutput?(text: string): void;
    /** What ends it early. */
    stop?: Stop;
}

/** One run of the engine that has ended, well or not. */
export interface Ran extends Seen {
    ok: boolean;
    /** False where the engine ended before it came to the stack: what stopped it stops it each time. */
    began: boolean;
    /** What the engine printed at its end, where it failed before its first event. */
    error?: string;
    decisions: Decision[];
    /** Real milliseconds. */
    ms: number;
}

/** `pulumi preview`. @throws ConcurrentUpdateError when the stack is locked */
export function runPreview(stack: Stack, options: RunOptions): Promise<Ran> {
    return run(stack, options, ({ onEvent, onOutput }) => {
        const { refresh, exclude } = options;
        return stack.preview({ refresh, exclude, onEvent, onOutput, onError: onOutput, color: "never" });
    });
}

/**
 * `pulumi up`, without --continue-on-error: what depends on a failed step is then still checked by its provider, with
 * values that are not there, and that ends the run at a moment that nobody chose (seen with SSM parameters).
 *
 * @throws ConcurrentUpdateError when the stack is locked
 */
export function runUp(stack: Stack, options: RunOptions): Promise<Ran> {
    return run(stack, options, ({ onEvent, onOutput }) => {
        const { refresh, exclude } = options;
        return stack.up({ refresh, exclude, onEvent, onOutput, onError: onOutput, color: "never" });
    });
}

async function run(
    stack: Stack,
    options: RunOptions,
    command: (told: Pick<RunOptions, "onEvent" | "onOutput">) => Promise<unknown>,
): Promise<Ran> {
    const began = Date.now();
    const events: EngineEvent[] = [];
    const file = decisionsFile();
    try {
        const { onOutput = () => undefined, stop } = options;
        const failure = await withEnvironment(stack, { ...options.env, ...file.env }, () =>
            asEngine(stack.workspace.pulumiCommand, stop, (heard) => {
                const onEvent = (event: EngineEvent): void => {
                    heard(event);
                    events.push(event);
                    options.onEvent(event);
                };
                return command({ onEvent, onOutput }).then(() => undefined, failed);
            }),
        );
        const error = failure === undefined ? {} : { error: failure };
        const outcome = { ok: failure === undefined, began: events.length > 0, ...error };
        return { ...outcome, ...seen(events), decisions: file.read(), ms: Date.now() - began };
    } finally {
        file.remove();
    }
}

/** A lock is waited for elsewhere; every other failure of the command is an answer. */
function failed(error: Error): string {
    if (error instanceof ConcurrentUpdateError || error instanceof UserError) throw error;
    return error instanceof CommandError ? sentence(error) : error.message;
}

/** A program in a directory gets it from its workspace, an inline one from this process. */
async function withEnvironment<T>(stack: Stack, env: Record<string, string>, body: () => Promise<T>): Promise<T> {
    const { workspace } = stack;
    const before = workspace.envVars;
    const own = Object.fromEntries(Object.keys(env).map((key) => [key, process.env[key]]));
    workspace.envVars = { ...before, ...env };
    if (workspace.program) Object.assign(process.env, env);
    try {
        return await body();
    } finally {
        workspace.envVars = before;
        for (const [key, value] of Object.entries(own)) {
            if (value === undefined) delete process.env[key];
            else process.env[key] = value;
        }
    }
}
