/** What a run needs, part by part: what goes into each, and which stage it belongs to. */
import { pinned } from "./versions.mjs";
import { contentHash, inCache } from "./store.mjs";

/**
 * @typedef {"first" | "rest" | "vault"} Stage `first` is all that the IAM demo needs, `vault` is made on request only
 * @typedef {"go" | "npm" | "python"} Maker
 *
 * @typedef {object} Part
 * @property {string} name
 * @property {string} title what it is, for people
 * @property {Stage} stage
 * @property {Maker} maker
 * @property {string[]} inputs files and folders that its content depends on; the first is in the folder that it is made in
 * @property {string} version
 * @property {string} [target] the Go package to build
 * @property {string} [file] the program that comes of it
 * @property {string[]} [plugins] names of the provider plugins that the program is
 */

const goModule = ["programs/go.mod", "programs/go.sum", "programs/trim.json", "programs/patches/sdk"];

/** @type {Part[]} */
export const parts = [
    {
        name: "pulumi",
        title: "pulumi",
        stage: "first",
        maker: "go",
        inputs: [...goModule, "programs/patches/pulumi"],
        version: pinned.pulumi,
        target: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        file: "pulumi",
    },
    {
        name: "language-host",
        title: "Node.js language host and dynamic provider",
        stage: "first",
        maker: "npm",
        inputs: ["language-host"],
        version: pinned.pulumi,
        file: "host.mjs",
    },
    {
        name: "providers",
        title: "aws, time and random providers",
        stage: "first",
        maker: "go",
        inputs: [...goModule, "programs/bridged", "programs/patches/aws", "programs/shims", "owner"],
        version: ["aws", "time", "random"].map((name) => pinned.plugins[name]).join(", "),
        target: "./bridged",
        file: "bridged",
        plugins: ["aws", "time", "random"],
    },
    {
        name: "moto",
        title: "moto, an AWS to try things on",
        stage: "first",
        maker: "python",
        inputs: ["requirements.txt"],
        version: pinned.moto,
        file: "bin/python",
    },
    {
        name: "postgresql",
        title: "postgresql provider",
        stage: "rest",
        maker: "go",
        inputs: [...goModule, "programs/postgresql", "owner"],
        version: pinned.plugins.postgresql,
        target: "./postgresql",
        file: "postgresql",
        plugins: ["postgresql"],
    },
    {
        name: "vault-provider",
        title: "vault provider",
        stage: "rest",
        maker: "go",
        inputs: ["vault-provider", "owner", "programs/patches/sdk"],
        version: pinned.plugins.vault,
        target: ".",
        file: "vault-provider",
        plugins: ["vault"],
    },
    {
        name: "vault",
        title: "vault server and agent",
        stage: "vault",
        maker: "go",
        inputs: ["vault-server"],
        version: pinned.vault,
        target: "github.com/hashicorp/vault",
        file: "vault",
    },
];

/** @param {string} name */
export function partNamed(name) {
    const part = parts.find((each) => each.name === name);
    if (!part) throw new Error(`no part ${name}`);
    return part;
}

/** The part that holds a provider plugin. @param {string} plugin */
export function partOfPlugin(plugin) {
    return parts.find((part) => part.plugins?.includes(plugin)) ?? partNamed(plugin);
}

/** @type {Map<string, string>} */
const folders = new Map();

/** Where a part is, or goes, in the cache. A change of what it is made of gives another folder. @param {Part} part */
export function folderOf(part) {
    let folder = folders.get(part.name);
    if (!folder) {
        const platform = part.maker === "npm" ? "" : `${process.platform}-${process.arch}`;
        folder = inCache("store", `${part.name}-${contentHash(part.inputs, `${part.version} ${platform}`)}`);
        folders.set(part.name, folder);
    }
    return folder;
}
