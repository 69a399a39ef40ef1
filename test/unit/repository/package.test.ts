import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";

const PACKAGE = path.resolve(__dirname, "../../../components");

interface Packed {
    size: number;
    files: { path: string }[];
}

describe("the package", function () {
    this.timeout(120_000);
    let packed: Packed;

    before(() => {
        const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
        const told = execFileSync("npm", args, { cwd: PACKAGE, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
        [packed] = JSON.parse(told) as Packed[];
    });

    it("holds what was compiled, and nothing else", () => {
        const rest = packed.files
            .map((file) => file.path)
            .filter((name) => !/^dist\/.*(?<!\.test)\.(js|d\.ts)$/.test(name));
        assert.deepEqual(rest.sort(), ["LICENSE", "README.md", "package.json"]);
    });

    it("has declarations beside each module, and a source for each", () => {
        const names = packed.files.map((file) => file.path);
        for (const name of names.filter((one) => one.endsWith(".js"))) {
            assert.ok(names.includes(name.replace(/\.js$/, ".d.ts")), `${name} has no declarations`);
            const source = name.replace(/^dist\//, "").replace(/\.js$/, ".ts");
            assert.ok(existsSync(path.join(PACKAGE, source)), `${name} was left by a source that is gone`);
        }
    });

    it("is small", () => assert.ok(packed.size < 250_000, `${packed.size} bytes`));
});
