/** How a program is started: which file of the user's own SDK, with which arguments and environment. Nothing here starts anything. */
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Written with "=": the SDK takes a separate `--require` for a loader of the user's. */
const preload = [`--require=${fileURLToPath(new URL("late-closures.cjs", import.meta.url))}`];

/** The SDK's exit code for "I have told the user already". */
export const bailCode = 32;

/**
 * @typedef {object} Program
 * @property {string} rootDirectory where Pulumi.yaml is
 * @property {string} programDirectory where the program is
 * @property {string} entryPoint what to run in it
 * @property {Record<string, unknown>} options `runtime.options` of Pulumi.yaml
 */

/** @typedef {{ args: string[], env: Record<string, string | undefined>, cwd: string }} Command arguments for node */

/**
 * The path of a script of the SDK that the program has installed.
 * @param {"run" | "run-plugin" | "run-policy-pack"} name
 * @param {string} directory
 */
export function sdkScript(name, directory) {
    const require = createRequire(path.join(path.resolve(directory), "package.json"));
    try {
        return require.resolve(`@pulumi/pulumi/cmd/${name}`);
    } catch {
        throw new Error(
            `the Pulumi SDK is not installed for ${directory}: run \`npm install\` there (it must give node_modules/@pulumi/pulumi)`,
        );
    }
}

/** Words of an option such as `nodeargs: "--max-old-space-size=4096 --trace-warnings"`. @param {unknown} value */
export function words(value) {
    if (Array.isArray(value)) return value.map(String);
    return typeof value === "string" ? value.split(/\s+/).filter(Boolean) : [];
}

/** What every kind of program gets from the runtime options. @param {Record<string, unknown>} options */
export function optionEnv(options) {
    /** @type {Record<string, string>} */
    const env = {};
    if (options.typescript !== false && options.typescript !== "false") env.PULUMI_NODEJS_TYPESCRIPT = "true";
    if (typeof options.tsconfig === "string") env.PULUMI_NODEJS_TSCONFIG_PATH = options.tsconfig;
    return env;
}

/**
 * The command for a Pulumi program.
 * @param {object} request the fields of a RunRequest
 * @param {string} request.project
 * @param {string} request.stack
 * @param {string} request.organization
 * @param {string} request.pwd
 * @param {string[]} request.argsList
 * @param {Array<[string, string]>} request.configMap
 * @param {string[]} request.configsecretkeysList
 * @param {boolean} request.dryrun
 * @param {number} request.parallel
 * @param {string} request.monitorAddress
 * @param {Program} program
 * @param {string} engine address of the engine
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Command}
 */
export function programCommand(request, program, engine, environment) {
    const flags = {
        monitor: request.monitorAddress,
        engine,
        organization: request.organization,
        project: request.project,
        stack: request.stack,
        pwd: request.pwd,
        "root-directory": program.rootDirectory,
        parallel: request.parallel ? String(request.parallel) : "",
    };
    const given = Object.entries(flags).flatMap(([flag, value]) => (value ? [`--${flag}`, value] : []));
    return {
        args: [
            ...preload,
            ...words(program.options.nodeargs),
            sdkScript("run", program.programDirectory),
            ...given,
            ...(request.dryrun ? ["--dry-run"] : []),
            program.entryPoint || ".",
            ...request.argsList,
        ],
        env: {
            ...environment,
            PULUMI_NODEJS_TYPESCRIPT: undefined,
            ...optionEnv(program.options),
            PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.configMap)),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.configsecretkeysList),
        },
        cwd: request.pwd || program.programDirectory,
    };
}

/**
 * The command for a plugin written in this language: a policy pack or a provider.
 * @param {{ kind: string, argsList: string[], envList: string[], pwd: string }} request
 * @param {Program} program
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Command}
 */
export function pluginCommand(request, program, environment) {
    const directory = program.programDirectory;
    const node = [...preload, ...words(program.options.nodeargs)];
    const args =
        request.kind === "analyzer"
            ? [...node, sdkScript("run-policy-pack", directory), ...request.argsList, directory]
            : [...node, sdkScript("run-plugin", directory), directory, ...request.argsList];
    const given = request.envList.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
    return {
        args,
        env: { ...environment, ...optionEnv(program.options), ...Object.fromEntries(given) },
        cwd: request.kind === "analyzer" ? directory : request.pwd || directory,
    };
}

/**
 * What the end of a program means to the engine.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 * @returns {{ error: string, bail: boolean }}
 */
export function outcome(code, signal) {
    if (code === 0) return { error: "", bail: false };
    if (code === bailCode) return { error: "", bail: true };
    if (signal) return { error: `the program was ended by ${signal}`, bail: false };
    return { error: `the program exited with code ${code}; nothing more is known, see its output above`, bail: false };
}
