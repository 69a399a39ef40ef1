/** An error that is told in its own words, without a stack trace: something is missing or a command failed. */
export class Problem extends Error {}

/** What every command under way ends with when this process is asked to end. */
export class Interrupted extends Problem {
    constructor() {
        super("Interrupted. What is done is kept: run it again and it goes on.");
    }
}

/** True for a disk that is full, in the words of Node.js and of the programs that are run. @param {unknown} error */
export function isFull(error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    return code === "ENOSPC" || /no space left on device|ENOSPC/i.test(message);
}

/**
 * The sentence for a tool that is missing or too old.
 * @param {"Go" | "Python" | "npm"} tool
 * @param {string} what why it is needed
 * @param {string | undefined} found the version that is there
 * @param {string} [wanted] the oldest version that does
 */
export function missing(tool, what, found, wanted) {
    const how = {
        Go: "install it from https://go.dev/dl or your package manager (golang), or put an official `pulumi` with its plugins on the PATH",
        Python: "install python3 with its venv module (on Debian: python3-venv)",
        npm: "it comes with Node.js",
    }[tool];
    const state = found ? `found ${found}, which is too old` : "not found on the PATH";
    return new Problem(`${tool}${wanted ? ` ${wanted} or newer` : ""} is needed ${what}: ${state}; ${how}.`);
}
