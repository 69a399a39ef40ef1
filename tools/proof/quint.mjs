/** The formal model, simulated by Quint, which is installed into the cache of the engine on demand. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../lib/repository.mjs";
import { run } from "../engine/lib/run.mjs";
import { cacheRoot } from "../engine/lib/store.mjs";
import { node } from "./programs.mjs";

const VERSION = "0.33.0";
/** The version that Quint asks for is published without its file of types; the next one is the same program. */
const OVERRIDES = { antlr4ts: "0.5.0-alpha.4" };
export const MODEL = path.join("test", "proof", "model", "rotation.qnt");
export const RULES = ["publishedWorks", "consumerWorks", "oneSlotPerRun", "disabledBeforeDeleted"];
const REACHED = ["rotated", "wentBack", "deleted"];

function folder() {
    return path.join(cacheRoot(), `quint-${VERSION}`);
}

/** Where Quint is, or undefined. */
export function installed() {
    const program = path.join(folder(), "node_modules", "@informalsystems", "quint", "dist", "src", "cli.js");
    return existsSync(program) ? program : undefined;
}

/** Gets Quint from the npm registry if it is not there. @returns {Promise<string>} */
export async function ensureQuint() {
    const there = installed();
    if (there) return there;
    const part = `${folder()}.${process.pid}`;
    mkdirSync(part, { recursive: true });
    try {
        const dependencies = { "@informalsystems/quint": VERSION };
        const manifest = { name: "quint-for-the-proof", private: true, dependencies, overrides: OVERRIDES };
        writeFileSync(path.join(part, "package.json"), JSON.stringify(manifest));
        const args = [
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--fetch-retries=1",
        ];
        await run("npm", args, { cwd: part });
        if (!existsSync(folder())) renameSync(part, folder());
    } finally {
        rmSync(part, { recursive: true, force: true });
    }
    const program = installed();
    if (!program) throw new Error(`@informalsystems/quint ${VERSION} was installed, and has no dist/src/cli.js`);
    return program;
}

/**
 * Simulates the model.
 * @param {string} program
 * @param {number} samples
 * @param {number} seed
 * @param {string} [model] default: the repository's own
 */
export async function simulate(program, samples, seed, model = MODEL) {
    const sizes = [
        "--backend=typescript",
        `--max-samples=${samples}`,
        "--max-steps=60",
        `--seed=0x${seed.toString(16)}`,
    ];
    const asked = ["--invariants", ...RULES, "--witnesses", ...REACHED];
    const { code, stdout, stderr } = await node([program, "run", model, ...sizes, ...asked], { cwd: repository });
    const said = `${stdout}\n${stderr}`;
    const reached = Object.fromEntries(
        REACHED.map((name) => [name, Number(new RegExp(`${name} was witnessed in (\\d+)`).exec(said)?.[1] ?? 0)]),
    );
    const never = Object.entries(reached).filter(([, count]) => count === 0);
    const failures = [
        ...(code === 0 ? [] : [`quint ended with ${code}: ${said.slice(-2000)}`]),
        ...(code === 0
            ? never.map(([name]) => `${name} was never reached: the rules hold of a machine that does nothing`)
            : []),
    ];
    return { samples, rules: RULES.length, reached, failures };
}
