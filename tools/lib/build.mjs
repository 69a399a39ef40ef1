import { readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "./repository.mjs";
import { step } from "./step.mjs";

/** Packages that are compiled; the later ones may import the earlier ones. */
const PACKAGES = ["components", "policy", "cli"];

/** Where the program of the stack is compiled to, for tests and demo: a run of it starts sooner than one of the sources. */
const PROGRAM = path.join("node_modules", ".cache", "program");

/** Compiles packages, all or those named, unless their `dist` is newer than every source. @param {string[]} [names] */
export async function build(names = PACKAGES) {
    for (const name of PACKAGES.filter((each) => names.includes(each)))
        await compile(name, [name], path.join(name, "dist"), ["-p", name]);
}

/** Compiles the program of the stack in the same way, file by file: its types are for `npm test`, and take longer than all else. */
export async function buildProgram() {
    const args = ["-p", "tsconfig.program.json", "--outDir", PROGRAM, "--noResolve", "--isolatedModules"];
    await compile("the stack's program", ["index.ts", "stack", "components"], PROGRAM, args);
}

async function compile(
    /** @type {string} */ what,
    /** @type {string[]} */ from,
    /** @type {string} */ to,
    /** @type {string[]} */ args,
) {
    const stamp = path.join(repository, to, ".built");
    const files = from.flatMap((name) => sources(path.join(repository, name)));
    const newest = Math.max(...files.map((file) => statSync(file).mtimeMs));
    if (time(stamp) >= newest) return;
    const started = new Date();
    await step(`compiling ${what}`, process.execPath, [path.join("node_modules", "typescript", "bin", "tsc"), ...args]);
    writeFileSync(stamp, "");
    utimesSync(stamp, started, started);
}

/** @returns {string[]} */
function sources(/** @type {string} */ folder) {
    if (!statSync(folder).isDirectory()) return [folder];
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) return entry.name === "dist" || entry.name === "node_modules" ? [] : sources(file);
        return /\.(ts|json)$/.test(entry.name) ? [file] : [];
    });
}

function time(/** @type {string} */ file) {
    return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
