#!/usr/bin/env node
/**
 * An AWS of one's own to try the stack on, with vendors: `npm run emulator`; `npm run emulator -- --help`. Sets up what is missing, then starts
 * `emulator/main.ts`, which runs until ^C.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setUp } from "./setup.mjs";

const HELP = `npm run emulator

Starts an emulated AWS, a double of each vendor in Pulumi.dev.yaml, a PostgreSQL and a Vault, writes Pulumi.emulator.yaml,
which points at them, and prints the commands for another terminal. ^C ends all of it and removes the file. The first time
it gets what is missing: npm packages, a Pulumi engine and moto.`;

async function main() {
    const { values } = parseArgs({ options: { help: { type: "boolean" } } });
    if (values.help) return console.log(HELP);
    const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
    const { env } = await setUp({ stages: ["first"] });
    const tools = path.join(repository, "tools");
    const args = ["-r", path.join(tools, "lib", "transpiled.cjs"), path.join(tools, "emulator", "main.ts")];
    const child = spawn(process.execPath, args, {
        cwd: repository,
        env: { ...process.env, ...env },
        stdio: "inherit",
    });
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
    child.once("exit", (code) => (process.exitCode = code ?? 1));
}

main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
