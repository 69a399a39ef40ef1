import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

const DEMO = path.resolve(__dirname, "../../../tools/demo.mjs");

function demo(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [DEMO, ...args], { encoding: "utf8" });
    return { status, stdout, stderr };
}

describe("npm run demo", () => {
    it("explains itself", () => {
        const { status, stdout } = demo("--help");
        assert.equal(status, 0);
        for (const option of ["--out", "--verbose", "--help", "Exit code"]) assert.ok(stdout.includes(option), option);
    });

    for (const [title, args, message] of [
        ["an unknown option", ["--nope"], /--nope/],
        ["an argument", ["extra"], /extra/],
        ["--out without a file", ["--out"], /--out/],
        ["--out in a folder that is not there", ["--out", "no-such-folder/demo.json"], /in a folder that exists/],
        ["--out that is a folder", ["--out", __dirname], /expected a file/],
    ] as const) {
        it(`refuses ${title} before it begins`, () => {
            const { status, stdout, stderr } = demo(...args);
            assert.equal(status, 2);
            assert.match(stderr, message);
            assert.equal(stdout, "");
        });
    }
});
