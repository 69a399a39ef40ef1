import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, truncateSync } from "node:fs";
import * as path from "node:path";
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
            tear(path.join(stack.place.backend, ".pulumi", "stacks"));
            await assert.rejects(stack.exportState(), /failed to load checkpoint: EOF/);
            await stack.cancel();
            assert.match(await stack.exportState(), /AccessKey/);
            throw new Error("as if an assertion had failed");
        });
        await assert.rejects(failing, /as if an assertion had failed/);
        assert.deepEqual(processesOf(root), []);
        assert.ok(!existsSync(root));
    });
});

/** Leaves the state as a kill does that comes while the engine writes the attributes of it. */
function tear(folder: string): void {
    const torn = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        name.endsWith(".json.attrs"),
    );
    assert.equal(torn.length, 1);
    truncateSync(path.join(folder, torn[0]));
}

/** Commands of processes that have to do with a folder. */
function processesOf(root: string): string[] {
    const listed = execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" });
    return listed.split("\n").filter((command) => command.includes(root));
}
