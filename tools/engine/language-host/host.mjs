/**
 * The Node.js language host: what the engine talks to when a Pulumi.yaml says `runtime: nodejs`. It starts the program
 * with the program's own SDK and tells the engine how it ended. The engine gives its address as the last argument and
 * reads the port from the first line of standard output.
 */
import { spawn } from "node:child_process";
import { endAll, endNode, exitWithChildren, startNode } from "./children.mjs";
import { dependencies, installCommand } from "./packages.mjs";
import { outcome, pluginCommand, programCommand } from "./program.mjs";
import { Empty, LanguageRuntimeService, PluginInfo, failure, grpc, messages } from "./protocol.mjs";

const version = "1.0.0";
let engine =
    process.argv
        .slice(2)
        .filter((argument) => !argument.startsWith("-"))
        .at(-1) ?? "";

/** Policy packs and providers, which the engine ends by cancelling their call or the host. @type {Set<import("node:child_process").ChildProcess>} */
const plugins = new Set();

/** @param {any} request @returns {import("./program.mjs").Program} */
function programOf(request) {
    const info = request.getInfo();
    return {
        rootDirectory: info?.getRootDirectory() ?? "",
        programDirectory: info?.getProgramDirectory() ?? process.cwd(),
        entryPoint: info?.getEntryPoint() ?? "",
        options: info?.getOptions()?.toJavaScript() ?? {},
    };
}

/** Answers with what the function returns, or with its error. @param {(request: any) => any} answer */
function unary(answer) {
    return async (/** @type {any} */ call, /** @type {any} */ callback) => {
        try {
            callback(null, await answer(call.request));
        } catch (error) {
            callback(failure(error instanceof Error ? error.message : String(error)));
        }
    };
}

/** @param {any} request @returns {Promise<any>} */
function run(request) {
    const command = programCommand(request.toObject(), programOf(request), engine, process.env);
    return new Promise((resolve, reject) => {
        const child = startNode(command, "inherit");
        child.once("error", reject);
        child.once("exit", (code, signal) => {
            const { error, bail } = outcome(code, signal);
            resolve(new messages.RunResponse().setError(error).setBail(bail));
        });
    });
}

/** Sends what a process writes, and lets `finish` end the call. @param {any} call @param {import("node:child_process").ChildProcess} child @param {new () => any} Response @param {(code: number) => void} finish */
function stream(call, child, Response, finish) {
    child.stdout?.on("data", (data) => call.write(new Response().setStdout(data)));
    child.stderr?.on("data", (data) => call.write(new Response().setStderr(data)));
    child.once("error", (error) => call.destroy(failure(error.message)));
    child.once("close", (code, signal) => finish(code ?? (signal ? 130 : 1)));
}

/** @param {any} call */
function runPlugin(call) {
    let command;
    try {
        command = pluginCommand(call.request.toObject(), programOf(call.request), process.env);
    } catch (error) {
        return call.destroy(failure(error instanceof Error ? error.message : String(error)));
    }
    const child = startNode(command, ["ignore", "pipe", "pipe"]);
    plugins.add(child);
    call.on("cancelled", () => endNode(child));
    stream(call, child, messages.RunPluginResponse, (code) => {
        plugins.delete(child);
        call.write(new messages.RunPluginResponse().setExitcode(code));
        call.end();
    });
}

/** @param {any} call */
function installDependencies(call) {
    const program = programOf(call.request);
    const directory = program.programDirectory || call.request.getDirectory();
    const { command, args } = installCommand(directory, program.options.packagemanager);
    const child = spawn(command, args, { cwd: directory, stdio: ["ignore", "pipe", "pipe"] });
    stream(call, child, messages.InstallDependenciesResponse, (code) =>
        code === 0
            ? call.end()
            : call.destroy(failure(`\`${command} ${args.join(" ")}\` exited with code ${code} in ${directory}`)),
    );
}

/** @param {any} request */
function programDependencies(request) {
    const list = dependencies(programOf(request).programDirectory).map(({ name, version }) =>
        new messages.DependencyInfo().setName(name).setVersion(version),
    );
    return new messages.GetProgramDependenciesResponse().setDependenciesList(list);
}

const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(LanguageRuntimeService, {
    handshake: unary((request) => {
        engine = request.getEngineAddress() || engine;
        return new messages.LanguageHandshakeResponse();
    }),
    getPluginInfo: unary(() => new PluginInfo().setVersion(version)),
    getRequiredPackages: unary(() => new messages.GetRequiredPackagesResponse()),
    getRequiredPlugins: unary(() => new messages.GetRequiredPluginsResponse()),
    run: unary(run),
    runPlugin,
    installDependencies,
    getProgramDependencies: unary(programDependencies),
    about: unary(() => new messages.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    runtimeOptionsPrompts: unary(() => new messages.RuntimeOptionsResponse()),
    template: unary(() => new messages.TemplateResponse()),
    // The engine lets the steps under way finish, hooks included, so the program goes on; it is ended with the host.
    cancel: unary(() => {
        endAll(plugins);
        return new Empty();
    }),
});

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.on(signal, () => exitWithChildren(0));
// The engine holds the other end of our standard input for as long as it lives.
process.stdin
    .on("end", () => exitWithChildren(0))
    .on("error", () => exitWithChildren(0))
    .resume();

server.bindAsync(
    "127.0.0.1:0",
    grpc.ServerCredentials.createInsecure(),
    (/** @type {Error | null} */ error, /** @type {number} */ port) => {
        if (error) {
            console.error(`the language host cannot listen: ${error.message}`);
            process.exit(1);
        }
        console.log(String(port));
    },
);
