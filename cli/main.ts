#!/usr/bin/env node
import { ExitCode, UserError } from "./exitCodes";
import { program } from "./program";

async function main(): Promise<void> {
    try {
        await program().parseAsync();
    } catch (error) {
        const told = error instanceof UserError;
        process.stderr.write(`error: ${told ? error.message : sentence(error as Error)}\n`);
        process.exitCode = told ? error.exitCode : ExitCode.Failed;
    }
}

/** The last of what the engine said, for an engine error carries all its output. */
function sentence({ message }: Error): string {
    return message.trim().split("\n").slice(-15).join("\n");
}

void main();
