/** Puts what was found together: a folder of programs for the PATH and a Pulumi home with the plugins. */
import {
    chmodSync,
    copyFileSync,
    existsSync,
    linkSync,
    mkdirSync,
    readdirSync,
    renameSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import path from "node:path";
import { folderOf, partNamed } from "./parts.mjs";
import { motoCommand } from "./python.mjs";
import { cacheRoot, contentHash, inCache } from "./store.mjs";

/** @typedef {import("./locate.mjs").Item} Item */

/** The folder for this version of the tool and these sources. @param {Item[]} items */
export function homeFolder(items) {
    const sources = items.map(({ name, source, file }) =>
        source === "PATH" || source === "Pulumi home" ? `${name} ${file}` : name,
    );
    // Scripts and links in it are absolute: a cache that was moved gets another.
    return inCache(contentHash(["."], [cacheRoot(), ...sources].join("\n")));
}

/** Makes a file as a whole or not at all, unless it is there. @param {string} file @param {(temporary: string) => void} make */
function once(file, make) {
    if (existsSync(file)) return;
    mkdirSync(path.dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}`;
    rmSync(temporary, { force: true });
    make(temporary);
    renameSync(temporary, file);
}

/** @param {string} file @param {string[]} command */
function script(file, command) {
    const quoted = command.map((word) => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`));
    once(file, (temporary) => {
        writeFileSync(temporary, `#!/bin/sh\nexec ${quoted.join(" ")} "$@"\n`);
        chmodSync(temporary, 0o755);
    });
}

/** A hard link where the file system lets us: `pulumi` looks for its language host beside the file that it really is. @param {string} from @param {string} to */
function sameFile(from, to) {
    once(to, (temporary) => {
        try {
            linkSync(from, temporary);
        } catch {
            copyFileSync(from, temporary);
        }
    });
}

/**
 * Links plugins into a Pulumi home. The folders are real ones, for Pulumi passes over links to folders.
 * @param {string} home
 * @param {Item[]} items
 */
export function linkPlugins(home, items) {
    for (const { name, kind, version, file } of items) {
        if (kind !== "plugin" || !file) continue;
        const plugin = name.split(" ")[0];
        const folder = path.join(home, "plugins", `resource-${plugin}-v${version}`);
        const files = statSync(file).isDirectory()
            ? readdirSync(file).map((entry) => [entry, path.join(file, entry)])
            : [[`pulumi-resource-${plugin}`, file]];
        for (const [entry, target] of files)
            once(path.join(folder, entry), (temporary) => symlinkSync(target, temporary));
    }
}

/**
 * Completes the home with what is there by now.
 * @param {Item[]} items
 */
export function composeHome(items) {
    const home = homeFolder(items);
    const bin = path.join(home, "bin");
    mkdirSync(bin, { recursive: true });
    linkPlugins(path.join(home, "pulumi"), items);
    const [pulumi, host] = items;
    if (pulumi.source === "built" && host.source === "built") {
        const scripts = folderOf(partNamed("language-host"));
        script(path.join(bin, "pulumi-language-nodejs"), ["node", path.join(scripts, "host.mjs")]);
        script(path.join(bin, "pulumi-resource-pulumi-nodejs"), ["node", path.join(scripts, "dynamic-provider.mjs")]);
        sameFile(/** @type {string} */ (pulumi.file), path.join(bin, "pulumi"));
    }
    for (const { kind, source, file } of items) {
        if (source !== "built" || !file) continue;
        if (kind === "moto") script(path.join(bin, "moto_server"), motoCommand(folderOf(partNamed("moto"))));
        if (kind === "vault") once(path.join(bin, "vault"), (temporary) => symlinkSync(file, temporary));
    }
    return home;
}

/**
 * The PATH of a run: ours first, then where the CLI is when it isn't ours, then what was there, and Node.js last.
 * @param {string} home
 * @param {Item} pulumi
 * @param {string} [searchPath]
 */
export function pathWith(home, pulumi, searchPath = process.env.PATH ?? "") {
    const own = path.join(home, "bin");
    const elsewhere =
        pulumi.source === "PATH" || pulumi.source === "downloaded" ? [path.dirname(pulumi.file ?? "")] : [];
    const before = searchPath.split(path.delimiter).filter((folder) => folder && folder !== own);
    return [own, ...elsewhere, ...before, path.dirname(process.execPath)].join(path.delimiter);
}
