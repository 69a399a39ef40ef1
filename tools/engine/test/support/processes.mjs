/** Looks for processes that should be gone. */
import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** The processes whose command line or environment names a folder, this one aside. @param {string} folder */
export function processesOf(folder) {
    const found = [];
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name) && name !== String(process.pid))) {
        try {
            const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
            if (command.includes(folder) || readFileSync(`/proc/${pid}/environ`, "utf8").includes(folder))
                found.push(`${pid} ${command}`);
        } catch {
            // gone, or not ours
        }
    }
    return found;
}

/** The processes that are left when some time has passed. @param {string} folder @param {number} [milliseconds] */
export async function leftOver(folder, milliseconds = 10_000) {
    for (const end = Date.now() + milliseconds; ; await sleep(100)) {
        const found = processesOf(folder);
        if (found.length === 0 || Date.now() > end) return found;
    }
}
