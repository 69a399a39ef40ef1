/** What `npm run proof` consists of. Each part gives figures and a list of failures, which is empty if all is well. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../lib/repository.mjs";
import { holders, missing, page, promises } from "./guarantees.mjs";
import { mutation } from "./mutation.mjs";
import { onEngine } from "./onEngine.mjs";
import { tests, typed } from "./programs.mjs";
import { ensureQuint, simulate } from "./quint.mjs";

/**
 * @typedef {{ seed: number, minutes: number, env: NodeJS.ProcessEnv, tell: (line: string) => void, tested: import("./programs.mjs").Tested[] }} Context
 * @typedef {Record<string, any> & { failures: string[] }} Result
 * @typedef {{ proves: string, engine?: true, vault?: true, run: (context: Context) => Promise<Result> }} Part
 */

/** @type {Record<string, Part>} */
export const PARTS = {
    walk: {
        proves: "every state that the decision leads to, with kills, mishaps and wrong clocks, keeps every rule",
        run: (context) => typed("walk", context),
    },
    quint: {
        proves: "the same rules in a formal model of one page, simulated",
        run: async ({ seed, tell }) => {
            tell("getting Quint, if it is not there");
            const program = await ensureQuint();
            tell("simulating");
            return simulate(program, 1000, seed);
        },
    },
    rig: {
        proves: "each vendor of API keys, killed or failing at every remote call, without an engine",
        run: (context) => typed("rig", context),
    },
    model: {
        proves: "random orders of all that may happen (fast-check), without an engine",
        run: (context) => typed("model", context),
    },
    mutation: {
        proves: "each guard that is taken away turns a test red",
        run: mutation,
    },
    kill: {
        proves: "each kind on the real engine, killed at every remote call: before, in and after it",
        engine: true,
        vault: true,
        run: (context) => onEngine("kill", context),
    },
    fault: {
        proves: "each kind on the real engine, with each fault at every remote call",
        engine: true,
        run: (context) => onEngine("fault", context),
    },
    orders: {
        proves: "random orders of all that may happen (fast-check) to each kind, on the real engine",
        engine: true,
        vault: true,
        run: (context) => onEngine("orders", context),
    },
    leaks: {
        proves: "no secret in any output, log, state, history or file, after successes and failures",
        engine: true,
        run: leaks,
    },
    soak: {
        proves: "1,000 rotations with faults at random calls and consumers all along; then the real engine for --minutes",
        engine: true,
        run: soak,
    },
    guarantees: {
        proves: "every invariant and incident has a test; those that need no engine are run",
        run: guarantees,
    },
};

/** @param {Context} context @returns {Promise<Result>} */
async function leaks({ env, tell, tested }) {
    const files = ["test/engine/leaks.test.ts"];
    const ended = await tests(files, { env, tell, more: ["--timeout", "900000"] });
    tested.push(...ended);
    const failed = ended.filter(({ state }) => state !== "passed");
    const failures = failed.map(({ title, error, state }) => `${title}: ${error ?? state}`);
    return { leaks: failures.length, tests: ended.length, failures };
}

/** @param {Context} context @returns {Promise<Result>} */
async function soak(context) {
    const rig = await typed("soak", { ...context, minutes: 15 });
    context.tell(`without an engine: ${rig.rotations} rotations, ${rig.failedLogins} of ${rig.logins} logins failed`);
    const engine = await onEngine("soak", context);
    const sum = (/** @type {string} */ key) => (rig[key] ?? 0) + (engine[key] ?? 0);
    const figures = Object.fromEntries(["rotations", "logins", "failedLogins"].map((key) => [key, sum(key)]));
    return { ...figures, withoutEngine: rig, onEngine: engine, failures: [...rig.failures, ...engine.failures] };
}

/** @param {Context} context @returns {Promise<Result>} */
async function guarantees({ tell, tested, env }) {
    const found = holders();
    const already = new Set(tested.map(({ file }) => file));
    // The walk is a part of its own, and what needs an engine is for `npm test`.
    const quick = [...new Set(found.map(({ file }) => file))].filter(
        (file) => file.startsWith("test/unit/") && !file.includes("/walk/") && !already.has(file),
    );
    tested.push(...(await tests(quick, { env, tell: (line) => line.startsWith("failed") && tell(line) })));
    const bad = tested.filter(({ state }) => state === "failed");
    const failed = (/** @type {import("./guarantees.mjs").Holder} */ { file, title }) =>
        bad.some((test) => test.file === file && (test.title === title || title.includes("${")));
    const held = (/** @type {unknown[]} */ all, /** @type {"holds" | "incidents"} */ key) =>
        all.filter((_, index) => {
            const by = found.filter((holder) => holder[key].includes(index + 1));
            return by.length > 0 && !by.some(failed);
        }).length;
    const { invariants, incidents } = missing(found);
    const written = path.join(repository, "docs", "guarantees.md");
    const current = existsSync(written) && readFileSync(written, "utf8") === page(found);
    const failures = [
        ...invariants.map((number) => `invariant ${number} has no test: ${promises.invariants[number - 1]}`),
        ...incidents.map((number) => `incident ${number} has no test: ${promises.incidents[number - 1][0]}`),
        ...bad.map(({ file, title, error }) => `${file}: ${title}: ${error}`),
        ...(current ? [] : ["docs/guarantees.md is not what the tests say; run npm run proof -- --write"]),
    ];
    const run = new Set(tested.filter(({ state }) => state === "passed").map(({ file }) => file));
    return {
        invariantsHeld: held(promises.invariants, "holds"),
        invariantsTotal: promises.invariants.length,
        incidentsHeld: held(promises.incidents, "incidents"),
        incidentsTotal: promises.incidents.length,
        holders: found.length,
        holdersRunNow: found.filter(({ file }) => run.has(file)).length,
        failures,
    };
}
