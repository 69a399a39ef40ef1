/** The command line. */
import { parseArgs } from "node:util";
import { Problem } from "./problem.mjs";

export const help = `Gets a Pulumi engine onto this machine, once, into a cache outside the repository.

  node tools/engine/get.mjs [options]

What is on the PATH and new enough is used; else the vendor's download where it can be reached; else everything is built
from package registries (needs Go 1.26, Python 3.9 with venv and Node.js 20). Run again after an interruption, it goes on.

  --stage first|rest|all   first: pulumi, language host, aws, time and random providers, moto
                           rest:  postgresql and vault providers        (default: all)
  --with vault             also the vault server and agent
  --check                  only say what is there, from where, and how to get the rest
  --json                   the same as JSON on standard output
  --env                    print the environment of a run:  eval "$(node tools/engine/get.mjs --env)"
  --quiet                  no progress
  --help

PULUMI_ROTATION_ENGINE=build builds even where the vendor can be reached.
Exit code: 0 all there, 1 something is missing or failed.`;

/** @param {string[]} args */
export function readArguments(args) {
    const { values } = parseArguments(args);
    const stage = values.stage ?? "all";
    if (!["first", "rest", "all"].includes(stage)) throw new Problem(`--stage ${stage}: say first, rest or all`);
    if (values.with?.some((name) => name !== "vault")) throw new Problem("--with takes only: vault");
    return {
        stages: /** @type {Array<"first" | "rest">} */ (stage === "all" ? ["first", "rest"] : [stage]),
        vault: Boolean(values.with?.length),
        check: values.check ?? false,
        json: values.json ?? false,
        env: values.env ?? false,
        quiet: values.quiet ?? false,
        owned: values.owned ?? false,
        help: values.help ?? false,
    };
}

/** @param {string[]} args */
function parseArguments(args) {
    const flag = /** @type {const} */ ({ type: "boolean" });
    try {
        return parseArgs({
            args,
            options: {
                stage: { type: "string" },
                with: { type: "string", multiple: true },
                check: flag,
                json: flag,
                env: flag,
                quiet: flag,
                owned: flag,
                help: { ...flag, short: "h" },
            },
        });
    } catch (error) {
        throw new Problem(`${/** @type {Error} */ (error).message}\nTry --help.`);
    }
}
