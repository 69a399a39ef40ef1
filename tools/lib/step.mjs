import { run } from "../engine/lib/run.mjs";
import { repository } from "./repository.mjs";

/**
 * Runs a program of the set-up, says when it takes longer than two seconds, and shows what it wrote where it fails. It
 * ends with this process, whatever ends that.
 * @param {string} what what it does, for the terminal
 * @param {string} command
 * @param {string[]} args
 */
export async function step(what, command, args) {
    const started = performance.now();
    let announced = false;
    const timer = setTimeout(() => {
        announced = true;
        console.error(`${what} …`);
    }, 2000);
    try {
        await run(command, args, { cwd: repository });
    } catch (error) {
        throw new Error(`${what}: ${/** @type {Error} */ (error).message}`);
    } finally {
        clearTimeout(timer);
    }
    if (announced) console.error(`${what}: done, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
