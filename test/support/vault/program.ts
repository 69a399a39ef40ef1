import { accessSync, constants } from "node:fs";
import * as path from "node:path";

/** The `vault` program: VAULT_PROGRAM, which `npm test` sets, else the first on the PATH; undefined where there is none. */
export function vaultProgram(): string | undefined {
    const { VAULT_PROGRAM, PATH = "" } = process.env;
    if (VAULT_PROGRAM) return VAULT_PROGRAM;
    return PATH.split(path.delimiter)
        .filter((folder) => folder !== "")
        .map((folder) => path.join(folder, "vault"))
        .find(runs);
}

/** For a `before` hook: without Vault, a visible skip, which is a failure where CI is true. */
export function needVault(test: Mocha.Context): string {
    const program = vaultProgram();
    if (program !== undefined) return program;
    if (process.env.CI === "true") {
        throw new Error("there is no vault program: run node tools/engine/get.mjs --with vault");
    }
    return test.skip();
}

function runs(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
