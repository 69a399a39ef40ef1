/** The cache outside the repository: finished parts, each in a folder named for what went into it. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this tool. */
export const engineFolder = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where everything is kept. */
export function cacheRoot() {
    return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "pulumi-credential-rotation");
}

/** Left out of every hash: none of it reaches a program. */
const unhashed = new Set(["trimmed", "node_modules", "test", "README.md", ".gitignore"]);

/**
 * Files below a path, sorted, so that a hash doesn't depend on the file system.
 * @param {string} file
 * @returns {string[]}
 */
function filesBelow(file) {
    if (!statSync(file).isDirectory()) return [file];
    const names = readdirSync(file).filter((name) => !unhashed.has(name));
    return names.sort().flatMap((name) => filesBelow(path.join(file, name)));
}

/**
 * A short hash of the content and names of files and folders.
 * @param {string[]} inputs relative to `base`
 * @param {string} [extra] anything else that matters
 * @param {string} [base]
 */
export function contentHash(inputs, extra = "", base = engineFolder) {
    const hash = createHash("sha256").update(extra);
    for (const file of inputs.flatMap((input) => filesBelow(path.join(base, input)))) {
        hash.update(`\0${path.relative(base, file)}\0`).update(readFileSync(file));
    }
    return hash.digest("hex").slice(0, 12);
}

/** @param {...string} parts */
export function inCache(...parts) {
    return path.join(cacheRoot(), ...parts);
}

/** A folder to work in, on the same file system as the store. @param {string} name */
export function workFolder(name) {
    const folder = inCache("tmp", `${name}-${process.pid}-${randomBytes(3).toString("hex")}`);
    mkdirSync(folder, { recursive: true });
    return folder;
}

/**
 * Puts a finished folder into its place in one step. Whoever is second throws away the same thing.
 * @param {string} finished
 * @param {string} target
 */
export function moveIntoPlace(finished, target) {
    mkdirSync(path.dirname(target), { recursive: true });
    try {
        renameSync(finished, target);
    } catch (error) {
        if (!existsSync(target)) throw error;
        rmSync(finished, { recursive: true, force: true });
    }
}

/** Deletes what interrupted runs left behind: the process that a folder is named for is gone. */
export function sweep() {
    const folder = inCache("tmp");
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
        const owner = Number(/-(\d+)-[0-9a-f]+$/.exec(name)?.[1]);
        if (owner && !alive(owner)) rmSync(path.join(folder, name), { recursive: true, force: true });
    }
}

/** @param {number} id of a process */
export function alive(id) {
    try {
        return process.kill(id, 0);
    } catch (error) {
        return /** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH";
    }
}
