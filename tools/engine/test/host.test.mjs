import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { makeProgram } from "./support/program.mjs";

const program = `
import * as pulumi from "@pulumi/pulumi";
import { appendFileSync } from "fs";

const config = new pulumi.Config();

const note: pulumi.dynamic.ResourceProvider = {
    async create(inputs) {
        return { id: "note-1", outs: inputs };
    },
    async update(_id, _olds, news) {
        return { outs: news };
    },
};

class Note extends pulumi.dynamic.Resource {
    public readonly text!: pulumi.Output<string>;
    constructor(name: string, text: pulumi.Input<string>, opts?: pulumi.CustomResourceOptions) {
        super(note, name, { text }, opts);
    }
}

const log = (event: string) => new pulumi.ResourceHook("log-" + event, (args) => appendFileSync("hooks.log", event + " " + args.name + "\\n"));

const written = new Note("written", config.require("text"), {
    hooks: { afterCreate: [log("created")], beforeDelete: [log("deleting")] },
});
export const text = written.text;
export const secret = config.requireSecret("password");
export const dry = pulumi.runtime.isDryRun();
console.log("said by the program");
`;

describe("a TypeScript program", () => {
    /** @type {Awaited<ReturnType<typeof makeProgram>>} */
    let tiny;
    before(async () => {
        tiny = await makeProgram({ "index.ts": program, "package.json": '{ "main": "index.ts" }' });
        await tiny.pulumi(["config", "set", "text", "one"]);
        await tiny.pulumi(["config", "set", "--secret", "password", "hidden-from-sight"]);
    });
    after(() => tiny?.remove());

    /** @param {string} what */
    const hooks = (what) =>
        (existsSync(path.join(tiny.folder, "hooks.log"))
            ? readFileSync(path.join(tiny.folder, "hooks.log"), "utf8")
            : ""
        ).includes(what);

    it("is previewed without being carried out", async () => {
        const { code, output } = await tiny.pulumi(["preview"]);
        assert.equal(code, 0, output);
        assert.match(output, /2 to create/);
        assert.match(output, /said by the program/);
        assert.ok(!hooks("created"));
    });

    it("is brought up, with its dynamic resource, hook and secret", async () => {
        const { code, output } = await tiny.pulumi(["up", "--yes"]);
        assert.equal(code, 0, output);
        assert.match(output, /2 created/);
        assert.ok(hooks("created written"));
        const outputs = await tiny.pulumi(["stack", "output", "--json"]);
        assert.deepEqual(JSON.parse(outputs.output), { text: "one", secret: "[secret]", dry: false });
        const state = await tiny.pulumi(["stack", "export"]);
        assert.doesNotMatch(state.output, /hidden-from-sight/);
    });

    it("has nothing to do the second time, and one thing when its configuration changes", async () => {
        const same = await tiny.pulumi(["preview", "--expect-no-changes"]);
        assert.equal(same.code, 0, same.output);
        await tiny.pulumi(["config", "set", "text", "two"]);
        const changed = await tiny.pulumi(["up", "--yes"]);
        assert.match(changed.output, /1 updated/);
    });

    it("is refreshed", async () => {
        const { code, output } = await tiny.pulumi(["refresh", "--yes"]);
        assert.equal(code, 0, output);
    });

    it("tells about itself", async () => {
        const { code, output } = await tiny.pulumi(["about"]);
        assert.equal(code, 0, output);
        assert.match(output, new RegExp(`nodejs: executable='.*' version='${process.version}'`));
    });

    it("is destroyed, and its delete hook runs", async () => {
        const { code, output } = await tiny.pulumi(["destroy", "--yes", "--run-program"]);
        assert.equal(code, 0, output);
        assert.match(output, /2 deleted/);
        assert.ok(hooks("deleting written"));
    });
});
