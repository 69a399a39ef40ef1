#!/usr/bin/env node
/** Shows that nothing here breaks a consumer: `npm run proof`; `npm run proof -- --help`. */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { holders, page } from "./proof/guarantees.mjs";
import { PARTS } from "./proof/parts.mjs";
import { repository } from "./lib/repository.mjs";
import { setUp } from "./setup.mjs";

const NAMES = Object.keys(PARTS);
const HELP = `npm run proof -- [--out FILE] [--only PART,…] [--minutes N] [--seed S] [--write]

Plays what could break a rotation, and ends with a table. The exit code is 1 if anything failed. Parts:
${NAMES.map((name) => `  ${name.padEnd(11)} ${PARTS[name].proves}`).join("\n")}

  --out FILE      writes all figures as JSON
  --only PART,…   only these parts
  --minutes N     how long soak and each kind of orders go on on the real engine. Each kind of kill and fault is
                  played whole, unless that takes 15 times as long. Default: 2
  --seed S        a whole number; the same seed plays the same faults. Default: a new one, which is printed
  --write         writes docs/guarantees.md from the tests, and does nothing else

A random order that failed (model, orders) is played again with what it printed: SEED=… REPLAY=… npm run proof -- --only model
--minutes N makes about 7 × N minutes, kill and fault take an hour, and what knows no limit a quarter; docs/proof.md says what each proves and what it does not.`;

function options() {
    const { values } = parseArgs({
        options: {
            out: { type: "string" },
            only: { type: "string" },
            minutes: { type: "string" },
            seed: { type: "string" },
            write: { type: "boolean" },
            help: { type: "boolean" },
        },
    });
    const names = values.only?.split(",").filter(Boolean) ?? NAMES;
    const unknown = names.filter((name) => !NAMES.includes(name));
    if (unknown.length > 0)
        throw new Error(`--only ${unknown.join(",")}: no such part; expected some of ${NAMES.join(", ")}`);
    const minutes = Number(values.minutes ?? 2);
    if (!(minutes > 0)) throw new Error(`--minutes ${values.minutes}: expected a number of minutes above 0, like 2`);
    const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 31)
        throw new Error(`--seed ${values.seed}: expected a whole number from 0 to ${2 ** 31 - 1}`);
    return { ...values, names, minutes, seed };
}

async function main() {
    const { out, names, minutes, seed, write, help } = options();
    if (help) return console.log(HELP);
    if (write) return writeFileSync(path.join(repository, "docs", "guarantees.md"), page(holders()));
    const engine = names.some((name) => PARTS[name].engine);
    const vault = names.some((name) => PARTS[name].vault);
    const { env } = await setUp({ vault, stages: engine ? ["first", "rest"] : [], program: engine });
    console.log(`seed ${seed}`);
    const started = performance.now();
    /** @type {import("./proof/parts.mjs").Context["tested"]} */
    const tested = [];
    /** @type {Record<string, import("./proof/parts.mjs").Result>} */
    const parts = {};
    for (const name of NAMES.filter((one) => names.includes(one))) parts[name] = await play(name);
    const figures = summary(parts, { seed, minutes, seconds: seconds(started) });
    if (out) {
        mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
        writeFileSync(out, `${JSON.stringify(figures, undefined, 2)}\n`);
    }
    table(figures);
    if (!figures.passed) process.exitCode = 1;

    /** One part; what it throws is a failure of it. */
    async function play(/** @type {string} */ name) {
        console.log(`\n== ${name}: ${PARTS[name].proves}`);
        const from = performance.now();
        const tell = (/** @type {string} */ line) => console.log(`   ${line}`.slice(0, 400));
        const context = { seed, minutes, env: { ...process.env, ...env }, tell, tested };
        const result = await PARTS[name]
            .run(context)
            .catch((error) => /** @type {import("./proof/parts.mjs").Result} */ ({ failures: [error.message] }));
        for (const failure of result.failures) console.log(`   FAILED ${failure}`);
        return { seconds: seconds(from), passed: result.failures.length === 0, ...result };
    }
}

const seconds = (/** @type {number} */ from) => Math.round((performance.now() - from) / 100) / 10;

/** The figures that count, and all the others below. A part that was not played leaves its figures out. */
function summary(
    /** @type {Record<string, import("./proof/parts.mjs").Result>} */ parts,
    /** @type {{ seed: number, minutes: number, seconds: number }} */ how,
) {
    const all = Object.values(parts);
    const { walk, guarantees, soak, rig, mutation, leaks, kill, fault, orders } = parts;
    const logging = [soak, rig, kill, fault, orders].filter(Boolean);
    const sum = (/** @type {string} */ key) => logging.reduce((total, part) => total + (part[key] ?? 0), 0);
    return {
        passed: all.every(({ failures }) => failures.length === 0),
        invariantsHeld: guarantees?.invariantsHeld,
        invariantsTotal: guarantees?.invariantsTotal,
        incidentsHeld: guarantees?.incidentsHeld,
        incidentsTotal: guarantees?.incidentsTotal,
        states: walk?.states,
        rotations: soak?.rotations,
        logins: logging.length > 0 ? sum("logins") : undefined,
        failedLogins: logging.length > 0 ? sum("failedLogins") : undefined,
        mutantsKilled: mutation?.mutantsKilled,
        mutants: mutation?.mutants,
        leaks: leaks?.leaks,
        ...how,
        date: new Date().toISOString(),
        machine: { processors: os.availableParallelism(), node: process.version, platform: process.platform },
        parts,
    };
}

function table(/** @type {ReturnType<typeof summary>} */ { parts, ...figures }) {
    console.log("\npart         seconds  outcome");
    for (const [name, { seconds: took, failures }] of Object.entries(parts)) {
        const outcome = failures.length === 0 ? "holds" : `${failures.length} FAILED`;
        console.log(`${name.padEnd(11)} ${String(took).padStart(8)}  ${outcome}`);
    }
    console.log();
    for (const [name, value] of Object.entries(figures)) {
        if (value !== undefined && typeof value !== "object") console.log(`${name.padEnd(16)} ${value}`);
    }
}

main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
