import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import {
    archiveName,
    downloadCli,
    downloadPlugin,
    downloadedCli,
    downloadedPlugin,
    vendorReachable,
} from "../lib/download.mjs";
import { locate } from "../lib/locate.mjs";
import { pinned } from "../lib/versions.mjs";

const root = mkdtempSync(path.join(os.tmpdir(), "engine-download-"));
const user = {
    XDG_CACHE_HOME: process.env.XDG_CACHE_HOME,
    PATH: process.env.PATH,
    PULUMI_HOME: process.env.PULUMI_HOME,
};
const server = http.createServer((request, response) => {
    if (request.url === "/latest-version") return response.end("3.999.0");
    if (request.url === `/releases/sdk/${archiveName(pinned.pulumi)}`)
        return response.end(readFileSync(path.join(root, "archive.tar.gz")));
    response.writeHead(404).end();
});
let site = "";

/** An official CLI as small as can be: it answers its version and "installs" plugins. */
const cli = `#!/bin/sh
if [ "$1" = plugin ]; then
    echo "$@" >> "${root}/asked"
    mkdir -p "$PULUMI_HOME/plugins/resource-$4-v$5" && echo > "$PULUMI_HOME/plugins/resource-$4-v$5/pulumi-resource-$4"
fi
`;

before(async () => {
    Object.assign(process.env, {
        XDG_CACHE_HOME: path.join(root, "cache"),
        PATH: "/usr/bin:/bin",
        PULUMI_HOME: path.join(root, "home"),
    });
    mkdirSync(path.join(root, "pulumi"));
    for (const name of ["pulumi", "pulumi-language-nodejs"]) {
        writeFileSync(path.join(root, "pulumi", name), cli);
        chmodSync(path.join(root, "pulumi", name), 0o755);
    }
    assert.equal(spawnSync("tar", ["-czf", "archive.tar.gz", "pulumi"], { cwd: root }).status, 0);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    site = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
after(() => {
    server.close();
    for (const [name, value] of Object.entries(user)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    }
    rmSync(root, { recursive: true });
});

describe("the vendor's download", () => {
    it("is not tried where the vendor can't be reached, or is told not to be", async () => {
        assert.equal(await vendorReachable("http://127.0.0.1:9"), false);
        process.env.PULUMI_ROTATION_ENGINE = "build";
        assert.equal(await vendorReachable(site), false);
        delete process.env.PULUMI_ROTATION_ENGINE;
        assert.equal(await vendorReachable(site), true);
    });

    it("brings the CLI with its language host into the cache, and both are found there", async () => {
        await downloadCli(() => {}, site);
        assert.ok(existsSync(path.join(downloadedCli(), "pulumi-language-nodejs")));
        const [pulumi, host] = locate();
        assert.deepEqual([pulumi.source, host.source], ["downloaded", "downloaded"]);
    });

    it("lets the CLI fetch the plugins, each from whoever publishes it", async () => {
        for (const plugin of ["aws", "time"]) await downloadPlugin(path.join(downloadedCli(), "pulumi"), plugin);
        assert.ok(existsSync(path.join(downloadedPlugin("aws"), "pulumi-resource-aws")));
        const asked = readFileSync(path.join(root, "asked"), "utf8");
        assert.match(
            asked,
            new RegExp(
                `plugin install resource aws ${pinned.plugins.aws}\nplugin install resource time ${pinned.plugins.time} --server \\S+pulumiverse\n`,
            ),
        );
        assert.deepEqual(
            locate()
                .filter(({ source }) => source === "downloaded")
                .map(({ name }) => name),
            ["pulumi", "language-host", "aws provider", "time provider"],
        );
    });

    it("says what the vendor answered when it isn't there", async () => {
        await assert.rejects(
            downloadCli(() => {}, `${site}/nowhere`),
            /answered 404/,
        );
    });
});
