/** Gets the official programs where their vendor can be reached: the CLI from the vendor's releases, the plugins by the CLI. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { fetchFile, fetchText } from "./fetch.mjs";
import { Problem } from "./problem.mjs";
import { run } from "./run.mjs";
import { inCache, moveIntoPlace, workFolder } from "./store.mjs";
import { pinned } from "./versions.mjs";

/**
 * Where the vendor publishes releases, in the order in which they are asked. A release is the archives and one list of
 * their checksums. The npm package `pulumi` runs the vendor's install script, which takes the same archives from the same
 * two places, but compares no checksum.
 * @param {string} version
 */
export function releases(version) {
    return ["https://get.pulumi.com/releases/sdk", `https://github.com/pulumi/pulumi/releases/download/v${version}`];
}

/** @typedef {{ archive: string, url: string, sha256: string }} Offer an archive that the vendor has, and what it must hold */

/** @type {Promise<Offer | undefined> | undefined} */
let answer;

/** The name of the vendor's archive for this machine. @param {string} version @param {string} [platform] @param {string} [cpu] */
export function archiveName(version, platform = process.platform, cpu = process.arch) {
    return `pulumi-v${version}-${platform}-${cpu}.tar.gz`;
}

/** The name of the vendor's list of checksums. @param {string} version */
export function checksumsName(version) {
    return `pulumi-${version}-checksums.txt`;
}

/** What the vendor offers, asked once; undefined where it can't be reached or is not wanted. @returns {Promise<Offer | undefined>} */
export function vendorOffer() {
    if (process.env.PULUMI_ROTATION_ENGINE === "build") return Promise.resolve(undefined);
    return (answer ??= askVendor(releases(pinned.pulumi)));
}

/**
 * The archive for this machine, as the vendor's list of checksums names it; undefined where that list can't be had. The
 * download needs the list first, so it is what is asked for; whoever answers with something else, as a hotel's login page
 * does, is no vendor. There is none for Windows, which gets a zip.
 * @param {string[]} bases the first that has it is taken
 * @returns {Promise<Offer | undefined>}
 */
export async function askVendor(bases) {
    const archive = archiveName(pinned.pulumi);
    const lists = await Promise.all(bases.map((base) => fetchText(`${base}/${checksumsName(pinned.pulumi)}`)));
    for (const [index, list] of lists.entries()) {
        const sha256 = list === undefined ? undefined : checksumIn(list, archive);
        if (sha256) return { archive, url: `${bases[index]}/${archive}`, sha256 };
    }
}

/** The checksum of a file in a list as `sha256sum` writes it. @param {string} list @param {string} file */
export function checksumIn(list, file) {
    for (const line of list.split("\n")) {
        const [, sum, name] = /^([0-9a-f]{64}) [ *](\S+)\s*$/.exec(line) ?? [];
        if (name === file) return sum;
    }
}

/** Where the official CLI, with its language hosts, is kept. */
export function downloadedCli() {
    return inCache("store", `pulumi-official-${pinned.pulumi}-${process.platform}-${process.arch}`);
}

/** Where an official plugin is kept. @param {string} plugin */
export function downloadedPlugin(plugin) {
    return inCache("store", `plugin-official-${plugin}-${pinned.plugins[plugin]}-${process.platform}-${process.arch}`);
}

/** @param {(doing: string) => void} update @param {Offer} offer */
export async function downloadCli(update, { archive, url, sha256 }) {
    const work = workFolder("download");
    try {
        update(`downloading ${archive}`);
        const file = path.join(work, archive);
        const got = await fetchFile(url, file);
        if (got !== sha256)
            throw new Problem(`${url} has the SHA-256 ${got}, and its vendor's list says ${sha256}: not used`);
        const unpacked = spawnSync("tar", ["-xzf", file, "-C", work], { encoding: "utf8" });
        if (unpacked.status !== 0)
            throw new Problem(`cannot unpack ${archive}: ${unpacked.stderr || unpacked.error?.message}`);
        for (const name of ["pulumi", "pulumi-language-nodejs"]) {
            if (!existsSync(path.join(work, "pulumi", name)))
                throw new Problem(`${url} holds no pulumi/${name}: not used`);
        }
        moveIntoPlace(path.join(work, "pulumi"), downloadedCli());
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/**
 * Lets the CLI fetch a plugin. It reads GITHUB_TOKEN by itself.
 * @param {string} pulumi
 * @param {string} plugin
 */
export async function downloadPlugin(pulumi, plugin) {
    const work = workFolder("plugin");
    try {
        const server = pinned.pluginServers[plugin];
        const args = ["plugin", "install", "resource", plugin, pinned.plugins[plugin]];
        const env = { ...process.env, PULUMI_HOME: work, PULUMI_SKIP_UPDATE_CHECK: "true" };
        await run(pulumi, [...args, ...(server ? ["--server", server] : [])], { env });
        const folder = path.join(work, "plugins", `resource-${plugin}-v${pinned.plugins[plugin]}`);
        if (!existsSync(path.join(folder, `pulumi-resource-${plugin}`)))
            throw new Problem(`\`${["pulumi", ...args].join(" ")}\` brought no pulumi-resource-${plugin}`);
        moveIntoPlace(folder, downloadedPlugin(plugin));
    } catch (error) {
        throw hinted(/** @type {Error} */ (error));
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

/** GitHub answers sixty nameless questions an hour from one address. @param {Error} error */
function hinted(error) {
    const limited = !process.env.GITHUB_TOKEN && /rate limit|\b(403|429)\b/i.test(error.message);
    return limited
        ? new Problem(
              `${error.message}\nGitHub limits downloads without a login: set GITHUB_TOKEN to any token of yours.`,
          )
        : error;
}
