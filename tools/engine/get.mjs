#!/usr/bin/env node
/**
 * Gets a Pulumi engine onto this machine: `node tools/engine/get.mjs --help`. Other scripts import `ensureEngine`.
 */
import "./lib/node-version.mjs";
import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { help, readArguments } from "./lib/arguments.mjs";
import { composeHome, linkPlugins, pathWith } from "./lib/home.mjs";
import { locate } from "./lib/locate.mjs";
import { obtain } from "./lib/obtain.mjs";
import { Problem } from "./lib/problem.mjs";
import { Progress } from "./lib/progress.mjs";
import { motoCommand } from "./lib/python.mjs";
import { inCache, sweep } from "./lib/store.mjs";
import { asJson, asTable, complete } from "./lib/table.mjs";

/**
 * @typedef {object} Engine
 * @property {{ PATH: string, PULUMI_HOME: string, PULUMI_SKIP_UPDATE_CHECK: string }} env lay it over `process.env`
 * @property {string} pulumi the CLI
 * @property {{ python: string, command: string[] } | undefined} moto `command` starts the server; append `-H`, `-p`
 * @property {string | undefined} vault the vault server, where there is one
 * @property {() => Promise<Engine>} rest what came of the other stage: waits for it or begins it
 */

/** The engine as far as it is there. @returns {Engine} */
export function findEngine() {
    const items = locate();
    const home = composeHome(items);
    const pulumi = items[0];
    const moto = items.find(({ kind, source }) => kind === "moto" && source !== "missing")?.file;
    return {
        env: { PATH: pathWith(home, pulumi), PULUMI_HOME: path.join(home, "pulumi"), PULUMI_SKIP_UPDATE_CHECK: "true" },
        pulumi: pulumi.source === "built" ? path.join(home, "bin", "pulumi") : (pulumi.file ?? ""),
        moto: moto ? { python: moto, command: motoCommand(path.dirname(path.dirname(moto))) } : undefined,
        vault: items.find(({ kind }) => kind === "vault")?.file,
        rest: () => ensureEngine({ stages: ["rest"], quiet: true }),
    };
}

/**
 * Gets what is missing, and does nothing where nothing is.
 * @param {object} [options]
 * @param {Array<"first" | "rest">} [options.stages] default: both
 * @param {boolean} [options.vault] the vault server too; with `background`, it is begun with the other stage
 * @param {boolean} [options.background] begin the other stage in a process that ends with this one
 * @param {boolean} [options.quiet] no progress on standard error
 * @returns {Promise<Engine>}
 */
export async function ensureEngine({
    stages = ["first", "rest"],
    vault = false,
    background = false,
    quiet = false,
} = {}) {
    sweep();
    const progress = new Progress({ quiet });
    const server = vault && !background ? /** @type {const} */ (["vault"]) : [];
    for (const stage of [...stages, ...server]) await obtain(stage, progress);
    const engine = findEngine();
    if (!background || complete(locate(), vault)) return engine;
    const done = restInBackground(vault);
    return { ...engine, rest: () => done.then(findEngine) };
}

/** @param {boolean} vault @returns {Promise<void>} */
function restInBackground(vault) {
    const args = [
        fileURLToPath(import.meta.url),
        "--stage",
        "rest",
        "--quiet",
        "--owned",
        ...(vault ? ["--with", "vault"] : []),
    ];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "ignore", "pipe"] });
    if (child.pid) os.setPriority(child.pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
    let said = "";
    child.stderr.on("data", (data) => (said += data));
    for (const handle of [child, child.stdin, child.stderr]) /** @type {any} */ (handle).unref();
    const done = new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) =>
            code === 0
                ? resolve(undefined)
                : reject(new Problem(said.trim() || `getting the rest ended with code ${code}`)),
        );
    });
    done.catch(() => {}); // told to whoever awaits it
    return /** @type {Promise<void>} */ (done);
}

/**
 * Makes a Pulumi home of its own for a run, with the engine's plugins in it.
 * @param {string} folder
 * @returns {string} the folder, for PULUMI_HOME
 */
export function makePulumiHome(folder) {
    linkPlugins(folder, locate());
    return folder;
}

/** @param {string[]} args */
async function main(args) {
    const wanted = readArguments(args);
    if (wanted.help) return console.log(help);
    if (wanted.owned)
        process.stdin
            .on("end", () => process.kill(process.pid, "SIGTERM"))
            .resume()
            .unref?.();
    if (!wanted.check) {
        const engine = await ensureEngine({
            stages: wanted.stages,
            vault: wanted.vault,
            quiet: wanted.quiet || wanted.json,
        });
        if (wanted.env) {
            const lines = Object.entries(engine.env).map(
                ([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
            );
            return console.log(lines.join("\n"));
        }
    }
    const items = locate();
    if (wanted.json) console.log(JSON.stringify(asJson(items), undefined, 4));
    else if (!wanted.quiet) console.log(`${asTable(items)}\n\ncache: ${inCache()}`);
    const asked = wanted.check ? items : items.filter(({ stage }) => wanted.stages.some((each) => each === stage));
    if (!complete(asked, wanted.vault)) process.exitCode = 1;
}

/** True where this file is what was started, by whatever path: that of a module has no symbolic links in it. */
function started() {
    try {
        return fileURLToPath(import.meta.url) === realpathSync(process.argv[1]);
    } catch {
        return false;
    }
}

if (started()) {
    main(process.argv.slice(2)).catch((error) => {
        console.error(error instanceof Problem ? error.message : error);
        process.exitCode ||= 1;
    });
}
