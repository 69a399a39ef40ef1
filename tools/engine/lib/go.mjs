/** Builds programs from their published Go modules. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { folderOf } from "./parts.mjs";
import { Problem, missing } from "./problem.mjs";
import { ask, run } from "./run.mjs";
import { engineFolder, moveIntoPlace, workFolder } from "./store.mjs";
import { makeTrimmed } from "./trim.mjs";
import { atLeast, least, versionIn } from "./versions.mjs";

const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Throws where there is no Go that does. */
export function needGo() {
    const version = versionIn(ask("go", ["version"]) ?? "");
    if (!atLeast(version, least.go))
        throw missing("Go", "to build Pulumi and its providers from their modules", version, least.go);
}

/**
 * How many packages to compile at once: a compiler takes up to a gigabyte and a half.
 * @param {number} [cpus]
 * @param {number} [memory] bytes
 */
export function jobs(cpus = os.availableParallelism(), memory = os.totalmem()) {
    return Math.max(1, Math.min(cpus, Math.floor(memory / 1.5e9)));
}

/**
 * Settings of the machine that would give other programs, or none, are overruled. A compiler that collects its garbage less
 * often takes a quarter less time; debug information, which the linker drops anyway, would take another tenth.
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {NodeJS.ProcessEnv}
 */
export function goEnv(environment = process.env) {
    return {
        ...environment,
        CGO_ENABLED: "0",
        GOFLAGS: "-mod=readonly -buildvcs=false",
        GOWORK: "off",
        GOGC: environment.GOGC ?? "400",
    };
}

/**
 * The arguments for one `go build` of several programs, so that what they share is compiled once.
 * @param {string} folder
 * @param {import("./parts.mjs").Part[]} parts
 */
export function buildArguments(folder, parts) {
    const version = parts.find(({ name }) => name === "pulumi")?.version;
    const link = ["-s", "-w", ...(version ? [`-X=${versionVariable}=v${version}`] : [])];
    return [
        "build",
        "-v",
        "-trimpath",
        `-p=${jobs()}`,
        "-gcflags=all=-dwarf=false",
        `-ldflags=${link.join(" ")}`,
        "-o",
        `${folder}${path.sep}`,
        ...parts.map(({ target }) => target ?? ""),
    ];
}

/**
 * Lays trimmed copies of the modules that trim.json names beside go.mod.
 * @param {string} work a copy of the folder `programs`
 */
export async function trimModules(work) {
    /** @type {import("./trim.mjs").Trim[]} */
    const trims = JSON.parse(readFileSync(path.join(work, "trim.json"), "utf8"));
    const names = trims.map(({ module, version }) => `${module}@${version}`);
    const output = await run("go", ["mod", "download", "-json", ...names], {
        cwd: os.tmpdir(),
        env: { ...goEnv(), GOFLAGS: "" },
    });
    const downloads = JSON.parse(`[${output.replaceAll(/^}\n\{/gm, "},{")}]`);
    for (const trim of trims) {
        const { Sum, Dir } = downloads.find((/** @type {any} */ each) => each.Path === trim.module) ?? {};
        if (Sum !== trim.sum)
            throw new Problem(`${trim.module}@${trim.version} has the checksum ${Sum}, expected ${trim.sum}`);
        makeTrimmed(trim, Dir, work, path.join(work, "trimmed", trim.to));
    }
}

/** The folder of a part's go.mod. @param {import("./parts.mjs").Part} part */
export function moduleOf(part) {
    return part.inputs[0].split("/")[0];
}

/** What a part takes from the folders of others. @param {import("./parts.mjs").Part} part @param {string} module */
function elsewhere({ inputs }, module) {
    return inputs.filter((input) => input !== "owner" && input.split("/")[0] !== module);
}

/**
 * Builds parts that share one go.mod and puts each in its place.
 * @param {import("./parts.mjs").Part[]} parts
 * @param {(doing: string) => void} update
 */
export async function buildParts(parts, update) {
    needGo();
    const work = workFolder("go");
    try {
        const module = moduleOf(parts[0]);
        for (const folder of [module, "owner", ...elsewhere(parts[0], module)]) {
            cpSync(path.join(engineFolder, folder), path.join(work, folder), {
                recursive: true,
                filter: (file) => path.basename(file) !== "trimmed",
            });
        }
        update("downloading modules");
        if (existsSync(path.join(work, module, "trim.json"))) await trimModules(path.join(work, module));
        const out = path.join(work, "out");
        mkdirSync(out);
        let compiled = 0;
        const onLine = (/** @type {string} */ line) => {
            if (line.startsWith("go: downloading")) return;
            update(`${++compiled} packages compiled, now ${line.slice(-50)}`);
        };
        await run("go", buildArguments(out, parts), { cwd: path.join(work, module), env: goEnv(), onLine });
        for (const part of parts) {
            const finished = path.join(work, `done-${part.name}`);
            mkdirSync(finished);
            renameSync(path.join(out, part.file ?? ""), path.join(finished, part.file ?? ""));
            moveIntoPlace(finished, folderOf(part));
        }
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}
