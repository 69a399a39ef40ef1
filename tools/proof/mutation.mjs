/** Takes each guard away in a copy of the sources; a test must then fail. The sources themselves are never touched. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { repository } from "../lib/repository.mjs";
import { MUTANTS } from "./mutants.mjs";
import { tests } from "./programs.mjs";

/** @typedef {{ guard: string, file: string, killed: boolean, by?: string, why?: string }} Judged */

/** @param {{ tell: (line: string) => void }} options */
export async function mutation({ tell }) {
    const folder = mkdtempSync(path.join(os.tmpdir(), "rotation-mutants-"));
    try {
        const copied = (/** @type {string} */ name) =>
            cpSync(path.join(repository, name), path.join(folder, name), {
                recursive: true,
                filter: (source) => !/[\\/](dist|node_modules)$/.test(source),
            });
        for (const name of ["components", "stack", "test", "package.json", "tsconfig.json"]) copied(name);
        symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
        const needed = [...new Set(MUTANTS.flatMap((mutant) => mutant.tests))];
        const whole = await tests(needed, { cwd: folder });
        const red = whole.filter(({ state }) => state === "failed");
        if (red.length > 0) throw new Error(`${red[0].title} fails without any change: ${red[0].error}`);
        /** @type {Judged[]} */
        const table = [];
        for (const mutant of MUTANTS) {
            const judged = await judge(folder, mutant);
            tell(`${judged.killed ? "caught" : "NOT CAUGHT"}: ${judged.guard}${judged.by ? ` (${judged.by})` : ""}`);
            table.push(judged);
        }
        const failures = table.filter(({ killed }) => !killed).map(({ guard, why }) => `${guard}: ${why}`);
        return { mutants: table.length, mutantsKilled: table.length - failures.length, table, failures };
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** @returns {Promise<Judged>} */
async function judge(/** @type {string} */ folder, /** @type {import("./mutants.mjs").Mutant} */ mutant) {
    const { guard, file, find, replace } = mutant;
    const at = path.join(folder, file);
    const text = readFileSync(at, "utf8");
    if (text.split(find).length !== 2)
        return { guard, file, killed: false, why: `the guard is not found exactly once in ${file}: ${find}` };
    writeFileSync(
        at,
        text.replace(find, () => replace),
    );
    try {
        for (const one of mutant.tests) {
            const ended = await tests([one], { cwd: folder, more: ["--bail"] });
            const failed = ended.find(({ state, title }) => state === "failed" && title !== "(the whole file)");
            if (failed) return { guard, file, killed: true, by: `${one}: ${failed.title}` };
        }
        return { guard, file, killed: false, why: `${mutant.tests.join(", ")} pass without it` };
    } finally {
        writeFileSync(at, text);
    }
}
