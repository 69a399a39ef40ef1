/** Runs commands and makes sure that none of them outlives this process. */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { Interrupted, Problem } from "./problem.mjs";

const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** What is under way, and how its promise is refused. @type {Map<import("node:child_process").ChildProcess, (problem: Problem) => void>} */
const running = new Map();

/** Ends what is running, then this process, as soon as it has put its things away. @param {NodeJS.Signals} signal */
function interrupted(signal) {
    process.exitCode = signal === "SIGINT" ? 130 : 143;
    for (const [child, refuse] of running) {
        child.stdin?.end();
        refuse(new Interrupted());
    }
    setTimeout(() => process.exit(), 1000).unref();
}

/**
 * A guard that ends the command when its standard input closes, as it does when this process is killed: politely, and a
 * second later for certain, for npm does not let itself be interrupted. The command's own standard input is empty. A
 * signal to the whole group, as `timeout` and CI send it, ends the shell and not what waits in it.
 */
const guard =
    'exec 3<&0; "$@" </dev/null & p=$!; { trap "" TERM HUP; read _ <&3; kill $p; sleep 1; kill -9 $p; } 2>/dev/null & g=$!; wait $p; c=$?; kill -9 $g 2>/dev/null; exit $c';

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(line: string) => void} [options.onLine] called with each line of standard error
 * @returns {Promise<string>} standard output
 */
export function run(command, args, { cwd, env, onLine } = {}) {
    const wrapped =
        process.platform === "win32" ? [command, ...args] : ["/bin/sh", "-c", guard, "sh", command, ...args];
    const child = spawn(wrapped[0], wrapped.slice(1), {
        cwd,
        env: env ?? process.env,
        stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.on("error", () => {});
    if (running.size === 0) for (const signal of signals) process.on(signal, interrupted);
    let output = "";
    let tail = "";
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (data) => (output += data));
    child.stderr.setEncoding("utf8").on("data", (data) => {
        tail = (tail + data).slice(-4000);
        const lines = (rest + data).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine?.(line);
    });
    return new Promise((resolve, reject) => {
        running.set(child, reject);
        const finished = () => {
            running.delete(child);
            if (running.size === 0) for (const signal of signals) process.off(signal, interrupted);
        };
        child.once("error", (error) => (finished(), reject(new Problem(`cannot run ${command}: ${error.message}`))));
        child.once("close", (code, signal) => {
            finished();
            if (code === 0) return resolve(output);
            const said = (tail.trim() || output.trim()).split("\n").slice(-15).join("\n");
            reject(
                new Problem(
                    `\`${[path.basename(command), ...args].join(" ")}\` ${signal ? `was ended by ${signal}` : `exited with code ${code}`}:\n${said}`,
                ),
            );
        });
    });
}

/**
 * What a quick command prints, or undefined where it can't be run or fails.
 * @param {string} command
 * @param {string[]} args
 */
export function ask(command, args) {
    const result = spawnSync(command, args, { encoding: "utf8", timeout: 20_000, stdio: ["ignore", "pipe", "pipe"] });
    return result.status === 0 ? result.stdout + result.stderr : undefined;
}

/**
 * The first program of that name on a PATH.
 * @param {string} name
 * @param {string} [searchPath]
 * @param {(file: string) => boolean} [accept]
 */
export function which(name, searchPath = process.env.PATH ?? "", accept = () => true) {
    for (const folder of searchPath.split(path.delimiter).filter(Boolean)) {
        const file = path.join(folder, name);
        try {
            accessSync(file, constants.X_OK);
            if (statSync(file).isFile() && accept(file)) return file;
        } catch {
            // not here
        }
    }
}
