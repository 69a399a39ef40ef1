import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";

/** The engine that the tests drive, as the environment names it. */
export interface Engine {
    /** Search path that has `pulumi` and its language host. */
    path: string;
    /** Directory with the provider plugins. */
    plugins: string;
    /** A Python that has moto. */
    python: string;
}

/**
 * Finds the engine: `pulumi` on the PATH, the plugins in PULUMI_HOME, moto in MOTO_PYTHON. `npm test` sets all three.
 *
 * @throws Error that names what is missing
 */
export function engine(): Engine {
    const search = process.env.PATH ?? "";
    const home = process.env.PULUMI_HOME ?? path.join(homedir(), ".pulumi");
    const plugins = path.join(home, "plugins");
    const python = process.env.MOTO_PYTHON;
    const missing = [
        search.split(path.delimiter).some((folder) => existsSync(path.join(folder, "pulumi")))
            ? []
            : "pulumi on the PATH",
        ["aws", "time", "random", "postgresql"]
            .filter((name) => !hasPlugin(plugins, name))
            .map((name) => `the provider ${name} in ${plugins}`),
        python ? [] : "MOTO_PYTHON, a Python that has moto[server]",
    ].flat();
    if (missing.length > 0) throw new Error(`the engine tests need ${missing.join(", ")}; run them with npm test`);
    return { path: search, plugins, python: python as string };
}

function hasPlugin(plugins: string, name: string): boolean {
    return existsSync(plugins) && readdirSync(plugins).some((entry) => entry.startsWith(`resource-${name}-v`));
}
