import { execFileSync } from "node:child_process";
import { promises as fs } from "node:fs";
import * as path from "node:path";

const REPOSITORY = path.resolve(__dirname, "../../..");
const COMPONENTS = path.join(REPOSITORY, "components");
const PACKAGES = path.join(REPOSITORY, "node_modules");
const NAME = "pulumi-credential-rotation";

/** Packs the package under a version, as `npm publish` would. Gives the tarball. */
export async function pack(version: string, into: string): Promise<string> {
    const copy = path.join(into, `source-${version}`);
    await fs.mkdir(copy, { recursive: true });
    for (const name of ["dist", "README.md", "LICENSE"])
        await fs.cp(path.join(COMPONENTS, name), path.join(copy, name), { recursive: true });
    const manifest = JSON.parse(await fs.readFile(path.join(COMPONENTS, "package.json"), "utf8")) as object;
    await fs.writeFile(path.join(copy, "package.json"), JSON.stringify({ ...manifest, version }));
    const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", into];
    const told = execFileSync("npm", args, { cwd: copy, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const [{ filename }] = JSON.parse(told) as { filename: string }[];
    return path.join(into, filename);
}

/** How a tarball is installed. */
export interface Installed {
    /** Packages that are not there, because nobody installed them. */
    without?: string[];
    /** A package of the project that depends on it: what it brings, the project does not see. Default: none. */
    below?: string;
}

/**
 * Installs a tarball into a project, in place of the version before. What it depends on is linked from the repository's
 * packages, so that no network is needed; this repository's own packages are not linked.
 */
export async function install(
    tarball: string,
    project: string,
    { without = [], below }: Installed = {},
): Promise<void> {
    const modules = path.join(project, "node_modules");
    const own = path.join(modules, ...(below === undefined ? [] : [below, "node_modules"]), NAME);
    await fs.rm(own, { recursive: true, force: true });
    await fs.mkdir(own, { recursive: true });
    execFileSync("tar", ["-xzf", tarball, "-C", own, "--strip-components=1"]);
    const names = (await dependenciesOf(PACKAGES)).filter((name) => !without.includes(name));
    for (const name of names) {
        const link = path.join(modules, name);
        await fs.mkdir(path.dirname(link), { recursive: true });
        await fs.symlink(path.join(PACKAGES, name), link).catch((error: NodeJS.ErrnoException) => {
            if (error.code !== "EEXIST") throw error;
        });
    }
}

/** Names of the packages there, without those that are links into this repository. */
async function dependenciesOf(folder: string): Promise<string[]> {
    const names: string[] = [];
    for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
        if (entry.isSymbolicLink() || entry.name.startsWith(".")) continue;
        if (!entry.name.startsWith("@")) names.push(entry.name);
        else for (const name of await fs.readdir(path.join(folder, entry.name))) names.push(`${entry.name}/${name}`);
    }
    return names;
}
