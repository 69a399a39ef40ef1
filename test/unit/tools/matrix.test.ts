import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { table } from "../../../tools/matrix/play";
import { writeProject } from "../../../tools/matrix/project";
import { type Row, ROWS } from "../../../tools/matrix/rows";

describe("the matrix of tool chains", () => {
    let folder: string;
    beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "matrix-test-"))));
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const written = (row: Row): Record<string, Record<string, string>> =>
        JSON.parse(readFileSync(path.join(writeProject(folder, row, "/p.tgz"), "package.json"), "utf8"));

    it("has rows of different names, on each Node.js, by each manager", () => {
        assert.equal(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
        assert.deepEqual([...new Set(ROWS.map(({ node }) => node))], [20, 22, 24]);
        assert.deepEqual([...new Set(ROWS.map(({ manager }) => manager))], ["npm", "pnpm", "yarn", "bun"]);
    });

    it("gives a program what the README tells it to install, and nothing else", () => {
        const { dependencies } = written(ROWS[0]);
        const wanted = ["@pulumi/aws", "@pulumi/pulumi", "@pulumiverse/time", "pulumi-credential-rotation"];
        assert.deepEqual(Object.keys(dependencies).sort(), wanted);
        assert.equal(dependencies["pulumi-credential-rotation"], "file:/p.tgz");
    });

    it("lets a library bring the package where the row says so", () => {
        const row: Row = { name: "x", node: 22, manager: "pnpm", module: "commonjs", library: "alone" };
        assert.deepEqual(Object.keys(written(row).dependencies).sort(), ["@me/credentials", "@pulumi/pulumi"]);
        assert.ok(existsSync(path.join(folder, "library", "index.js")));
    });

    it("is shown as a table", () => {
        const lines = table([{ row: ROWS[1], versions: "3.248.0, 7.48.0", outcome: "types and the whole life" }]).split(
            "\n",
        );
        assert.equal(lines[2], "| npm, ESM, Node.js 20 | 20 | ESM | 3.248.0, 7.48.0 | types and the whole life |");
    });
});
