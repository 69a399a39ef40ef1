import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";

/** The engine that the environment names. What is missing is said by the field that is asked for. */
export interface Engine {
    /** Search path that has `pulumi` and its language host. */
    readonly path: string;
    /** Directory with the provider plugins, in which those of every stack are there: aws, time and random. */
    readonly plugins: string;
    /** A Python that has moto. */
    readonly python: string;
}

/** Providers that every stack needs. Pulumi itself asks for those of single credentials, postgresql and vault. */
const PROVIDERS = ["aws", "time", "random"];

/**
 * Finds the engine: `pulumi` on the PATH, the plugins in PULUMI_HOME, moto in MOTO_PYTHON. The commands of this repository
 * set all three.
 */
export function engine(env: NodeJS.ProcessEnv = process.env): Engine {
    const plugins = path.join(env.PULUMI_HOME ?? path.join(homedir(), ".pulumi"), "plugins");
    return {
        get path() {
            const search = env.PATH ?? "";
            need(
                search.split(path.delimiter).some((folder) => existsSync(path.join(folder, "pulumi"))),
                "pulumi on the PATH",
            );
            return search;
        },
        get plugins() {
            const there = existsSync(plugins) ? readdirSync(plugins) : [];
            for (const name of PROVIDERS) {
                const has = there.some((entry) => entry.startsWith(`resource-${name}-v`));
                need(has, `the provider ${name} in ${plugins}`);
            }
            return plugins;
        },
        get python() {
            need(env.MOTO_PYTHON, "MOTO_PYTHON, a Python that has moto[server]");
            return env.MOTO_PYTHON as string;
        },
    };
}

/** @throws Error that names what is missing and what gets it */
function need(there: unknown, what: string): void {
    if (!there) throw new Error(`there is no ${what}; \`node tools/engine/get.mjs --stage first\` gets it`);
}
