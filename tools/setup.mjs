/**
 * What every command of this repository needs before its work: dependencies, the compiled package, the engine. Does
 * nothing where all is there. Plain JavaScript without dependencies, for a fresh clone has none.
 */
import { createHash } from "node:crypto";
import { ensureEngine } from "./engine/get.mjs";
import { withLock } from "./engine/lib/lock.mjs";
import { inCache } from "./engine/lib/store.mjs";
import { build, buildProgram } from "./lib/build.mjs";
import { dependencies } from "./lib/dependencies.mjs";
import { repository } from "./lib/repository.mjs";

/**
 * @param {object} [options]
 * @param {Array<"first" | "rest">} [options.stages] how much of the engine; none: no engine
 * @param {boolean} [options.vault] the vault server too; where it can't be had, that is said, and the rest goes on
 * @param {string[]} [options.packages] which packages to compile; default: all
 * @param {boolean} [options.program] compile the program of the stack too
 * @param {boolean} [options.background] begin what is not among the stages, and the vault server, in a process that ends
 *     with this one; `rest` waits for it
 * @returns {Promise<{ env: NodeJS.ProcessEnv, rest: () => Promise<NodeJS.ProcessEnv> }>} what to lay over `process.env`
 */
export async function setUp({
    stages = ["first", "rest"],
    vault = false,
    packages = undefined,
    program = false,
    background = false,
} = {}) {
    const prepared = prepare(packages, program);
    if (stages.length === 0) {
        await prepared;
        return { env: {}, rest: async () => ({}) };
    }
    const wanted = background
        ? ensureEngine({ stages, background, vault })
        : ensureEngine({ stages }).then((engine) => (vault ? withVault(engine) : engine));
    const [engine] = await Promise.all([wanted, prepared]);
    return { env: envOf(engine), rest: () => engine.rest().then(envOf) };
}

/** One at a time in a clone: two would take each other's dependencies away. @param {string[] | undefined} packages @param {boolean} program */
async function prepare(packages, program) {
    const clone = createHash("sha256").update(repository).digest("hex").slice(0, 12);
    const told = (/** @type {string} */ holder) =>
        console.error(`waiting for process ${holder}, which sets this clone up`);
    await withLock(
        inCache("locks", `clone-${clone}`),
        async () => {
            await dependencies();
            await build(packages);
            if (program) await buildProgram();
        },
        told,
    );
}

/** @param {import("./engine/get.mjs").Engine} engine @returns {NodeJS.ProcessEnv} */
function envOf(engine) {
    return {
        ...engine.env,
        ...(engine.moto ? { MOTO_PYTHON: engine.moto.python } : {}),
        ...(engine.vault ? { VAULT_PROGRAM: engine.vault } : {}),
    };
}

/** @param {import("./engine/get.mjs").Engine} engine */
async function withVault(engine) {
    try {
        return await ensureEngine({ stages: [], vault: true });
    } catch (error) {
        console.error(`no vault server: ${/** @type {Error} */ (error).message}`);
        return engine;
    }
}
