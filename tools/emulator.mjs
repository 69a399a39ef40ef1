#!/usr/bin/env node
/**
 * An AWS of one's own to try the stack on, with vendors: `npm run emulator`. Sets up what is missing, then starts
 * `emulator/main.ts`, which runs until ^C.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setUp } from "./setup.mjs";

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
