import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import { fetchFile, fetchText } from "../lib/fetch.mjs";
import { proxyVariable } from "../lib/proxied.mjs";

/** A host that no resolver knows: only the proxy can reach it. */
const HOST = "http://vendor.invalid";
const NAMES = ["HTTPS_PROXY", "https_proxy", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy", "PATH"];
const user = Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
const folder = mkdtempSync(path.join(os.tmpdir(), "engine-proxy-"));
/** @type {string[]} */
const asked = [];
const proxy = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url?.endsWith("/gone")) return response.writeHead(403).end("denied");
    response.end("what the vendor has");
});

before(() => new Promise((resolve) => proxy.listen(0, "127.0.0.1", () => resolve(undefined))));
afterEach(restore);
after(() => {
    proxy.close();
    rmSync(folder, { recursive: true });
});

function restore() {
    for (const [name, value] of Object.entries(user)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    }
}

function behindProxy() {
    for (const name of NAMES.slice(0, -1)) delete process.env[name];
    const { port } = /** @type {import("node:net").AddressInfo} */ (proxy.address());
    process.env.http_proxy = `http://user:pass-word@127.0.0.1:${port}`;
}

describe("a machine behind a proxy", () => {
    it("gets texts and files through it", async () => {
        behindProxy();
        assert.equal(await fetchText(`${HOST}/list`), "what the vendor has");
        const file = path.join(folder, "archive");
        const sum = createHash("sha256").update("what the vendor has").digest("hex");
        assert.equal(await fetchFile(`${HOST}/archive`, file), sum);
        assert.equal(readFileSync(file, "utf8"), "what the vendor has");
        assert.deepEqual(asked.splice(0), [`GET ${HOST}/list`, `GET ${HOST}/archive`]);
    });

    it("reads what was answered, and which variable names the proxy, and shows no password", async () => {
        behindProxy();
        assert.equal(await fetchText(`${HOST}/gone`), undefined);
        await assert.rejects(fetchFile(`${HOST}/gone`, path.join(folder, "gone")), ({ message }) => {
            assert.match(
                message,
                /^http:\/\/vendor\.invalid\/gone could not be fetched through the proxy of http_proxy: /,
            );
            assert.match(message, /403/);
            return !message.includes("pass-word");
        });
    });

    it("is told where there is no curl", async () => {
        behindProxy();
        process.env.PATH = folder;
        await assert.rejects(
            fetchFile(`${HOST}/archive`, path.join(folder, "none")),
            /curl is needed for that; install it$/,
        );
    });

    it("asks the vendor itself where no variable is set, or one for other addresses", () => {
        behindProxy();
        assert.equal(proxyVariable(`${HOST}/list`), "http_proxy");
        assert.equal(proxyVariable("https://vendor.invalid/list"), undefined);
        process.env.HTTPS_PROXY = "http://proxy.invalid:3128";
        assert.equal(proxyVariable("https://vendor.invalid/list"), "HTTPS_PROXY");
    });
});
