import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { repository } from "./repository.mjs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {object} Choice
 * @property {string} [grep] only tests whose name matches
 * @property {boolean} changedOnly format and lint look at the files alone that changed since they last did
 */

const bin = (/** @type {string} */ name, /** @type {string} */ file) => path.join("node_modules", name, file);
const NODE = process.execPath;
const MOCHA = [bin("mocha", "bin/mocha.js"), "--require", "./tools/lib/transpiled.cjs", "--extension", "ts", "--exit"];

/** A unit test is quick, but not on a machine that is busy with something else. */
const PATIENT = ["--timeout", "30000", "--parallel", "--jobs", String(Math.max(2, os.availableParallelism()))];

/** Layers that need one processor each and say little: two of them at a time, each telling what it said at its end. */
const QUIET = ["format", "lint", "types", "docs", "tools"];

/**
 * Files of engine tests run side by side, for each has its own emulator and stacks, and much of a run is waiting. A test
 * there is a minute of processes and deadlines on a busy machine, so one that fails is tried once more.
 */
const SIDE_BY_SIDE = ["--parallel", "--jobs", String(Math.max(3, os.availableParallelism())), "--retries", "1"];

/** Rules of eslint that know types look into other files too, so the whole test run looks at all files. */
const kept = (/** @type {string} */ name) => [
    "--cache",
    "--cache-strategy",
    "content",
    "--cache-location",
    path.join("node_modules", ".cache", name, "checked"),
];

/** What each layer runs; those that count their tests write them to the file named last. */
const layers = {
    format: (/** @type {string} */ _out, /** @type {string[]} */ _grep, /** @type {boolean} */ changedOnly) => [
        bin("prettier", "bin/prettier.cjs"),
        "--check",
        "--log-level",
        "warn",
        ...(changedOnly ? kept("prettier") : []),
        ".",
    ],
    lint: (/** @type {string} */ _out, /** @type {string[]} */ _grep, /** @type {boolean} */ changedOnly) => [
        bin("eslint", "bin/eslint.js"),
        ...(changedOnly ? kept("eslint") : []),
        ".",
    ],
    types: () => [bin("typescript", "bin/tsc"), "--noEmit"],
    docs: () => [bin("typedoc", "bin/typedoc"), "--emit", "none"],
    unit: (/** @type {string} */ out, /** @type {string[]} */ grep) => [
        ...MOCHA,
        ...PATIENT,
        ...counted(out),
        ...grep,
        "test/unit/**/*.test.ts",
    ],
    tools: () => ["--test", "tools/engine/test/", "tools/proof/test/"],
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
 * Runs the layers, also after a failure: the quiet ones two at a time, then the others one after the other.
 * @param {string[]} names
 * @param {Choice} choice
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
export async function runChecks(names, choice, env) {
    const folder = mkdtempSync(path.join(os.tmpdir(), "rotation-test-"));
    const total = { passed: 0, failed: 0, skipped: 0 };
    const check = async (/** @type {string} */ name) => {
        const counts = await layer(name, choice, env, path.join(folder, `${name}.json`));
        for (const key of /** @type {const} */ (["passed", "failed", "skipped"])) total[key] += counts[key];
    };
    try {
        const quiet = names.filter((name) => QUIET.includes(name));
        const next = async () => {
            for (let name = quiet.shift(); name; name = quiet.shift()) await check(name);
        };
        await Promise.all([next(), next()]);
        for (const name of names) if (!QUIET.includes(name)) await check(name);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
    return total;
}

/** @returns {Promise<Counts>} */
async function layer(
    /** @type {string} */ name,
    /** @type {Choice} */ { grep, changedOnly },
    /** @type {NodeJS.ProcessEnv} */ env,
    /** @type {string} */ out,
) {
    const started = performance.now();
    console.log(`\n== ${name} …`);
    const make = layers[/** @type {keyof typeof layers} */ (name)];
    const { code, said } = await run(make(out, grep ? ["--grep", grep] : [], changedOnly), env, QUIET.includes(name));
    const counts = countsOf(name, code, said, out);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const { passed, failed, skipped } = counts;
    console.log(`${said}== ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped (${seconds} s)`);
    return counts;
}

/**
 * @param {boolean} keep what it says is returned and not shown
 * @returns {Promise<{ code: number | null, said: string }>}
 */
function run(/** @type {string[]} */ args, /** @type {NodeJS.ProcessEnv} */ env, /** @type {boolean} */ keep) {
    const to = keep ? "pipe" : "inherit";
    const child = spawn(NODE, args, { cwd: repository, env, stdio: ["ignore", to, to] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (said += data));
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
