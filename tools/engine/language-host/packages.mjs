/** What the host knows of npm packages: which a program depends on, and how to install them. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** @param {string} file */
function readJson(file) {
    try {
        return JSON.parse(readFileSync(file, "utf8"));
    } catch {
        return undefined;
    }
}

/** Nearest file of that name, going up. @param {string} directory @param {string} name */
function findUp(directory, name) {
    for (let at = path.resolve(directory); ; at = path.dirname(at)) {
        const file = path.join(at, name);
        if (existsSync(file)) return file;
        if (at === path.dirname(at)) return undefined;
    }
}

/**
 * The program's dependencies with the versions that are installed.
 * @param {string} directory
 * @returns {Array<{ name: string, version: string }>}
 */
export function dependencies(directory) {
    const manifest = readJson(findUp(directory, "package.json") ?? "") ?? {};
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
    return Object.entries(wanted).map(([name, range]) => {
        const installed = readJson(findUp(directory, path.join("node_modules", name, "package.json")) ?? "");
        return { name, version: String(installed?.version ?? range) };
    });
}

/**
 * How to install them: exactly what the lock file says where there is one.
 * @param {string} directory
 * @param {unknown} packageManager `runtime.options.packagemanager`
 * @returns {{ command: string, args: string[] }}
 */
export function installCommand(directory, packageManager) {
    const has = (/** @type {string} */ file) => findUp(directory, file) !== undefined;
    const manager =
        typeof packageManager === "string"
            ? packageManager
            : has("pnpm-lock.yaml")
              ? "pnpm"
              : has("yarn.lock")
                ? "yarn"
                : "npm";
    if (manager !== "npm") return { command: manager, args: ["install"] };
    return {
        command: "npm",
        args: [existsSync(path.join(directory, "package-lock.json")) ? "ci" : "install", "--no-fund", "--no-audit"],
    };
}
