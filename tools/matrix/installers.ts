import { existsSync, mkdirSync } from "node:fs";
import * as path from "node:path";
import { must } from "./life";
import type { Row } from "./rows";

/** Each as npm carries it, so that nothing has to be on the machine but npm. */
const PACKAGES = { pnpm: "pnpm", yarn: "@yarnpkg/cli-dist", bun: "bun" };
const COMMANDS = { npm: ["install"], pnpm: ["install", "--no-frozen-lockfile"], yarn: ["install"], bun: ["install"] };

/** Installs a Node.js into the cache. @returns the folder of its program */
export async function nodeOf(major: number, cache: string): Promise<string> {
    const name = `node-${process.platform}-${process.arch}`;
    const folder = path.join(cache, `node-${major}`);
    const bin = path.join(folder, "node_modules", name, "bin");
    if (!existsSync(path.join(bin, "node"))) {
        mkdirSync(folder, { recursive: true });
        const args = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, `${name}@${major}`];
        await must("npm", args, folder, process.env);
    }
    return bin;
}

/** Installs what a row's project depends on. What fails is said with what the manager wrote. */
export async function installAll(folder: string, row: Row, env: NodeJS.ProcessEnv): Promise<void> {
    const { manager, install = [] } = row;
    const args = [...COMMANDS[manager], ...install];
    if (manager === "npm") return void (await must("npm", [...args, "--no-audit", "--no-fund"], folder, env));
    const npx = ["exec", "--yes", `--package=${PACKAGES[manager]}`, "--", manager, ...args];
    try {
        await must("npm", npx, folder, env);
    } catch (error) {
        // pnpm ends so where a package's own script was not run; everything is installed.
        if (!(error as Error).message.includes("ERR_PNPM_IGNORED_BUILDS")) throw error;
    }
}
