/** A server that has what the vendor publishes, at the vendor's paths, and answers all else as its store does. */
import { createHash } from "node:crypto";
import http from "node:http";
import { archiveName, checksumsName } from "../../lib/download.mjs";
import { pinned } from "../../lib/versions.mjs";

/** What the store answers for what it does not have: it does not let everybody list it, so it does not say 404. */
const DENIED =
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

/** @typedef {"none" | "wrong checksum" | "forbidden" | "portal" | "truncated" | "no list" | "silent"} Fault */

/** @param {Buffer} archive */
export async function startVendor(archive) {
    /** @type {{ fault: Fault, asked: string[] }} */
    const state = { fault: "none", asked: [] };
    const name = archiveName(pinned.pulumi);
    const list = [
        `${"0".repeat(64)}  ${archiveName(pinned.pulumi, "windows", "x64").replace("tar.gz", "zip")}`,
        `${createHash("sha256").update(archive).digest("hex")}  ${name}`,
    ].join("\n");
    /** @type {Record<string, () => string | Buffer>} */
    const published = {
        [`/releases/sdk/${checksumsName(pinned.pulumi)}`]: () =>
            state.fault === "wrong checksum" ? list.replace(/[0-9a-f]{64}(?=.*tar)/, "f".repeat(64)) : list,
        [`/releases/sdk/${name}`]: () => archive,
    };
    const server = http.createServer((request, response) => {
        state.asked.push(`${request.method} ${request.url}`);
        const has = published[request.url ?? ""];
        const isArchive = request.url?.endsWith(".tar.gz");
        if (state.fault === "portal")
            return response.writeHead(200, { "content-type": "text/html" }).end("<html><h1>Please log in</h1></html>");
        if (!has || (state.fault === "forbidden" && isArchive) || (state.fault === "no list" && !isArchive))
            return response.writeHead(403, { "content-type": "application/xml" }).end(DENIED);
        const body = Buffer.from(has());
        response.writeHead(200, { "content-length": body.length });
        if (!isArchive || !["truncated", "silent"].includes(state.fault)) return response.end(body);
        response.write(body.subarray(0, 100));
        if (state.fault === "truncated") setTimeout(() => response.destroy(), 50);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const close = () => (server.closeAllConnections(), server.close());
    return { state, base: `http://127.0.0.1:${port}/releases/sdk`, close };
}
