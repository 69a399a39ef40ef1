/** Gets the official programs where their vendor can be reached. */
import { spawnSync } from "node:child_process";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Problem } from "./problem.mjs";
import { run } from "./run.mjs";
import { inCache, moveIntoPlace, workFolder } from "./store.mjs";
import { pinned } from "./versions.mjs";

const site = "https://get.pulumi.com";
const patience = 2000;

/** @type {Map<string, Promise<boolean>>} */
const answers = new Map();

/** Asks once, and not for long, whether the vendor's site can be reached. @param {string} [url] */
export function vendorReachable(url = site) {
    if (process.env.PULUMI_ROTATION_ENGINE === "build") return Promise.resolve(false);
    const answer =
        answers.get(url) ??
        fetch(`${url}/latest-version`, { signal: AbortSignal.timeout(patience) }).then(
            (response) => response.ok,
            () => false,
        );
    answers.set(url, answer);
    return answer;
}

/** The name of the vendor's archive for this machine. @param {string} version @param {string} [platform] @param {string} [cpu] */
export function archiveName(version, platform = process.platform, cpu = process.arch) {
    return `pulumi-v${version}-${platform === "win32" ? "windows" : platform}-${cpu}.tar.gz`;
}

/** Where the official CLI, with its language hosts, is kept. */
export function downloadedCli() {
    return inCache("store", `pulumi-official-${pinned.pulumi}-${process.platform}-${process.arch}`);
}

/** Where an official plugin is kept. @param {string} plugin */
export function downloadedPlugin(plugin) {
    return inCache("store", `plugin-official-${plugin}-${pinned.plugins[plugin]}-${process.platform}-${process.arch}`);
}

/** @param {(doing: string) => void} update @param {string} [url] */
export async function downloadCli(update, url = site) {
    const work = workFolder("download");
    try {
        const name = archiveName(pinned.pulumi);
        update(`downloading ${name}`);
        const response = await fetch(`${url}/releases/sdk/${name}`);
        if (!response.ok || !response.body) throw new Problem(`${url} answered ${response.status} for ${name}`);
        const archive = path.join(work, name);
        await pipeline(Readable.fromWeb(/** @type {any} */ (response.body)), createWriteStream(archive));
        const unpacked = spawnSync("tar", ["-xzf", archive, "-C", work], { encoding: "utf8" });
        if (unpacked.status !== 0)
            throw new Problem(`cannot unpack ${name}: ${unpacked.stderr || unpacked.error?.message}`);
        moveIntoPlace(path.join(work, "pulumi"), downloadedCli());
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/**
 * Lets the official CLI fetch a plugin.
 * @param {string} pulumi
 * @param {string} plugin
 */
export async function downloadPlugin(pulumi, plugin) {
    const work = workFolder("plugin");
    try {
        mkdirSync(work, { recursive: true });
        const server = pinned.pluginServers[plugin];
        const args = [
            "plugin",
            "install",
            "resource",
            plugin,
            pinned.plugins[plugin],
            ...(server ? ["--server", server] : []),
        ];
        await run(pulumi, args, { env: { ...process.env, PULUMI_HOME: work, PULUMI_SKIP_UPDATE_CHECK: "true" } });
        moveIntoPlace(
            path.join(work, "plugins", `resource-${plugin}-v${pinned.plugins[plugin]}`),
            downloadedPlugin(plugin),
        );
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}
