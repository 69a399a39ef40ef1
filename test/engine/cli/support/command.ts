import * as path from "node:path";
import { type Aws } from "../../../support/aws";
import { type Listed, Stack } from "../../../support/harness";
import { Ended, start } from "../../../support/harness/processes";

/** The compiled program. */
export const MAIN = path.resolve(__dirname, "../../../../cli/dist/main.js");

/** How a `credential-rotation` command ended. */
export interface Commanded extends Ended {
    /** Standard output and error together. */
    text: string;
    /** The changes that AWS made meanwhile. */
    mutations: string[];
    /** Its standard output as JSON. */
    json<T>(): T;
}

/** What a command is given beside its arguments. */
export interface CommandOptions {
    now?: string;
    env?: NodeJS.ProcessEnv;
    /** True: the stack's file stays as the last command left it. */
    keep?: boolean;
    set?: Listed;
    /** Hears its progress while it runs. */
    hear?: (text: string) => void;
}

/** Runs the compiled command in the stack's directory. */
export async function command(
    aws: Aws,
    stack: Stack,
    args: string[],
    { now, env, keep = false, set, hear }: CommandOptions = {},
): Promise<Commanded> {
    if (!keep) await stack.configure({ now, set });
    const before = aws.mutations().length;
    const running = start(process.execPath, [MAIN, ...args, "--stack", stack.name], {
        cwd: stack.place.project,
        env: { ...stack.place.env, ...env },
    });
    if (hear) running.hear(hear);
    const ended = await running.ended;
    const text = `${ended.stdout}\n${ended.stderr}`;
    const json = <T>(): T => JSON.parse(ended.stdout) as T;
    return { ...ended, text, json, mutations: aws.mutations().slice(before) };
}
