/** Lets one process at a time do a thing; the others wait and then find it done. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { alive } from "./store.mjs";

const heartbeat = 5_000;
const silence = 60_000;

/** True when whoever holds the lock is gone: its process, or its heartbeat for long. @param {string} file */
export function abandoned(file) {
    try {
        return Date.now() - statSync(file).mtimeMs > silence || !alive(Number(readFileSync(file, "utf8")));
    } catch (error) {
        return /** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT";
    }
}

/** @param {string} file */
function take(file) {
    try {
        writeFileSync(file, String(process.pid), { flag: "wx" });
        return true;
    } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
        return false;
    }
}

/** Moves an abandoned lock away; of two who try, one succeeds. @param {string} file */
function breakLock(file) {
    const aside = `${file}.${process.pid}`;
    try {
        renameSync(file, aside);
        rmSync(aside, { force: true });
    } catch {
        // somebody was quicker
    }
}

/**
 * Runs `work` while holding the lock.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(holder: string) => void} [waiting] called once when another process has it
 * @returns {Promise<T>}
 */
export async function withLock(file, work, waiting) {
    mkdirSync(path.dirname(file), { recursive: true });
    for (let told = false; !take(file);) {
        if (abandoned(file)) {
            breakLock(file);
            continue;
        }
        if (!told) waiting?.(readFileSync(file, "utf8"));
        told = true;
        await sleep(300);
    }
    const beat = setInterval(() => utimesSync(file, new Date(), new Date()), heartbeat);
    try {
        return await work();
    } finally {
        clearInterval(beat);
        rmSync(file, { force: true });
    }
}
