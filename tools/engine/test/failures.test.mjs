import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { leftOver } from "./support/processes.mjs";
import { makeProgram } from "./support/program.mjs";

const program = `
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const ways = {
    throws: () => { throw new Error("thrown at the top"); },
    rejects: () => { Promise.reject(new Error("rejected and not caught")); },
    exits: () => process.exit(7),
    hangs: () => { console.log("hanging"); setInterval(() => {}, 1000); },
    fine: () => {},
};
new pulumi.dynamic.Resource({ create: async () => ({ id: "1", outs: {} }) }, "thing", {}, undefined, "tiny", "Thing");
ways[config.require("way")]();
console.log("arguments " + JSON.stringify(process.execArgv.filter((each) => each.startsWith("--max"))));
`;

/** The update itself is to hang; with its preview it would never come to it. */
const STRAIGHT = ["up", "--yes", "--skip-preview"];

describe("a JavaScript program", () => {
    /** @type {Awaited<ReturnType<typeof makeProgram>>} */
    let tiny;
    before(async () => {
        const project =
            'name: tiny\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: "--max-old-space-size=512"\n';
        tiny = await makeProgram({ "Pulumi.yaml": project, "index.js": program });
    });
    after(() => tiny?.remove());

    /** @param {string} way */
    const preview = async (way) => {
        await tiny.pulumi(["config", "set", "way", way]);
        const began = Date.now();
        return { ...(await tiny.pulumi(["preview"])), took: Date.now() - began };
    };

    it("gets the options of its runtime", async () => {
        const { code, output } = await preview("fine");
        assert.equal(code, 0, output);
        assert.match(output, /arguments \["--max-old-space-size=512"\]/);
    });

    it("that throws is reported once, quickly, and fails the run", async () => {
        const { code, output, took } = await preview("throws");
        assert.notEqual(code, 0);
        assert.match(output, /thrown at the top/);
        assert.doesNotMatch(output, /exited with code/);
        assert.ok(took < 20_000, `took ${took} ms`);
    });

    it("that leaves a rejection uncaught fails the run", async () => {
        const { code, output } = await preview("rejects");
        assert.notEqual(code, 0);
        assert.match(output, /rejected and not caught/);
    });

    it("that exits with a code of its own fails the run with that code in the message", async () => {
        const { code, output } = await preview("exits");
        assert.notEqual(code, 0);
        assert.match(output, /the program exited with code 7/);
    });

    it("that hangs is ended by an interrupt, and nothing is left running", async () => {
        await tiny.pulumi(["config", "set", "way", "hangs"]);
        let interrupted = false;
        const { code, output } = await tiny.pulumi(STRAIGHT, (child, said) => {
            if (!interrupted && said.includes("hanging")) interrupted = child.kill("SIGINT");
        });
        assert.notEqual(code, 0);
        assert.match(output, /cancel/i);
        assert.deepEqual(await leftOver(tiny.folder), []);
    });

    it("leaves nothing running when the engine is killed", async () => {
        let killed = false;
        await tiny.pulumi(STRAIGHT, (child, said) => {
            if (!killed && said.includes("hanging")) killed = child.kill("SIGKILL");
        });
        assert.deepEqual(await leftOver(tiny.folder), []);
        await tiny.pulumi(["cancel", "--yes"]);
    });

    it("without its SDK is told what to install", async () => {
        rmSync(path.join(tiny.folder, "node_modules"));
        const { code, output } = await preview("fine");
        assert.notEqual(code, 0);
        assert.match(output, /run `npm install` there/);
        assert.ok(readFileSync(path.join(tiny.folder, "index.js")));
    });
});
