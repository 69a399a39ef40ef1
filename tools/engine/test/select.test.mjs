import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { archiveName } from "../lib/download.mjs";
import { buildArguments, goEnv, jobs } from "../lib/go.mjs";
import { linkPlugins, pathWith } from "../lib/home.mjs";
import { cliOnPath } from "../lib/locate.mjs";
import { parts } from "../lib/parts.mjs";
import { missing } from "../lib/problem.mjs";
import { asJson, asTable, complete } from "../lib/table.mjs";
import { elapsed } from "../lib/progress.mjs";

const root = mkdtempSync(path.join(os.tmpdir(), "engine-select-"));
const cache = process.env.XDG_CACHE_HOME;
before(() => (process.env.XDG_CACHE_HOME = path.join(root, "cache")));
after(() => {
    if (cache === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cache;
    rmSync(root, { recursive: true });
});

/** A folder with programs that print something. @param {string} folder @param {Record<string, string>} programs */
function programs(folder, programs) {
    const full = path.join(root, folder);
    mkdirSync(full, { recursive: true });
    for (const [name, output] of Object.entries(programs)) {
        writeFileSync(path.join(full, name), `#!/bin/sh\necho ${output}\n`);
        chmodSync(path.join(full, name), 0o755);
    }
    return full;
}

describe("the CLI on the PATH", () => {
    it("is used with its language host and a version that does", () => {
        const folder = programs("good", { pulumi: "v3.208.0", "pulumi-language-nodejs": "" });
        assert.deepEqual(cliOnPath(folder), { file: path.join(folder, "pulumi"), version: "3.208.0" });
    });

    it("is passed over when it is old, or has no language host", () => {
        assert.equal(cliOnPath(programs("old", { pulumi: "v3.207.9", "pulumi-language-nodejs": "" })), undefined);
        assert.equal(cliOnPath(programs("alone", { pulumi: "v3.300.0" })), undefined);
        assert.equal(cliOnPath(programs("none", {})), undefined);
    });

    it("is not one that this tool has put there", () => {
        const own = programs("cache/pulumi-credential-rotation/abc/bin", {
            pulumi: "v3.300.0",
            "pulumi-language-nodejs": "",
        });
        assert.equal(cliOnPath(own), undefined);
    });
});

describe("a build", () => {
    it("makes all programs in one go, small and without paths of this machine", () => {
        const wanted = parts.filter(({ maker, stage }) => maker === "go" && stage === "first");
        const args = buildArguments("/out", wanted);
        assert.deepEqual(args.slice(-2), ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "./bridged"]);
        assert.ok(args.includes("-trimpath"));
        assert.match(args.join(" "), /-s -w -X=\S+version\.Version=v3\.\d+\.\d+/);
    });

    it("compiles as much side by side as there is memory for", () => {
        assert.equal(jobs(8, 24e9), 8);
        assert.equal(jobs(8, 4e9), 2);
        assert.equal(jobs(2, 1e9), 1);
    });

    it("isn't bent by the settings of the machine", () => {
        const env = goEnv({ GOFLAGS: "-mod=mod", GOWORK: "/somewhere", PATH: "/bin" });
        assert.equal(env.GOFLAGS, "-mod=readonly -buildvcs=false");
        assert.equal(env.GOWORK, "off");
        assert.equal(env.PATH, "/bin");
    });
});

describe("what is missing", () => {
    it("is told in one sentence that says what to do", () => {
        assert.match(
            missing("Go", "to build", undefined, "1.26.0").message,
            /^Go 1\.26\.0 or newer is needed to build: not found on the PATH; install it /,
        );
        assert.match(
            missing("Python", "for moto", "3.8.1", "3.9.0").message,
            /found 3\.8\.1, which is too old; .*python3-venv/,
        );
        for (const tool of /** @type {const} */ (["Go", "Python", "npm"]))
            assert.doesNotMatch(missing(tool, "x", undefined).message, /\n/);
    });

    it("gives no stack trace on the command line", () => {
        const none = programs("tools", {});
        const script = path.join(
            import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
            "..",
            "get.mjs",
        );
        const env = {
            PATH: none,
            HOME: root,
            XDG_CACHE_HOME: path.join(root, "empty"),
            PULUMI_ROTATION_ENGINE: "build",
        };
        const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: "utf8" });
        assert.equal(status, 1);
        assert.match(stderr, /^Go .* is needed .*\nPython .* is needed .*\n$/);
        assert.ok(!existsSync(path.join(root, "empty", "pulumi-credential-rotation", "store")));
    });

    it("is in the table with the command that gets it", () => {
        /** @type {import("../lib/locate.mjs").Item[]} */
        const items = [
            {
                name: "pulumi",
                stage: "first",
                kind: "cli",
                part: "pulumi",
                source: "PATH",
                version: "3.300.0",
                file: "/usr/bin/pulumi",
            },
            {
                name: "vault provider",
                stage: "rest",
                kind: "plugin",
                part: "vault-provider",
                source: "missing",
                version: "7.8.0",
            },
        ];
        assert.match(
            asTable(items),
            /pulumi +3\.300\.0 +PATH +\/usr\/bin\/pulumi\nvault provider +\(7\.8\.0\) +missing +node tools\/engine\/get\.mjs --stage rest/,
        );
        assert.equal(asJson(items)[1].remedy, "node tools/engine/get.mjs --stage rest");
        assert.ok(!complete(items, false));
        assert.ok(complete(items.slice(0, 1), true));
    });
});

describe("a Pulumi home", () => {
    it("has real folders, for links to folders are passed over, with links to the plugins in them", () => {
        const plugin = path.join(programs("store", { bridged: "" }), "bridged");
        const official = programs("official", { "pulumi-resource-random": "", "PulumiPlugin.yaml": "" });
        const common = {
            stage: /** @type {const} */ ("first"),
            kind: /** @type {const} */ ("plugin"),
            part: "providers",
        };
        const home = path.join(root, "home");
        for (let times = 0; times < 2; times++) {
            linkPlugins(home, [
                { name: "aws provider", ...common, source: "built", version: "7.48.0", file: plugin },
                { name: "random provider", ...common, source: "downloaded", version: "4.21.2", file: official },
                { name: "time provider", ...common, source: "missing", version: "0.1.1" },
            ]);
        }
        assert.deepEqual(readdirSync(path.join(home, "plugins")), ["resource-aws-v7.48.0", "resource-random-v4.21.2"]);
        assert.ok(lstatSync(path.join(home, "plugins", "resource-aws-v7.48.0")).isDirectory());
        assert.deepEqual(readdirSync(path.join(home, "plugins", "resource-random-v4.21.2")), [
            "PulumiPlugin.yaml",
            "pulumi-resource-random",
        ]);
    });

    it("comes with a PATH that has ours first and Node.js in any case", () => {
        const pulumi = /** @type {import("../lib/locate.mjs").Item} */ ({
            source: "downloaded",
            file: "/store/official/pulumi",
        });
        assert.equal(
            pathWith("/home", pulumi, "/usr/bin:/home/bin"),
            ["/home/bin", "/store/official", "/usr/bin", path.dirname(process.execPath)].join(":"),
        );
    });
});

describe("names and figures", () => {
    it("are the vendor's and readable", () => {
        assert.equal(archiveName("3.256.0", "linux", "x64"), "pulumi-v3.256.0-linux-x64.tar.gz");
        assert.equal(archiveName("3.256.0", "darwin", "arm64"), "pulumi-v3.256.0-darwin-arm64.tar.gz");
        assert.equal(elapsed(9_400), "9 s");
        assert.equal(elapsed(185_000), "3 min 05 s");
    });
});
