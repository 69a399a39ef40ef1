import { randomBytes } from "node:crypto";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { engine } from "./engine";
import type { Encrypter } from "./secrets";

const REPOSITORY = path.resolve(__dirname, "../../..");
const LINKED = [
    "index.ts",
    "stack",
    "components",
    "node_modules",
    "package.json",
    "tsconfig.json",
    "tsconfig.program.json",
];
/** The same program, compiled by `tools/setup`: a sixth of each run is saved. */
const COMPILED = path.join(REPOSITORY, "node_modules/.cache/program");

/** How a place differs from the ordinary one. */
export interface PlaceOptions {
    /** The project, which is copied. Default: this repository's own, which is linked. */
    folder?: string;
    /** The program as it is cloned. Default: compiled beforehand, which starts sooner and is the same otherwise. */
    asWritten?: boolean;
    /** One process serves the compiled program to all commands: half the time of each. Not where the program's own end matters. */
    warm?: boolean;
    /**
     * Where the state is, what is needed to get there, and what encrypts there. Default: a directory of its own, and a
     * passphrase.
     */
    backend?: { backend: string; env: NodeJS.ProcessEnv; encrypter?: (stack: string) => Encrypter };
}

/** A place of its own for one stack: the project, a backend and a Pulumi home. */
export interface Place {
    /** Everything is below this. */
    root: string;
    /** Where `pulumi` runs: the repository's own Pulumi.yaml and program. */
    project: string;
    /** The directory of its `file://` backend. */
    backend: string;
    passphrase: string;
    /** The program's main file, where one process may serve it to many commands. */
    main?: string;
    /** What every command gets; nothing else of this process's environment reaches it. */
    env: NodeJS.ProcessEnv;
}

/** Makes the place. */
export async function makePlace({ folder, asWritten, warm, backend }: PlaceOptions = {}): Promise<Place> {
    const { path: search, plugins } = engine();
    const root = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "rotation-"));
    const at = (name: string): string => path.join(root, name);
    for (const name of ["project", "backend", "home", "tmp"]) await fs.mkdir(at(name));
    await fs.symlink(plugins, path.join(at("home"), "plugins"));
    await (folder === undefined
        ? (asWritten ? linkOwn : linkCompiled)(at("project"))
        : copyForeign(folder, at("project")));
    const passphrase = randomBytes(12).toString("hex");
    const env = {
        PATH: search,
        HOME: root,
        TMPDIR: at("tmp"),
        LANG: "C.UTF-8",
        PULUMI_HOME: at("home"),
        PULUMI_BACKEND_URL: backend?.backend ?? `file://${at("backend")}`,
        PULUMI_CONFIG_PASSPHRASE: passphrase,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK: "true",
        PULUMI_DEBUG_COMMANDS: "true",
        // An example's own settings ask for a check of its types at each run, which takes longer than the run.
        ...(folder === undefined ? {} : { PULUMI_NODEJS_TRANSPILE_ONLY: "true" }),
        AWS_EC2_METADATA_DISABLED: "true",
        ...backend?.env,
    };
    const main = warm ? path.join(COMPILED, "index.js") : undefined;
    return { root, project: at("project"), backend: at("backend"), passphrase, main, env };
}

async function linkOwn(project: string): Promise<void> {
    for (const name of LINKED) await fs.symlink(path.join(REPOSITORY, name), path.join(project, name));
    await fs.copyFile(path.join(REPOSITORY, "Pulumi.yaml"), path.join(project, "Pulumi.yaml"));
}

async function linkCompiled(project: string): Promise<void> {
    for (const name of ["index.js", "stack"]) await fs.symlink(path.join(COMPILED, name), path.join(project, name));
    for (const name of ["components", "node_modules", "package.json", "tsconfig.program.json"])
        await fs.symlink(path.join(REPOSITORY, name), path.join(project, name));
    const settings = await fs.readFile(path.join(REPOSITORY, "Pulumi.yaml"), "utf8");
    const compiled = settings.replace("main: index.ts", "main: index.js");
    await fs.writeFile(
        path.join(project, "Pulumi.yaml"),
        compiled.replace("options:", "options:\n    typescript: false"),
    );
}

/** A project without packages of its own gets those of the repository. */
async function copyForeign(folder: string, project: string): Promise<void> {
    await fs.cp(folder, project, { recursive: true, verbatimSymlinks: true });
    const packages = path.join(project, "node_modules");
    const own = await fs.stat(packages).catch(() => undefined);
    if (!own) await fs.symlink(path.join(REPOSITORY, "node_modules"), packages);
}

/** Removes it with everything in it. */
export async function removePlace(place: Place): Promise<void> {
    await fs.rm(place.root, { recursive: true, force: true, maxRetries: 3 });
}
