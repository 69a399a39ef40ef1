/** Finds what is there already: on the PATH, in the user's Pulumi home, downloaded or built before. */
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { downloadedCli, downloadedPlugin } from "./download.mjs";
import { folderOf, partNamed, partOfPlugin } from "./parts.mjs";
import { ask, which } from "./run.mjs";
import { cacheRoot, inCache } from "./store.mjs";
import { atLeast, least, pinned, versionIn } from "./versions.mjs";

/**
 * @typedef {"PATH" | "Pulumi home" | "downloaded" | "built" | "missing"} Source
 *
 * @typedef {object} Item a program that a run needs
 * @property {string} name
 * @property {import("./parts.mjs").Stage} stage
 * @property {"cli" | "plugin" | "moto" | "vault"} kind
 * @property {string} part the part that holds it when it is built
 * @property {Source} source
 * @property {string} version
 * @property {string} [file] program or, for a plugin from elsewhere, folder
 */

/** Programs on the PATH, but not those that this tool has put there. @param {string} name @param {string} [searchPath] */
function onPath(name, searchPath) {
    const own = cacheRoot() + path.sep;
    return which(name, searchPath, (file) => !file.startsWith(own) && !realpathSync(file).startsWith(own));
}

/**
 * The version that a program tells, remembered for as long as the file stays the same: asking takes longer than the rest.
 * @param {string} file
 */
export function toldVersion(file) {
    const { mtimeMs, size } = statSync(file);
    const key = `${file} ${mtimeMs} ${size}`;
    const notes = inCache("versions.json");
    /** @type {Record<string, string>} */
    let known = {};
    try {
        known = JSON.parse(readFileSync(notes, "utf8"));
    } catch {
        // none yet
    }
    if (known[key] === undefined) {
        known[key] = versionIn(ask(file, ["version"]) ?? "") ?? "";
        remember(notes, known);
    }
    return known[key];
}

/** Not on a disk that is full or read-only: it is asked again then. @param {string} notes @param {Record<string, string>} known */
function remember(notes, known) {
    try {
        mkdirSync(cacheRoot(), { recursive: true });
        writeFileSync(notes, JSON.stringify(known));
    } catch {
        // the answer is known all the same
    }
}

/** The official CLI counts only with its language host. @param {string} [searchPath] */
export function cliOnPath(searchPath) {
    const file = onPath("pulumi", searchPath);
    if (!file) return;
    const beside = path.dirname(realpathSync(file));
    if (!which("pulumi-language-nodejs", beside) && !onPath("pulumi-language-nodejs", searchPath)) return;
    const version = toldVersion(file);
    return atLeast(version, least.pulumi) ? { file, version } : undefined;
}

/** @returns {Item[]} */
function cli() {
    const common = { stage: /** @type {const} */ ("first"), kind: /** @type {const} */ ("cli") };
    const there = cliOnPath();
    const official = path.join(downloadedCli(), "pulumi");
    const found = there
        ? { source: "PATH", ...there }
        : existsSync(official)
          ? { source: "downloaded", version: pinned.pulumi, file: official }
          : undefined;
    return ["pulumi", "language-host"].map((name) => {
        const part = partNamed(name);
        const built = path.join(folderOf(part), part.file ?? "");
        const own = existsSync(built)
            ? { source: "built", version: part.version, file: built }
            : { source: "missing", version: part.version };
        return /** @type {Item} */ ({ name, part: name, ...common, ...(found ?? own) });
    });
}

/** @param {string} name @returns {Item} */
function plugin(name) {
    const version = pinned.plugins[name];
    const part = partOfPlugin(name);
    const common = {
        name: `${name} provider`,
        stage: part.stage,
        kind: /** @type {const} */ ("plugin"),
        part: part.name,
        version,
    };
    const userHome = process.env.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
    const installed = path.join(userHome, "plugins", `resource-${name}-v${version}`);
    if (!userHome.startsWith(cacheRoot()) && existsSync(path.join(installed, `pulumi-resource-${name}`))) {
        return { ...common, source: "Pulumi home", file: installed };
    }
    if (existsSync(downloadedPlugin(name))) return { ...common, source: "downloaded", file: downloadedPlugin(name) };
    const built = path.join(folderOf(part), part.file ?? "");
    return existsSync(built) ? { ...common, source: "built", file: built } : { ...common, source: "missing" };
}

/** @returns {Item} */
function moto() {
    const part = partNamed("moto");
    const built = path.join(folderOf(part), part.file ?? "");
    const common = {
        name: "moto",
        stage: part.stage,
        kind: /** @type {const} */ ("moto"),
        part: part.name,
        version: part.version,
    };
    return existsSync(built) ? { ...common, source: "built", file: built } : { ...common, source: "missing" };
}

/** @returns {Item} */
function vault() {
    const part = partNamed("vault");
    const common = { name: "vault server", stage: part.stage, kind: /** @type {const} */ ("vault"), part: part.name };
    const there = onPath("vault");
    if (there && atLeast(toldVersion(there), least.vault))
        return { ...common, source: "PATH", version: toldVersion(there), file: there };
    const built = path.join(folderOf(part), part.file ?? "");
    return existsSync(built)
        ? { ...common, version: part.version, source: "built", file: built }
        : { ...common, version: part.version, source: "missing" };
}

/** Everything, in the order in which it is needed. @returns {Item[]} */
export function locate() {
    return [...cli(), ...Object.keys(pinned.plugins).map(plugin), moto(), vault()];
}
