import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { engineFolder } from "../lib/store.mjs";

const root = mkdtempSync(path.join(os.tmpdir(), "engine-started-"));
after(() => rmSync(root, { recursive: true }));

/** @param {string} file @param {string[]} args */
function node(file, ...args) {
    const env = { ...process.env, XDG_CACHE_HOME: path.join(root, "nothing"), PULUMI_HOME: path.join(root, "none") };
    const { status, stdout } = spawnSync(process.execPath, [file, ...args], { encoding: "utf8", env });
    return { status, stdout };
}

describe("get.mjs, started", () => {
    it("by a path with a symbolic link in it tells what is missing, as by its own path", () => {
        symlinkSync(engineFolder, path.join(root, "engine"));
        symlinkSync(path.join(engineFolder, "get.mjs"), path.join(root, "get"));
        const own = node(path.join(engineFolder, "get.mjs"), "--check");
        assert.equal(own.status, 1);
        assert.match(own.stdout, /^moto +\([\d.]+\) +missing/m);
        assert.deepEqual(node(path.join(root, "engine", "get.mjs"), "--check"), own);
        assert.deepEqual(node(path.join(root, "get"), "--check"), own);
    });

    it("by nobody, as a module, does nothing", () => {
        const module = JSON.stringify(path.join(engineFolder, "get.mjs"));
        const { status, stdout } = spawnSync(process.execPath, ["-e", `import(${module})`, "--", "--check"], {
            encoding: "utf8",
        });
        assert.deepEqual([status, stdout], [0, ""]);
    });
});
