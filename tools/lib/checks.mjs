import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { repository } from "./repository.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const bin = (/** @type {string} */ name, /** @type {string} */ file) => path.join("node_modules", name, file);
const NODE = process.execPath;
const MOCHA = [
    bin("mocha", "bin/mocha.js"),
    "--require",
    "ts-node/register/transpile-only",
    "--extension",
    "ts",
    "--exit",
];

/** A unit test is quick, but not on a machine that is busy with something else. */
const PATIENT = ["--timeout", "30000"];

/**
 * Files of engine tests run side by side, for each has its own emulator and stacks, and much of a run is waiting. A test
 * there is a minute of processes and deadlines on a busy machine, so one that fails is tried once more.
 */
const SIDE_BY_SIDE = ["--parallel", "--jobs", String(Math.max(3, os.availableParallelism())), "--retries", "1"];

/** What each layer runs; those that count their tests write them to the file named last. */
const layers = {
    format: () => [bin("prettier", "bin/prettier.cjs"), "--check", "--log-level", "warn", "."],
    lint: () => [bin("eslint", "bin/eslint.js"), "."],
    types: () => [bin("typescript", "bin/tsc"), "--noEmit"],
    docs: () => [bin("typedoc", "bin/typedoc"), "--emit", "none"],
    unit: (/** @type {string} */ out, /** @type {string[]} */ grep) => [
        ...MOCHA,
        ...PATIENT,
        ...counted(out),
        ...grep,
        "test/unit/**/*.test.ts",
    ],
    tools: () => ["--test", "tools/engine/test/"],
    engine: (/** @type {string} */ out, /** @type {string[]} */ grep) => [
        ...MOCHA,
        ...counted(out),
        ...grep,
        ...SIDE_BY_SIDE,
        "test/engine/**/*.test.ts",
    ],
};

function counted(/** @type {string} */ out) {
    return ["--reporter", path.join(repository, "tools", "lib", "reporter.cjs"), "--reporter-option", `out=${out}`];
}

/**
 * Runs the layers one after the other, also after a failure.
 * @param {string[]} names
 * @param {string | undefined} grep
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
export async function runChecks(names, grep, env) {
    const folder = mkdtempSync(path.join(os.tmpdir(), "rotation-test-"));
    const total = { passed: 0, failed: 0, skipped: 0 };
    try {
        for (const name of names) {
            const out = path.join(folder, `${name}.json`);
            const started = performance.now();
            console.log(`\n== ${name}`);
            const make = layers[/** @type {keyof typeof layers} */ (name)];
            const { code, said } = await run(make(out, grep ? ["--grep", grep] : []), env, name === "tools");
            const counts = countsOf(name, code, said, out);
            for (const key of /** @type {const} */ (["passed", "failed", "skipped"])) total[key] += counts[key];
            const seconds = ((performance.now() - started) / 1000).toFixed(1);
            console.log(
                `== ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)`,
            );
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
    return total;
}

/** @returns {Promise<{ code: number | null, said: string }>} */
function run(/** @type {string[]} */ args, /** @type {NodeJS.ProcessEnv} */ env, /** @type {boolean} */ keep) {
    const child = spawn(NODE, args, { cwd: repository, env, stdio: ["ignore", keep ? "pipe" : "inherit", "inherit"] });
    let said = "";
    child.stdout?.on("data", (data) => {
        said += data;
        process.stdout.write(data);
    });
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve({ code, said }));
    });
}

/** @returns {Counts} */
function countsOf(
    /** @type {string} */ name,
    /** @type {number | null} */ code,
    /** @type {string} */ said,
    /** @type {string} */ out,
) {
    const counts = name === "tools" ? ofNodeTest(said) : ofFile(out);
    const ended = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
    if (counts === undefined) return ended;
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @returns {Counts | undefined} */
function ofFile(/** @type {string} */ out) {
    try {
        return JSON.parse(readFileSync(out, "utf8"));
    } catch {
        return undefined;
    }
}

/** @returns {Counts | undefined} */
function ofNodeTest(/** @type {string} */ said) {
    const count = (/** @type {string} */ word) => Number(new RegExp(`^. ${word} (\\d+)$`, "m").exec(said)?.[1]);
    const counts = { passed: count("pass"), failed: count("fail"), skipped: count("skipped") };
    return Number.isNaN(counts.passed) ? undefined : counts;
}
