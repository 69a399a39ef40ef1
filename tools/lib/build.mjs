import { readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./repository.mjs";
import { step } from "./step.mjs";

const package_ = path.join(repository, "components");
const dist = path.join(package_, "dist");
const stamp = path.join(dist, ".built");

/** Compiles the package unless `dist` is newer than every source. */
export async function build() {
    const newest = Math.max(...sources(package_).map((file) => statSync(file).mtimeMs));
    if (time(stamp) >= newest) return;
    const started = new Date();
    await step("compiling the package", process.execPath, [
        path.join("node_modules", "typescript", "bin", "tsc"),
        "-p",
        "components",
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
