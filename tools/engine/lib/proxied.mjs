/**
 * Fetches through the proxy that the environment names. Node's own fetch obeys none (from version 24 on it does where
 * NODE_USE_ENV_PROXY is set), and a fresh clone has no package that does. So curl fetches, which reads HTTPS_PROXY, NO_PROXY
 * and SSL_CERT_FILE as every other tool of the set-up does.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { Problem } from "./problem.mjs";
import { run } from "./run.mjs";

/** The variable that names a proxy for an address; curl reads HTTP_PROXY in small letters only. @param {string} url */
export function proxyVariable(url) {
    const names = url.startsWith("https:") ? ["HTTPS_PROXY", "https_proxy"] : ["http_proxy"];
    return [...names, "ALL_PROXY", "all_proxy"].find((name) => process.env[name]);
}

/** @param {string} url @param {number} patience milliseconds @returns {Promise<string>} @throws {Problem} */
export function textByProxy(url, patience) {
    return curl(url, ["--max-time", String(Math.ceil(patience / 1000))]);
}

/** @param {string} url @param {string} file @param {number} silence milliseconds @returns {Promise<string>} its SHA-256 @throws {Problem} */
export async function fileByProxy(url, file, silence) {
    await curl(url, ["--speed-limit", "1", "--speed-time", String(Math.ceil(silence / 1000)), "--output", file]);
    const hash = createHash("sha256");
    await pipeline(createReadStream(file), hash);
    return hash.digest("hex");
}

/** @param {string} url @param {string[]} args */
async function curl(url, args) {
    const { NODE_EXTRA_CA_CERTS: extra, SSL_CERT_FILE, CURL_CA_BUNDLE } = process.env;
    const trusted = extra && !SSL_CERT_FILE && !CURL_CA_BUNDLE ? ["--cacert", extra] : [];
    try {
        return await run("curl", ["--fail", "--silent", "--show-error", "--location", ...trusted, ...args, url]);
    } catch (error) {
        const { message } = /** @type {Error} */ (error);
        const why = /exited with code 127/.test(message) ? "curl is needed for that; install it" : message;
        throw new Problem(`${url} could not be fetched through the proxy of ${proxyVariable(url)}: ${why}`);
    }
}
