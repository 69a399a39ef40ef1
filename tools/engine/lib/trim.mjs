/**
 * Copies a Go module out of the module cache without the parts that a run needs nothing of, so that what only those
 * parts import is neither downloaded nor compiled. `programs/trim.json` says which parts, and why.
 */
import {
    chmodSync,
    cpSync,
    existsSync,
    mkdirSync,
    readFileSync,
    readdirSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import path from "node:path";

/**
 * @typedef {object} Trim
 * @property {string} why what is left out, in words
 * @property {string} module module path
 * @property {string} version module version
 * @property {string} sum the module's checksum, as in go.sum
 * @property {string} to folder below `trimmed/`
 * @property {string[]} [keep] folders and files to copy; everything when absent
 * @property {string[]} [drop] folders and files to leave out
 * @property {string} [add] folder (beside trim.json) whose files are laid over the copy
 * @property {Record<string, string>} [instead] packages that the copy imports no longer, each with the module's own package
 *   that it imports in their place
 */

/** True for a file that no build reads. @param {string} name */
export function neverBuilt(name) {
    return name.endsWith("_test.go") || name === "testdata" || name.endsWith(".md");
}

/**
 * Makes the trimmed copy.
 * @param {Trim} trim
 * @param {string} source the module's folder in the module cache
 * @param {string} programs the folder that holds trim.json
 * @param {string} target where the copy goes
 */
export function makeTrimmed(trim, source, programs, target) {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    const dropped = new Set(trim.drop ?? []);
    for (const entry of trim.keep ?? readdirSync(source)) {
        cpSync(path.join(source, entry), path.join(target, entry), {
            recursive: true,
            filter: (from) => !neverBuilt(path.basename(from)) && !dropped.has(path.relative(source, from)),
        });
    }
    makeWritable(target);
    if (trim.add && existsSync(path.join(programs, trim.add))) {
        cpSync(path.join(programs, trim.add), target, { recursive: true });
    }
    if (trim.instead) replaceImports(target, trim.module, trim.instead);
}

/** The name that a package has by custom: the last part of its path that is no version, without "go-". @param {string} imported */
function packageName(imported) {
    const parts = imported.split("/").filter((part) => !/^v\d+$/.test(part));
    return parts.at(-1)?.replace(/^go-/, "");
}

/**
 * Source text with other imports, under the names that the rest of it uses.
 * @param {string} source
 * @param {string} module
 * @param {Record<string, string>} instead
 */
export function withImports(source, module, instead) {
    return source.replaceAll(
        /^((?:import)?[ \t]+)(?:([\w.]+) )?"([^"\n]+)"(?=[ \t]*(?:\/\/.*)?$)/gm,
        (line, before, name, imported) =>
            instead[imported] ? `${before}${name ?? packageName(imported)} "${module}/${instead[imported]}"` : line,
    );
}

/** @param {string} folder @param {string} module @param {Record<string, string>} instead */
function replaceImports(folder, module, instead) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !entry.name.endsWith(".go")) continue;
        const file = path.join(entry.parentPath ?? entry.path, entry.name);
        const source = readFileSync(file, "utf8");
        const changed = withImports(source, module, instead);
        if (changed !== source) writeFileSync(file, changed);
    }
}

/** The module cache is read-only; a copy that can't be deleted again would be a nuisance. @param {string} folder */
function makeWritable(folder) {
    chmodSync(folder, 0o755);
    for (const name of readdirSync(folder)) {
        const file = path.join(folder, name);
        if (statSync(file).isDirectory()) makeWritable(file);
        else chmodSync(file, 0o644);
    }
}
