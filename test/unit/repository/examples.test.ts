import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../../..");
const names = (folder: string): string[] => readdirSync(path.join(ROOT, folder));

/** Folders below examples/ that are Pulumi projects. */
const examples = names("examples").filter((name) => existsSync(path.join(ROOT, "examples", name, "Pulumi.yaml")));

describe("examples", () => {
    it("are found", () => assert.ok(examples.length >= 3));

    for (const name of examples) {
        it(`${name}: is run by a test, and says how to run it`, () => {
            const test = path.join(ROOT, "test/engine/examples", `${name}.test.ts`);
            assert.ok(
                existsSync(test),
                `examples/${name} is run by no test: write test/engine/examples/${name}.test.ts`,
            );
            assert.match(readFileSync(test, "utf8"), new RegExp(`play\\([^)]*"${name}"`), "the test plays its example");
            for (const file of ["README.md", "index.ts", "package.json", "tsconfig.json"])
                assert.ok(existsSync(path.join(ROOT, "examples", name, file)), `examples/${name}/${file} is missing`);
        });
    }

    it("have no test left of one that is gone", () => {
        const tested = names("test/engine/examples").filter((name) => name.endsWith(".test.ts"));
        assert.deepEqual(tested.map((name) => name.replace(".test.ts", "")).sort(), [...examples].sort());
    });

    it("stand in the README", () => {
        const readme = readFileSync(path.join(ROOT, "README.md"), "utf8");
        for (const name of examples)
            assert.ok(readme.includes(`examples/${name}`), `README.md names no examples/${name}`);
    });
});
