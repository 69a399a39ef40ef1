import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { engineSuite } from "../support/harness";
import { at, story } from "./support/story";

engineSuite("the harness", (suite) => {
    it("leaves neither processes nor files behind, be a run killed or the test fail", async () => {
        let root = "";
        const failing = story(suite, { quiet: true }, async ({ stack, user }) => {
            root = stack.place.root;
            await stack.ok();
            assert.ok(existsSync(root));
            await stack.killAt({ action: "CreateAccessKey", resource: user, when: "after" }, { now: at(30) });
            assert.deepEqual(processesOf(root), []);
            throw new Error("as if an assertion had failed");
        });
        await assert.rejects(failing, /as if an assertion had failed/);
        assert.deepEqual(processesOf(root), []);
        assert.ok(!existsSync(root));
    });
});

/** Commands of processes that have to do with a folder. */
function processesOf(root: string): string[] {
    const listed = execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" });
    return listed.split("\n").filter((command) => command.includes(root));
}
