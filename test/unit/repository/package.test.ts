import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";

const REPOSITORY = path.resolve(__dirname, "../../..");
const PACKAGE = path.join(REPOSITORY, "components");

interface Packed {
    size: number;
    files: { path: string }[];
}

function pack(cwd: string): Packed {
    const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
    const told = execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return (JSON.parse(told) as Packed[])[0];
}

/** What is in a package beside what was compiled. */
function besides({ files }: Packed): string[] {
    const names = files.map((file) => file.path);
    return names.filter((name) => !/^dist\/.*(?<!\.test)\.(js|d\.ts)$/.test(name)).sort();
}

describe("the package", function () {
    this.timeout(120_000);
    let packed: Packed;

    before(() => (packed = pack(PACKAGE)));

    it("holds what was compiled, and nothing else", () => {
        assert.deepEqual(besides(packed), ["LICENSE", "README.md", "package.json"]);
    });

    it("has beside it a command line and policies that do", () => {
        const common = ["LICENSE", "README.md", "package.json"];
        assert.deepEqual(besides(pack(path.join(REPOSITORY, "cli"))), [...common, "bin.js"].sort());
        assert.deepEqual(besides(pack(path.join(REPOSITORY, "policy"))), [...common, "PulumiPolicy.yaml"].sort());
    });

    it("has declarations beside each module, and a source for each", () => {
        const names = packed.files.map((file) => file.path);
        for (const name of names.filter((one) => one.endsWith(".js"))) {
            assert.ok(names.includes(name.replace(/\.js$/, ".d.ts")), `${name} has no declarations`);
            const source = name.replace(/^dist\//, "").replace(/\.js$/, ".ts");
            assert.ok(existsSync(path.join(PACKAGE, source)), `${name} was left by a source that is gone`);
        }
    });

    it("is small", () => assert.ok(packed.size < 300 * 1024, `${packed.size} bytes`));
});
