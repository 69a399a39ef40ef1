/**
 * What every command of this repository needs before its work: dependencies, the compiled package, the engine. Does
 * nothing where all is there. Plain JavaScript without dependencies, for a fresh clone has none.
 */
import { ensureEngine } from "./engine/get.mjs";
import { build } from "./lib/build.mjs";
import { dependencies } from "./lib/dependencies.mjs";

/**
 * @param {object} [options]
 * @param {Array<"first" | "rest">} [options.stages] how much of the engine; none: no engine
 * @param {boolean} [options.background] begin the rest of the engine in a process that ends with this one
 * @returns {Promise<{ env: NodeJS.ProcessEnv, rest: () => Promise<unknown> }>} what to lay over `process.env`
 */
export async function setUp({ stages = ["first", "rest"], background = false } = {}) {
    const prepared = dependencies().then(build);
    if (stages.length === 0) {
        await prepared;
        return { env: {}, rest: async () => {} };
    }
    const [engine] = await Promise.all([ensureEngine({ stages, background }), prepared]);
    return {
        env: {
            ...engine.env,
            ...(engine.moto ? { MOTO_PYTHON: engine.moto.python } : {}),
            TS_NODE_TRANSPILE_ONLY: "1",
        },
        rest: engine.rest,
    };
}
