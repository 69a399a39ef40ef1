#!/usr/bin/env node
/** Measures the package: `npm run bench -- --out FILE`; `npm run bench -- --help`. */
import { spawn } from "node:child_process";
import path from "node:path";
import { repository } from "./lib/repository.mjs";
import { setUp } from "./setup.mjs";

// Help needs no engine.
const { env } = await setUp(process.argv.includes("--help") ? { stages: [] } : { vault: true });
const main = path.join(repository, "bench", "main.ts");
const args = ["-r", "ts-node/register/transpile-only", main, ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: "inherit" });
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => (process.exitCode = code ?? 1));
