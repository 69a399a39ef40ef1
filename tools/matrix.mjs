#!/usr/bin/env node
/** Plays the package in other people's tool chains: `npm run matrix`; `npm run matrix -- --help`. Needs an npm registry. */
import { spawn } from "node:child_process";
import path from "node:path";
import { repository } from "./lib/repository.mjs";
import { setUp } from "./setup.mjs";

// Help needs no engine.
const { env } = await setUp(process.argv.includes("--help") ? { stages: [] } : {});
const tools = path.join(repository, "tools");
const args = ["-r", path.join(tools, "lib", "transpiled.cjs"), path.join(tools, "matrix", "main.ts")];
const child = spawn(process.execPath, [...args, ...process.argv.slice(2)], {
    env: { ...process.env, ...env },
    stdio: "inherit",
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => (process.exitCode = code ?? 1));
