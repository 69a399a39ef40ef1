import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    readdirSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, it } from "node:test";
import {
    archiveName,
    askVendor,
    checksumIn,
    checksumsName,
    downloadCli,
    downloadPlugin,
    downloadedCli,
    downloadedPlugin,
    releases,
    vendorOffer,
} from "../lib/download.mjs";
import { fetchFile } from "../lib/fetch.mjs";
import { locate } from "../lib/locate.mjs";
import { isFull } from "../lib/problem.mjs";
import { inCache } from "../lib/store.mjs";
import { pinned } from "../lib/versions.mjs";
import { startVendor } from "./support/vendor.mjs";

const root = mkdtempSync(path.join(os.tmpdir(), "engine-download-"));
const names = ["XDG_CACHE_HOME", "PATH", "PULUMI_HOME", "GITHUB_TOKEN", "PULUMI_ROTATION_ENGINE"];
const user = Object.fromEntries(names.map((name) => [name, process.env[name]]));

/** An official CLI as small as can be: it answers its version and "installs" plugins, or meets the limit of GitHub. */
const cli = `#!/bin/sh
if [ "$1" = plugin ]; then
    echo "$@ token=$GITHUB_TOKEN" >> "${root}/asked"
    if [ "$4" = random ]; then echo "error: 403 HTTP error fetching plugin: rate limit exceeded" >&2; exit 1; fi
    mkdir -p "$PULUMI_HOME/plugins/resource-$4-v$5"
    [ "$4" = vault ] || echo > "$PULUMI_HOME/plugins/resource-$4-v$5/pulumi-resource-$4"
fi
`;
/** @type {Awaited<ReturnType<typeof startVendor>>} */
let vendor;

/** What the vendor offers now; there must be something. */
async function offer() {
    const offered = await askVendor([vendor.base]);
    assert.ok(offered);
    return offered;
}

before(async () => {
    delete process.env.GITHUB_TOKEN;
    delete process.env.PULUMI_ROTATION_ENGINE;
    const own = {
        XDG_CACHE_HOME: path.join(root, "cache"),
        PATH: "/usr/bin:/bin",
        PULUMI_HOME: path.join(root, "home"),
    };
    Object.assign(process.env, own);
    mkdirSync(path.join(root, "pulumi"));
    for (const name of ["pulumi", "pulumi-language-nodejs"]) {
        writeFileSync(path.join(root, "pulumi", name), cli);
        chmodSync(path.join(root, "pulumi", name), 0o755);
    }
    assert.equal(spawnSync("tar", ["-czf", "archive.tar.gz", "pulumi"], { cwd: root }).status, 0);
    vendor = await startVendor(readFileSync(path.join(root, "archive.tar.gz")));
});
afterEach(() => {
    vendor.state.fault = "none";
});
after(() => {
    vendor.close();
    for (const [name, value] of Object.entries(user)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
    }
    rmSync(root, { recursive: true });
});

describe("the vendor's releases", () => {
    it("are asked for at the two places of its install script", () => {
        assert.deepEqual(
            releases("3.1.4").map((base) => `${base}/${archiveName("3.1.4", "linux", "arm64")}`),
            [
                "https://get.pulumi.com/releases/sdk/pulumi-v3.1.4-linux-arm64.tar.gz",
                "https://github.com/pulumi/pulumi/releases/download/v3.1.4/pulumi-v3.1.4-linux-arm64.tar.gz",
            ],
        );
        assert.equal(checksumsName("3.1.4"), "pulumi-3.1.4-checksums.txt");
    });

    it("are not asked for where that is not wanted, and nobody is there at a place without a server", async () => {
        assert.equal(await askVendor(["http://127.0.0.1:9"]), undefined);
        process.env.PULUMI_ROTATION_ENGINE = "build";
        assert.equal(await vendorOffer(), undefined);
        delete process.env.PULUMI_ROTATION_ENGINE;
    });

    it("have the archive of this machine, with its checksum", async () => {
        vendor.state.asked.splice(0);
        assert.equal((await offer()).url, `${vendor.base}/${archiveName(pinned.pulumi)}`);
        assert.deepEqual(vendor.state.asked, [`GET /releases/sdk/${checksumsName(pinned.pulumi)}`]);
    });

    it("are taken from the second place where the first has none", async () => {
        const second = await askVendor(["http://127.0.0.1:9", vendor.base]);
        assert.equal(second?.url, `${vendor.base}/${archiveName(pinned.pulumi)}`);
    });

    for (const fault of /** @type {const} */ (["portal", "no list"])) {
        it(`are not there where the answer is not the list: ${fault}`, async () => {
            vendor.state.fault = fault;
            assert.equal(await askVendor([vendor.base]), undefined);
        });
    }

    it("name an archive by its whole name", () => {
        const sum = "a".repeat(64);
        assert.equal(
            checksumIn(`${sum}  pulumi-v3.1.4-linux-x64.tar.gz.sig\n`, "pulumi-v3.1.4-linux-x64.tar.gz"),
            undefined,
        );
        assert.equal(checksumIn(`${sum}  b\n${"c".repeat(64)} *d\r\n`, "d"), "c".repeat(64));
        assert.equal(checksumIn("<html>d</html>", "d"), undefined);
    });
});

