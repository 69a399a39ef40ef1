/** Installs moto into a Python environment of its own. */
import { rmSync } from "node:fs";
import path from "node:path";
import { folderOf } from "./parts.mjs";
import { missing } from "./problem.mjs";
import { ask, run, which } from "./run.mjs";
import { engineFolder, moveIntoPlace, workFolder } from "./store.mjs";
import { atLeast, least, versionIn } from "./versions.mjs";

/** A Python that does, newest names first. */
export function needPython() {
    let found;
    for (const name of ["python3", "python"]) {
        const file = which(name);
        const version = file && versionIn(ask(file, ["--version"]) ?? "");
        if (file && atLeast(version, least.python)) {
            if (ask(file, ["-c", "import venv, ensurepip"]) !== undefined) return file;
            throw missing("Python", "with its venv module, for moto", undefined, least.python);
        }
        found ??= version;
    }
    throw missing("Python", "for moto", found, least.python);
}

/**
 * @param {import("./parts.mjs").Part} part
 * @param {(doing: string) => void} update
 */
export async function installMoto(part, update) {
    const python = needPython();
    const work = workFolder("moto");
    try {
        update("making a Python environment");
        await run(python, ["-m", "venv", work]);
        update("installing packages");
        const install = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-compile",
            "--disable-pip-version-check",
            "-r",
            path.join(engineFolder, part.inputs[0]),
        ];
        await run(path.join(work, "bin", "python"), install);
        moveIntoPlace(work, folderOf(part));
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/** Starts moto's server, wherever the environment was moved since its scripts were written. @param {string} folder */
export function motoCommand(folder) {
    return [path.join(folder, "bin", "python"), "-m", "moto.server"];
}
