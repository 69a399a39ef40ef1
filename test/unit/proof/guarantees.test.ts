import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");
/** The scripts of `tools/` are modules of the other sort: they are asked in a process of their own. */
const SAYS = `
    const { holders, missing, page } = await import("./tools/proof/guarantees.mjs");
    const found = holders();
    console.log(JSON.stringify({ missing: missing(found), page: page(found) }));
`;

describe("docs/guarantees.md", () => {
    const said = JSON.parse(
        execFileSync(process.execPath, ["--input-type=module", "-e", SAYS], { cwd: root, encoding: "utf8" }),
    ) as { missing: object; page: string };

    it("has a test for every invariant and every incident", () =>
        assert.deepEqual(said.missing, { invariants: [], incidents: [] }));

    it("is what the tests say; if not: npm run proof -- --write", () =>
        assert.equal(readFileSync(path.join(root, "docs", "guarantees.md"), "utf8"), said.page));
});
