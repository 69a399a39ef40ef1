#!/usr/bin/env node
import { watchCommand } from "./stopping/watch";

async function main(): Promise<void> {
    const stop = watchCommand();
    const { ExitCode, UserError } = await import("./exitCodes");
    const { sentence } = await import("./output/formatError");
    const { mayBeLeft } = await import("./output/output");
    for (const stream of [process.stdout, process.stderr]) mayBeLeft(stream);
    try {
        const { program } = await import("./program");
        // What came while all that was loaded is heard before anything is begun.
        await new Promise((resolve) => setImmediate(resolve));
        await program().parseAsync();
    } catch (error) {
        const told = error instanceof UserError;
        if (stop.by === undefined) process.stderr.write(`error: ${told ? error.message : sentence(error as Error)}\n`);
        // Whatever broke off with the command is no failure of its own.
        else process.stderr.write(`${told ? error.message : stop.error().message}\n`);
        process.exitCode = stop.by !== undefined ? stop.exitCode : told ? error.exitCode : ExitCode.Failed;
    }
}

void main();
