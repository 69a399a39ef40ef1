#!/usr/bin/env node
import { ExitCode, UserError } from "./exitCodes";
import { sentence } from "./output/failure";
import { mayBeLeft } from "./output/print";
import { program } from "./program";

async function main(): Promise<void> {
    for (const stream of [process.stdout, process.stderr]) mayBeLeft(stream);
    try {
        await program().parseAsync();
    } catch (error) {
        const told = error instanceof UserError;
        process.stderr.write(`error: ${told ? error.message : sentence(error as Error)}\n`);
        process.exitCode = told ? error.exitCode : ExitCode.Failed;
    }
}

void main();
