import { readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./repository.mjs";
import { step } from "./step.mjs";

/** Packages that are compiled; the later ones may import the earlier ones. */
const PACKAGES = ["components", "policy", "cli"];

/** Compiles each package unless its `dist` is newer than every source. */
export async function build() {
    for (const name of PACKAGES) await compile(name);
}

async function compile(/** @type {string} */ name) {
    const folder = path.join(repository, name);
    const stamp = path.join(folder, "dist", ".built");
    const newest = Math.max(...sources(folder).map((file) => statSync(file).mtimeMs));
    if (time(stamp) >= newest) return;
    const started = new Date();
    await step(`compiling ${name}`, process.execPath, [
        path.join("node_modules", "typescript", "bin", "tsc"),
        "-p",
        name,
    ]);
    writeFileSync(stamp, "");
    utimesSync(stamp, started, started);
}

/** @returns {string[]} */
function sources(/** @type {string} */ folder) {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) return entry.name === "dist" || entry.name === "node_modules" ? [] : sources(file);
        return /\.(ts|json)$/.test(entry.name) ? [file] : [];
    });
}

function time(/** @type {string} */ file) {
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
