/** Fetches over HTTP, and never waits for a network that says nothing. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Problem } from "./problem.mjs";
import { fileByProxy, proxyVariable, textByProxy } from "./proxied.mjs";

/** How long to wait for an answer where there may be no network at all (milliseconds). */
const PATIENCE = 3_000;
/** After how long without a byte a download is given up (milliseconds). */
const SILENCE = 30_000;

/**
 * A small text, or undefined where it can't be had.
 * @param {string} url
 * @param {number} [patience] milliseconds
 * @returns {Promise<string | undefined>}
 */
export async function fetchText(url, patience = PATIENCE) {
    try {
        if (proxyVariable(url)) return await textByProxy(url, patience);
        const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
        return response.ok ? await response.text() : undefined;
    } catch {
        return undefined;
    }
}

/**
 * Writes what is at a URL to a file.
 * @param {string} url
 * @param {string} file
 * @param {number} [silence] milliseconds
 * @returns {Promise<string>} its SHA-256, in hexadecimal
 * @throws {Problem} that says what was answered, or why it ended half way
 */
export async function fetchFile(url, file, silence = SILENCE) {
    if (proxyVariable(url)) return fileByProxy(url, file, silence);
    const stop = new AbortController();
    const give = () => stop.abort(new Problem(`${url}: nothing came for ${silence / 1000} s`));
    const timer = setTimeout(give, silence);
    const hash = createHash("sha256");
    const watched = new Transform({
        transform(chunk, _, done) {
            timer.refresh();
            hash.update(chunk);
            done(undefined, chunk);
        },
    });
    try {
        const response = await fetch(url, { signal: stop.signal });
        if (!response.ok || !response.body) throw new Problem(`${url} answered ${response.status}`);
        const body = Readable.fromWeb(/** @type {any} */ (response.body));
        await pipeline(body, watched, createWriteStream(file), { signal: stop.signal });
        return hash.digest("hex");
    } catch (error) {
        if (stop.signal.aborted) throw stop.signal.reason;
        throw told(/** @type {Error} */ (error), url);
    } finally {
        clearTimeout(timer);
    }
}

/** @param {Error} error @param {string} url */
function told(error, url) {
    if (error instanceof Problem) return error;
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "ENOSPC") return error;
    const cause = /** @type {Error | undefined} */ (error.cause);
    return new Problem(`${url} could not be fetched: ${cause?.message ?? error.message}`);
}
