import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import {
    chmodSync,
    mkdtempSync,
    promises as fs,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { replaceFile, writeOut } from "../../../../cli/output/file";
import { appendSummary } from "../../../../cli/output/summary";

describe("a file that a command writes", () => {
    let folder: string;
    const at = (name: string): string => path.join(folder, name);

    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "file-"))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("is another one, and whoever has the old one open reads that to its end", async () => {
        replaceFile(at("a.prom"), "old");
        const open = await fs.open(at("a.prom"));
        replaceFile(at("a.prom"), "new");
        assert.equal(String(await open.readFile()), "old");
        await open.close();
        assert.equal(readFileSync(at("a.prom"), "utf8"), "new");
        assert.deepEqual(readdirSync(folder), ["a.prom"]);
    });

    it("keeps its mode, and a link stays one", () => {
        writeFileSync(at("real"), "old");
        chmodSync(at("real"), 0o640);
        symlinkSync("real", at("link"));
        replaceFile(at("link"), "new");
        assert.equal(readFileSync(at("real"), "utf8"), "new");
        assert.equal(statSync(at("real")).mode & 0o777, 0o640);
        assert.deepEqual(readdirSync(folder).sort(), ["link", "real"]);
    });

    it("may be a pipe", async () => {
        execFileSync("mkfifo", [at("pipe")]);
        const reader = spawn("cat", [at("pipe")]);
        const read = new Promise<string>((resolve) => reader.stdout.once("data", (text) => resolve(String(text))));
        replaceFile(at("pipe"), "through");
        assert.equal(await read, "through");
    });

    it("is named by its option where it cannot be written, and nothing is left beside it", () => {
        assert.throws(
            () => writeOut("--out", at("none/a"), "x"),
            /^UserError: --out: ".*none\/a" cannot be written \(ENOENT\)/,
        );
        assert.throws(() => writeOut("--html", folder, "x"), /--html: .* cannot be written \(EISDIR\)/);
        assert.deepEqual(readdirSync(folder), []);
    });
});

describe("the summary of a job", () => {
    const before = process.env.GITHUB_STEP_SUMMARY;
    afterEach(() => {
        if (before === undefined) delete process.env.GITHUB_STEP_SUMMARY;
        else process.env.GITHUB_STEP_SUMMARY = before;
    });

    it("that cannot be written is said, and is no failure", () => {
        process.env.GITHUB_STEP_SUMMARY = "/none/summary.md";
        const said: string[] = [];
        appendSummary("text", (text) => said.push(text));
        assert.deepEqual(said, [
            'warning: the job\'s summary was not written: GITHUB_STEP_SUMMARY: "/none/summary.md" (ENOENT)',
        ]);
    });
});
