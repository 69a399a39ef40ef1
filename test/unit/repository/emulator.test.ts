import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";

const EMULATOR = path.resolve(__dirname, "../../../tools/emulator.mjs");

/** Runs the command; where it does not end at once, it began to set up an engine. */
function emulator(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [EMULATOR, ...args], {
        encoding: "utf8",
        timeout: 8000,
    });
    return { status, stdout, stderr };
}

describe("the command of the emulator", function () {
    this.timeout(20_000);

    it("says what it does, and does nothing", () => {
        const { status, stdout } = emulator("--help");
        assert.equal(status, 0);
        assert.match(stdout, /writes Pulumi\.emulator\.yaml/);
    });

    it("refuses what it does not know before it sets anything up", () => {
        const { status, stdout, stderr } = emulator("--nope");
        assert.deepEqual([status, stdout], [1, ""]);
        assert.match(stderr, /Unknown option '--nope'/);
    });
});
