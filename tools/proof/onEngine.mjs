/** The parts that are told on the real engine; each is a file of mocha that writes its figures to a file. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { tests } from "./programs.mjs";

/**
 * @param {"kill" | "fault" | "orders" | "soak"} name
 * @param {import("./parts.mjs").Context} context
 * @returns {Promise<import("./parts.mjs").Result>}
 */
export async function onEngine(name, { seed, minutes, env, tell }) {
    const folder = mkdtempSync(path.join(os.tmpdir(), "rotation-proof-"));
    const figures = path.join(folder, "figures.json");
    try {
        const more = { PROOF_FIGURES: figures, PROOF_SEED: String(seed), PROOF_MINUTES: String(minutes) };
        const file = path.join("test", "proof", "engine", `${name}.proof.ts`);
        const ended = await tests([file], { env: { ...env, ...more }, tell, more: ["--timeout", "7200000"] });
        const failed = ended.filter(({ state }) => state !== "passed");
        const failures = failed.map(({ title, error, state }) => `${title}: ${error ?? state}`);
        if (ended.length === 0) failures.push(`${file} has no tests`);
        const told = existsSync(figures) ? JSON.parse(readFileSync(figures, "utf8")) : {};
        return { ...told, failures: [...(told.failures ?? []), ...failures] };
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
