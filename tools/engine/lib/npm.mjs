/** Installs the packages of the language host beside its files. */
import { cpSync, existsSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { folderOf } from "./parts.mjs";
import { missing } from "./problem.mjs";
import { run, which } from "./run.mjs";
import { contentHash, engineFolder, inCache, moveIntoPlace, workFolder } from "./store.mjs";

const lists = ["language-host/package.json", "language-host/package-lock.json"];

/** The packages have a folder of their own: they change less often than the host. */
function packagesFolder() {
    return inCache("store", `host-packages-${contentHash(lists)}`);
}

/** @param {(doing: string) => void} update */
async function installPackages(update) {
    if (existsSync(packagesFolder())) return;
    const npm = which("npm") ?? which("npm", path.dirname(process.execPath));
    if (!npm) throw missing("npm", "to install the language host's packages", undefined);
    const work = workFolder("packages");
    try {
        for (const list of lists) cpSync(path.join(engineFolder, list), path.join(work, path.basename(list)));
        update("installing packages");
        await run(npm, ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--no-update-notifier"], { cwd: work });
        moveIntoPlace(work, packagesFolder());
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/**
 * @param {import("./parts.mjs").Part} part
 * @param {(doing: string) => void} update
 */
export async function installLanguageHost(part, update) {
    await installPackages(update);
    const work = workFolder("host");
    try {
        cpSync(path.join(engineFolder, part.inputs[0]), work, {
            recursive: true,
            filter: (file) => path.basename(file) !== "node_modules",
        });
        // Relative, so that the cache can be moved or copied.
        const packages = path.relative(path.dirname(folderOf(part)), packagesFolder());
        symlinkSync(path.join("..", packages, "node_modules"), path.join(work, "node_modules"));
        moveIntoPlace(work, folderOf(part));
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}
