/** The command line of the demo. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

export const help = `Half a year of key rotations in a minute and a half, on an emulated AWS and emulated vendors; no account is touched.

  npm run demo -- [options]
  node tools/demo.mjs [options]

Plays the credentials of Pulumi.dev.yaml with the real \`pulumi up\`, while a consumer for each logs in all the time.
The first time it gets what is missing: npm packages, a Pulumi engine and moto.

  --out FILE   write logins, failedLogins, runs, seconds, credentials and more to FILE, as JSON
  --verbose    show what pulumi writes, too
  --help

Exit code: 0 all went as told and no login failed, 1 otherwise, 2 wrong option.`;

/** A command line that cannot be understood. */
export class WrongOption extends Error {
    exitCode = 2;
}

/**
 * @param {string[]} args
 * @returns {{ help: boolean, verbose: boolean, out: string | undefined }}
 */
export function readOptions(args) {
    const { values } = parsed(args);
    const out = values.out === undefined ? undefined : writable(values.out);
    return { help: values.help ?? false, verbose: values.verbose ?? false, out };
}

/** @param {string[]} args */
function parsed(args) {
    const flag = /** @type {const} */ ({ type: "boolean" });
    try {
        return parseArgs({
            args,
            options: { out: { type: "string" }, verbose: flag, help: { ...flag, short: "h" } },
        });
    } catch (error) {
        throw new WrongOption(`${/** @type {Error} */ (error).message}\nTry --help.`);
    }
}

/** Found out before the demo, not after it. @param {string} file */
function writable(file) {
    const absolute = path.resolve(file);
    const folder = path.dirname(absolute);
    if (file === "" || !existsSync(folder) || (existsSync(absolute) && statSync(absolute).isDirectory())) {
        throw new WrongOption(`--out ${JSON.stringify(file)}: expected a file in a folder that exists`);
    }
    return absolute;
}
