/** Runs the real engine on small programs in a folder of their own. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureEngine, makePulumiHome } from "../../get.mjs";
import { folderOf, partNamed } from "../../lib/parts.mjs";

/** The SDK that the language host has installed serves the programs too. */
const packages = () => path.join(folderOf(partNamed("language-host")), "node_modules");

/** @typedef {{ code: number | null, output: string, process: import("node:child_process").ChildProcess }} Result */

/**
 * Writes a program and makes a stack for it.
 * @param {Record<string, string>} files
 */
export async function makeProgram(files) {
    const engine = await ensureEngine({ stages: ["first"], quiet: true });
    const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "engine-test-")));
    for (const [name, content] of Object.entries({ "Pulumi.yaml": "name: tiny\nruntime: nodejs\n", ...files })) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), content);
    }
    symlinkSync(packages(), path.join(folder, "node_modules"));
    mkdirSync(path.join(folder, "state"));
    const env = {
        ...process.env,
        ...engine.env,
        PULUMI_HOME: makePulumiHome(path.join(folder, "home")),
        PULUMI_BACKEND_URL: `file://${folder}/state`,
        PULUMI_CONFIG_PASSPHRASE: "tiny",
    };
    /** @param {string[]} args @param {(process: import("node:child_process").ChildProcess, output: string) => void} [watch] @returns {Promise<Result>} */
    const pulumi = (args, watch) =>
        new Promise((resolve, reject) => {
            const child = spawn(engine.pulumi, [...args, "--non-interactive"], {
                cwd: folder,
                env,
                stdio: ["ignore", "pipe", "pipe"],
            });
            let output = "";
            for (const stream of [child.stdout, child.stderr]) {
                stream.setEncoding("utf8").on("data", (data) => {
                    output += data;
                    watch?.(child, output);
                });
            }
            child.once("error", reject);
            child.once("close", (code) => resolve({ code, output, process: child }));
        });
    await pulumi(["stack", "init", "dev"]);
    return { folder, env, pulumi, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
