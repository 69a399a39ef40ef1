/** Gets what is missing: from the vendor where it can be reached, else by building and installing from package registries. */
import path from "node:path";
import { downloadCli, downloadPlugin, downloadedCli, vendorOffer } from "./download.mjs";
import { buildParts, moduleOf, needGo } from "./go.mjs";
import { locate } from "./locate.mjs";
import { withLock } from "./lock.mjs";
import { installLanguageHost } from "./npm.mjs";
import { parts } from "./parts.mjs";
import { Interrupted, Problem, isFull } from "./problem.mjs";
import { installMoto, needPython } from "./python.mjs";
import { inCache } from "./store.mjs";

/** @typedef {import("./parts.mjs").Stage} Stage */
/** @typedef {import("./progress.mjs").Progress} Progress */

/** What a stage lacks. @param {Stage} stage */
export function lacking(stage) {
    return locate().filter((item) => item.stage === stage && item.source === "missing");
}

/** The parts that hold what a stage lacks. @param {Stage} stage @param {import("./parts.mjs").Maker} [maker] */
function lackingParts(stage, maker) {
    const names = new Set(lacking(stage).map(({ part }) => part));
    return parts.filter((part) => names.has(part.name) && (!maker || part.maker === maker));
}

/** Tells all that the machine lacks at once, before anything is begun. @param {Stage} stage */
function needTools(stage) {
    const problems = [];
    for (const [maker, need] of /** @type {const} */ ([
        ["go", needGo],
        ["python", needPython],
    ])) {
        try {
            if (lackingParts(stage, maker).length > 0) need();
        } catch (error) {
            problems.push(/** @type {Error} */ (error).message);
        }
    }
    if (problems.length > 0) throw new Problem(problems.join("\n"));
}

/**
 * Two processes at the same work would only take each other's processors.
 * @param {string} name
 * @param {Progress} progress
 * @param {() => Promise<void>} work
 */
function exclusively(name, progress, work) {
    return withLock(inCache("locks", name), work, (holder) =>
        progress.say(`waiting for process ${holder}, which is at the same work (${name})`),
    );
}

/** @param {Stage} stage @param {Progress} progress @param {import("./download.mjs").Offer} offer */
async function download(stage, progress, offer) {
    if (lacking(stage).some(({ kind }) => kind === "cli"))
        await progress.task("the official Pulumi CLI", (update) => downloadCli(update, offer));
    const pulumi = locate()[0].file ?? path.join(downloadedCli(), "pulumi");
    const plugins = lacking(stage).filter(({ kind }) => kind === "plugin");
    await all(
        plugins.map(({ name }) =>
            progress.task(`the official ${name}`, () => downloadPlugin(pulumi, name.split(" ")[0])),
        ),
    );
}

/** Waits for all of them, and then tells the first that failed. @param {Promise<unknown>[]} works */
async function all(works) {
    const failed = (await Promise.allSettled(works)).find((result) => result.status === "rejected");
    if (failed) throw isFull(failed.reason) ? full(failed.reason) : failed.reason;
}

/** @param {Error} error */
function full({ message }) {
    const room = "an engine that is built takes about 6 GB there and in the caches of Go and npm";
    return new Problem(
        `${message}\nThe disk is full. Make room, and run it again: it goes on. (${inCache()}: ${room}.)`,
    );
}

/**
 * What can be downloaded is; where that fails, the rest is built, unless building would fail too.
 * @param {Stage} stage
 * @param {Progress} progress
 */
async function tryDownload(stage, progress) {
    if (stage === "vault" || !lacking(stage).some(({ kind }) => kind !== "moto")) return;
    const offer = await vendorOffer();
    if (!offer) return;
    try {
        await exclusively("download", progress, () => download(stage, progress, offer));
    } catch (error) {
        if (error instanceof Interrupted || isFull(error)) throw error;
        progress.say(`${/** @type {Error} */ (error).message}\nBuilding instead.`);
    }
}

/** @param {Stage} stage @param {Progress} progress */
async function build(stage, progress) {
    const wanted = lackingParts(stage, "go");
    for (const module of new Set(wanted.map(moduleOf))) {
        const together = wanted.filter((part) => moduleOf(part) === module);
        await progress.task(together.map(({ title }) => title).join(" · "), (update) => buildParts(together, update));
    }
}

/**
 * Makes a stage complete.
 * @param {Stage} stage
 * @param {Progress} progress
 */
export async function obtain(stage, progress) {
    if (lacking(stage).length === 0) return;
    await tryDownload(stage, progress);
    needTools(stage);
    const makers = [
        exclusively(`go-${stage}`, progress, () => build(stage, progress)),
        ...lackingParts(stage, "npm").map((part) =>
            exclusively("npm", progress, () => once(stage, part, progress, installLanguageHost)),
        ),
        ...lackingParts(stage, "python").map((part) =>
            exclusively("python", progress, () => once(stage, part, progress, installMoto)),
        ),
    ];
    await all(makers);
    const still = lacking(stage);
    if (still.length > 0) throw new Problem(`still missing: ${still.map(({ name }) => name).join(", ")}`);
}

/**
 * @param {Stage} stage
 * @param {import("./parts.mjs").Part} part
 * @param {Progress} progress
 * @param {(part: import("./parts.mjs").Part, update: (doing: string) => void) => Promise<void>} install
 */
async function once(stage, part, progress, install) {
    if (!lackingParts(stage).includes(part)) return;
    await progress.task(part.title, (update) => install(part, update));
}
