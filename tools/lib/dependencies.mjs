import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import path from "node:path";
import { repository } from "./repository.mjs";
import { step } from "./step.mjs";

const stamp = path.join(repository, "node_modules", ".rotation-lock");

/** Installs what the lockfile says, without install scripts, unless it is installed already. */
export async function dependencies() {
    const wanted = createHash("sha256")
        .update(readFileSync(path.join(repository, "package-lock.json")))
        .digest("hex");
    if (read(stamp) === wanted) return;
    rmSync(stamp, { force: true }); // what is broken off is no longer what it says
    await step("installing dependencies", "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    writeFileSync(stamp, wanted);
}

function read(/** @type {string} */ file) {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}
