import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { repository } from "../lib/repository.mjs";

export const MOCHA = [
    path.join("node_modules", "mocha", "bin", "mocha.js"),
    ...["--require", "ts-node/register/transpile-only", "--extension", "ts", "--exit"],
];

/** @typedef {{ code: number | null, stdout: string, stderr: string }} Ended */

/**
 * Runs Node.js in a folder; each line of stderr goes to `tell`.
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, tell?: (line: string) => void }} [options]
 * @returns {Promise<Ended>}
 */
export function node(args, { cwd = repository, env = process.env, tell = () => undefined } = {}) {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => (stdout += data));
    child.stderr.on("data", (data) => {
        stderr += data;
        for (const line of String(data).split("\n").filter(Boolean)) tell(line);
    });
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve({ code, stdout, stderr }));
    });
}

/**
 * A part that is written in TypeScript: its last line is its result.
 * @param {string} name
 * @param {{ seed: number, minutes: number, tell: (line: string) => void }} options
 */
export async function typed(name, { seed, minutes, tell }) {
    const script = path.join("test", "proof", "part.ts");
    const args = ["--require", "ts-node/register/transpile-only", script, name, String(seed), String(minutes)];
    const { code, stdout, stderr } = await node(args, { tell });
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${stderr.slice(-2000)}`);
    return JSON.parse(stdout.trim().split("\n").pop() ?? "");
}

/** @typedef {{ file: string, title: string, state: "passed" | "failed" | "skipped", error?: string }} Tested */

/**
 * Runs files of tests and tells how each test ended.
 * @param {string[]} files
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, tell?: (line: string) => void, more?: string[] }} [options]
 * @returns {Promise<Tested[]>}
 */
export async function tests(files, { cwd, env, tell, more = [] } = {}) {
    const folder = mkdtempSync(path.join(os.tmpdir(), "rotation-proof-"));
    const out = path.join(folder, "tests.json");
    const reporter = path.join(repository, "tools", "proof", "reporter.cjs");
    try {
        const args = [...MOCHA, "--timeout", "60000", "--reporter", reporter, "--reporter-option", `out=${out}`];
        const { code, stderr, stdout } = await node([...args, ...more, ...files], { cwd, env, tell });
        try {
            return JSON.parse(readFileSync(out, "utf8"));
        } catch {
            const error = `mocha ended with ${code} before any test: ${(stderr + stdout).slice(-1500)}`;
            return files.map((file) => ({
                file,
                title: "(the whole file)",
                state: /** @type {const} */ ("failed"),
                error,
            }));
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
