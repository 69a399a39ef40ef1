import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { bin, files, version } from "../../../cli/package.json";

const CLI = path.resolve(__dirname, "../../../cli");

/* Proves: the program is there before anything is compiled, for npm links none whose file is missing when it installs. */
describe("the program that npm links", function () {
    this.timeout(60_000);

    const program = bin["credential-rotation"];

    it("is a file of a clone, and of the package", () => {
        assert.ok(files.includes(program), `${program} is not among the files`);
        const tracked = execFileSync("git", ["ls-files", program], { cwd: CLI, encoding: "utf8" });
        assert.equal(tracked.trim(), program);
    });

    it("starts what was compiled", () => {
        const said = execFileSync(process.execPath, [path.join(CLI, program), "--version"], { encoding: "utf8" });
        assert.equal(said.trim(), version);
    });
});
