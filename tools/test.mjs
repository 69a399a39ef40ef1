#!/usr/bin/env node
/** Everything that can be tested here: `npm test`; `npm test -- --help`. */
import { parseArgs } from "node:util";
import { runChecks } from "./lib/checks.mjs";
import { setUp } from "./setup.mjs";

const LAYERS = ["format", "lint", "types", "docs", "unit", "tools", "engine"];
/** What a change is tried with again and again: no engine, and no file is looked at again that is the same. */
const QUICK = ["format", "lint", "types", "unit"];
const HELP = `npm test -- [--quick] [--only LAYER,…] [--grep TEXT]

Sets up what is missing (dependencies, engine, emulators) and runs:
  format   prettier
  lint     eslint with the Pulumi rules
  types    tsc
  docs     typedoc: everything that is exported can be read up
  unit     pure parts and emulators
  tools    the scripts that get the engine, the language host, and the formal model by Quint
  engine   rotations on the real engine and real providers
and ends with one line: N passed, N failed. The exit code is 1 if anything failed.

  --quick         only ${QUICK.join(", ")}; prettier and eslint look at changed files alone
  --only LAYER,…  only these layers
  --grep TEXT     only tests whose name matches, in unit and engine`;

function options() {
    const { values } = parseArgs({
        options: {
            quick: { type: "boolean", default: false },
            only: { type: "string" },
            grep: { type: "string" },
            help: { type: "boolean" },
        },
    });
    const layers = values.only?.split(",").filter(Boolean) ?? (values.quick ? QUICK : LAYERS);
    const unknown = layers.filter((layer) => !LAYERS.includes(layer));
    if (unknown.length > 0)
        throw new Error(`--only ${unknown.join(",")}: no such layer; expected some of ${LAYERS.join(", ")}`);
    return { layers, grep: values.grep, help: values.help, quick: values.quick };
}

/** In CI a service that is missing is a failure: what could not be tested was not. */
function withoutSkips(/** @type {import("./lib/checks.mjs").Counts} */ { passed, failed, skipped }) {
    return { passed, failed: failed + skipped, skipped: 0 };
}

async function main() {
    const { layers, grep, help, quick } = options();
    if (help) return console.log(HELP);
    const engine = layers.some((layer) => ["unit", "tools", "engine"].includes(layer));
    const stories = layers.includes("engine");
    const { env } = await setUp({ stages: engine ? ["first", "rest"] : [], vault: stories, program: stories });
    const counts = await runChecks(layers, { grep, changedOnly: quick }, { ...process.env, ...env });
    const { passed, failed, skipped } = process.env.CI === "true" ? withoutSkips(counts) : counts;
    console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
    if (failed > 0) process.exitCode = 1;
}

main().catch((error) => {
    console.error(error.message);
    console.log("\n0 passed, 1 failed");
    process.exitCode = 1;
});
