import { StackFile, type Wish } from "../config/stackFile";
import { resourcesOf, plainName } from "../engine/workspace";
import { type ExitCode, UserError } from "../exitCodes";
import { answer } from "../output/output";
import { type Credential, credentialsOf } from "../state/credentials";
import type { Context } from "./context";
import { stoppable } from "../stopping/watch";
import { up } from "./up";

/** Options of commands that write a wish and run it. */
export interface InterveneOptions {
    /** False: only write it. */
    up: boolean;
}

/** A wish of an operator, and how to tell that it was served. */
export interface Intervention {
    name: string;
    wish: Wish;
    served(credential: Credential): boolean;
    /** What is taken out of the file again once it was served. */
    afterwards?: Wish;
}

/** Some wishes need two runs, because the other slot has to be freed first. */
const MOST_RUNS = 3;

/** Finds a credential of the state. @throws UserError that names those that are there */
export async function findCredential({ stack }: Context, name: string): Promise<Credential> {
    return named(credentialsOf(await resourcesOf(stack)), name, stack.name);
}

/** The one of that name. @throws UserError that names those that are there */
export function named(credentials: Credential[], name: string, stack: string): Credential {
    const found = credentials.find((one) => one.name === name);
    if (found) return found;
    const names =
        credentials.map((one) => one.name).join(", ") || "none yet: the first credential-rotation up makes them";
    throw new UserError(`${stack} has no credential ${JSON.stringify(name)}; it has ${names}`);
}

/**
 * Writes the wish into the stack's file, where it stays for everybody to see and to commit, and runs `up` until it was
 * served.
 */
export async function intervene(
    context: Context,
    intervention: Intervention,
    options: InterveneOptions,
): Promise<ExitCode> {
    const { name, wish } = intervention;
    const { stack, output } = context;
    await findCredential(context, name);
    const edit = (change: Wish): string => {
        const file = StackFile.open(stack.workspace.workDir, plainName(stack.name));
        file.wish(name, change);
        file.write();
        const told = Object.entries(change).map(([field, value]) =>
            value === undefined ? `${field} removed` : `${field}: ${JSON.stringify(value)}`,
        );
        output.say(`${file.file}: ${name}: ${told.join(", ")}`);
        return file.file;
    };
    const file = edit(wish);
    if (!options.up) {
        const next = "written, not run: the next credential-rotation up (or pulumi up) does it. Commit the file";
        answer(output, { stack: stack.name, name, file, wrote: wish }, () => next);
        return 0;
    }
    // One answer, whatever the number of runs: that of the last one.
    let last = "";
    try {
        return await stoppable(context.stop, output.say, (stop) => {
            const within: Context = { ...context, stop, output: { ...output, out: (text) => (last = text) } };
            return runUntilServed(within, intervention, edit);
        });
    } finally {
        if (last !== "") output.out(last);
    }
}

async function runUntilServed(
    context: Context,
    { name, served, afterwards }: Intervention,
    edit: (change: Wish) => unknown,
): Promise<ExitCode> {
    const { output } = context;
    let code: ExitCode = 0;
    for (let run = 1; run <= MOST_RUNS; run++) {
        code = await up(context, { refresh: false });
        if (context.stop?.by !== undefined) break;
        if (served(await findCredential(context, name))) {
            if (afterwards) edit(afterwards);
            output.say(
                `served after ${run} ${run === 1 ? "run" : "runs"}. Commit the file, or the next run from CI undoes it`,
            );
            return code;
        }
        if (code !== 0) break;
        if (run < MOST_RUNS) output.say(`${name}: the place had to be freed first; once more …`);
    }
    output.say(`${name}: not served yet. What was asked for stands in the file; run credential-rotation up again`);
    return code === 0 ? 1 : code;
}
