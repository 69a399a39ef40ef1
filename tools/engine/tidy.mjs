#!/usr/bin/env node
/** Completes a go.mod and go.sum after a change: `node tools/engine/tidy.mjs programs`. For whoever changes a version. */
import "./lib/node-version.mjs";
import { existsSync } from "node:fs";
import path from "node:path";
import { goEnv, needGo, trimModules } from "./lib/go.mjs";
import { Problem } from "./lib/problem.mjs";
import { run } from "./lib/run.mjs";
import { engineFolder } from "./lib/store.mjs";

/** @param {string | undefined} module */
async function main(module) {
    const folder = path.join(engineFolder, module ?? "");
    if (!module || !existsSync(path.join(folder, "go.mod")))
        throw new Problem("say which: programs, vault-provider or vault-server");
    needGo();
    if (existsSync(path.join(folder, "trim.json"))) await trimModules(folder);
    // Tests of dependencies import what can't be had; nothing here runs them.
    await run("go", ["mod", "tidy", "-e"], {
        cwd: folder,
        env: { ...goEnv(), GOFLAGS: "" },
        onLine: (line) => console.error(line),
    });
}

main(process.argv[2]).catch((error) => {
    console.error(error instanceof Problem ? error.message : error);
    process.exitCode = 1;
});
