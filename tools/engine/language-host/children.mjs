/**
 * The node processes that this host has started. None outlives it: they get a polite signal first and are killed when
 * they don't listen, and when the host is killed itself the engine's signal to the process group reaches them.
 */
import { spawn } from "node:child_process";

const patience = 2000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Starts node.
 * @param {import("./program.mjs").Command} command
 * @param {import("node:child_process").StdioOptions} stdio
 */
export function startNode(command, stdio) {
    const env = Object.fromEntries(Object.entries(command.env).filter(([, value]) => value !== undefined));
    const child = spawn(process.execPath, command.args, { cwd: command.cwd, env, stdio });
    running.add(child);
    child.once("exit", () => running.delete(child));
    child.once("error", () => running.delete(child));
    return child;
}

/** Ends a process. @param {import("node:child_process").ChildProcess} child */
export function endNode(child) {
    if (!running.has(child)) return;
    child.kill("SIGTERM");
    setTimeout(() => running.has(child) && child.kill("SIGKILL"), patience).unref();
}

/** Ends every process and then this one. @param {number} code */
export function exitWithChildren(code) {
    if (running.size === 0) process.exit(code);
    for (const child of running) {
        child.once("exit", () => running.size === 0 && process.exit(code));
        endNode(child);
    }
    setTimeout(() => process.exit(code), patience + 500);
}

/** Ends the processes that the engine has asked for with RunPlugin. @param {Iterable<import("node:child_process").ChildProcess>} children */
export function endAll(children) {
    for (const child of children) endNode(child);
}
