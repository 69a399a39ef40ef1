#!/usr/bin/env node
/**
 * Half a year of rotations in a minute: `npm run demo`. Sets up whatever is missing (dependencies, engine, an AWS
 * emulator), then starts `demo/main.ts`. Plain JavaScript without dependencies, for a fresh clone has none.
 */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { help, readOptions } from "./demo/options.mjs";

const startedAt = Math.round(performance.timeOrigin);
const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** Starts the demo and waits for it; signals are passed on, and it ends when this process does. */
async function play(
    /** @type {NodeJS.ProcessEnv} */ env,
    /** @type {object} */ settings,
    /** @type {() => Promise<NodeJS.ProcessEnv>} */ rest,
) {
    const tools = path.join(repository, "tools");
    const args = ["-r", path.join(tools, "lib", "transpiled.cjs"), path.join(tools, "demo", "main.ts")];
    const child = spawn(process.execPath, args, {
        cwd: repository,
        env: { ...env, ROTATION_DEMO: JSON.stringify(settings) },
        stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const tell = (/** @type {object} */ rest) => child.connected && child.send(rest, () => {});
    rest().then(
        (more) => tell(more.VAULT_PROGRAM ? { env: more } : { problem: "there is no Vault on this machine" }),
        (error) => tell({ problem: error.message }),
    );
    const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, pass);
    try {
        return await new Promise((resolve, reject) => {
            child.once("error", reject);
            child.once("exit", (code, signal) => resolve(code ?? 128 + os.constants.signals[signal ?? "SIGKILL"]));
        });
    } finally {
        for (const signal of SIGNALS) process.off(signal, pass);
    }
}

/** What the demo may know of this process's environment: nobody's AWS, Vault or Pulumi settings are to reach it. */
function cleaned(/** @type {NodeJS.ProcessEnv} */ env) {
    const foreign = /^(AWS_|PULUMI_|VAULT_|NODE_OPTIONS$|TS_NODE_)/;
    return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

async function main() {
    const options = readOptions(process.argv.slice(2));
    if (options.help) return void console.log(help);
    const { setUp } = await import("./setup.mjs");
    const packages = ["components"]; // all that the stack's program loads
    const ready = await setUp({ stages: ["first"], vault: true, packages, program: true, background: true });
    const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), "rotation-demo-"));
    chmodSync(folder, 0o711); // as root, PostgreSQL runs as somebody else, who must come to its own folder
    try {
        const env = {
            ...cleaned(process.env),
            ...ready.env,
            TMPDIR: folder,
            NO_PROXY: "127.0.0.1,localhost",
        };
        process.exitCode = await play(
            env,
            { startedAt, folder, verbose: options.verbose, out: options.out },
            ready.rest,
        );
    } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
}

main().catch((error) => {
    console.error(error?.exitCode === 2 || error?.constructor?.name === "Problem" ? error.message : error);
    process.exitCode = error?.exitCode ?? process.exitCode ?? 1; // which a signal has set already
});