describe("the vendor's CLI", () => {
    for (const [fault, said] of /** @type {const} */ ([
        ["forbidden", /answered 403/],
        ["portal", /has the SHA-256 [0-9a-f]{64}, and its vendor's list says/],
        ["truncated", /could not be fetched/],
        ["silent", /nothing came for 0\.2 s/],
    ])) {
        it(`is refused, and nothing of it stays, where the answer is ${fault}`, async () => {
            const good = await offer();
            vendor.state.fault = fault;
            if (fault === "silent") await assert.rejects(fetchFile(good.url, path.join(root, "silent"), 200), said);
            else
                await assert.rejects(
                    downloadCli(() => {}, good),
                    said,
                );
            assert.ok(!existsSync(downloadedCli()));
            assert.deepEqual(existsSync(inCache("tmp")) ? readdirSync(inCache("tmp")) : [], []);
        });
    }

    it("is refused where its checksum is another", async () => {
        const good = await offer();
        await assert.rejects(
            downloadCli(() => {}, { ...good, sha256: "f".repeat(64) }),
            /f{64}: not used/,
        );
        assert.ok(!existsSync(downloadedCli()));
    });

    it("comes with its language host into the cache, and both are found there", async () => {
        await downloadCli(() => {}, await offer());
        assert.ok(existsSync(path.join(downloadedCli(), "pulumi-language-nodejs")));
        const [pulumi, host] = locate();
        assert.deepEqual([pulumi.source, host.source], ["downloaded", "downloaded"]);
    });

    it("fetches the plugins, each from whoever publishes it, with the token that is there", async () => {
        process.env.GITHUB_TOKEN = "of-somebody";
        for (const plugin of ["aws", "time"]) await downloadPlugin(path.join(downloadedCli(), "pulumi"), plugin);
        delete process.env.GITHUB_TOKEN;
        assert.ok(existsSync(path.join(downloadedPlugin("aws"), "pulumi-resource-aws")));
        const { aws, time } = pinned.plugins;
        assert.deepEqual(readFileSync(path.join(root, "asked"), "utf8").trim().split("\n"), [
            `plugin install resource aws ${aws} token=of-somebody`,
            `plugin install resource time ${time} --server ${pinned.pluginServers.time} token=of-somebody`,
        ]);
        const there = locate().filter(({ source }) => source === "downloaded");
        assert.deepEqual(
            there.map(({ name }) => name),
            ["pulumi", "language-host", "aws provider", "time provider"],
        );
    });

    it("that meets GitHub's limit, or brings nothing, says so and what helps", async () => {
        const pulumi = path.join(downloadedCli(), "pulumi");
        await assert.rejects(downloadPlugin(pulumi, "random"), /rate limit exceeded[^]*set GITHUB_TOKEN/);
        await assert.rejects(downloadPlugin(pulumi, "vault"), /brought no pulumi-resource-vault/);
        assert.ok(!existsSync(downloadedPlugin("random")) && !existsSync(downloadedPlugin("vault")));
    });
});

describe("a full disk", () => {
    it("is known in the words of Node.js and of tar", () => {
        assert.ok(isFull(Object.assign(new Error("write"), { code: "ENOSPC" })));
        assert.ok(isFull(new Error("tar: pulumi: Wrote only 512 bytes: No space left on device")));
        assert.ok(!isFull(new Error("answered 403")));
    });
});
