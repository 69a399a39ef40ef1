import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { engineSuite, fresh, withFolder } from "../support/harness";
import { install, pack } from "../support/package/tarball";
import { ANCHOR, at } from "./support/story";

const run = promisify(execFile);
const TSC = path.resolve(__dirname, "../../node_modules/typescript/bin/tsc");

/** A program of somebody else; with the types of everything that it makes and reads. */
const PROGRAM = `
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as rotation from "pulumi-credential-rotation";
import type { ConsumerDriver } from "pulumi-credential-rotation/extend";

const driver: ConsumerDriver<{ file: string }> = {
    type: "file",
    title: ({ file }) => file,
    refresh: async ({ settings }, { generation }) => writeFileSync(settings.file, String(generation)),
    confirm: async ({ settings: { file } }, { generation }) => {
        const found = existsSync(file) ? readFileSync(file, "utf8") : "none";
        return { state: found === String(generation) ? "confirmed" : "behind", detail: found };
    },
};
const consumers: rotation.Consumers = [{ type: "file", name: "api", settings: { file: "FILE" }, driver }];

const user: string = "USER";
const store: rotation.Store = new rotation.SsmParameters({ prefix: "/USER" });
const rotationArgs: rotation.RotationArgs = { schedule: { every: "30d", anchor: "${ANCHOR}" } };
const key = new rotation.AwsIamAccessKey("app", { user, rotation: rotationArgs, stores: [store], consumers });
const base: rotation.BlueGreenCredential = key;

export const currentSlot = base.currentSlot;
export const accessKeyId = key.accessKeyId;
export const installed = require("pulumi-credential-rotation/package.json").version;
`;

/** Asks for the declarations of every module of the package, and lets none of them be skipped. */
const STRICT = {
    compilerOptions: {
        target: "es2022",
        module: "node16",
        moduleResolution: "node16",
        strict: true,
        skipLibCheck: false,
        noEmit: true,
        types: ["node"],
    },
    files: ["index.ts"],
};

engineSuite("the package in a stack of somebody else", (suite) => {
    let folder: string;
    let project: string;
    let user: string;
    /** What the program's own sort of consumer is told. */
    let told: string;

    before(async () => {
        folder = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "package-"));
        project = path.join(folder, "project");
        user = fresh("packaged");
        told = path.join(folder, "generation");
        await fs.mkdir(project);
        await fs.writeFile(path.join(project, "Pulumi.yaml"), "name: theirs\nruntime: nodejs\nmain: index.ts\n");
        await fs.writeFile(path.join(project, "package.json"), JSON.stringify({ name: "theirs", private: true }));
        await fs.writeFile(path.join(project, "index.ts"), PROGRAM.replaceAll("USER", user).replace("FILE", told));
        await fs.writeFile(path.join(project, "tsconfig.json"), JSON.stringify(STRICT));
        await install(await pack("0.1.0", folder), project);
    });
    after(() => fs.rm(folder, { recursive: true, force: true }));

    it("has declarations that a strict program compiles against, none skipped", async () => {
        const { stdout } = await run(process.execPath, [TSC, "-p", project]).catch(
            (error: { stdout: string }) => error,
        );
        assert.equal(stdout, "");
    });

    // Holds 19; incidents 16.
    it("runs, rotates, and is upgraded without a diff", async () => {
        await suite.aws.createUser(user);
        await withFolder({ aws: suite.aws, folder: project, now: at(0, 12) }, async (stack) => {
            await stack.ok();
            const first = await stack.outputs();
            assert.deepEqual([first.currentSlot, first.installed], ["blue", "0.1.0"]);
            assert.equal(await fs.readFile(told, "utf8"), "1");
            await stack.settled();

            await install(await pack("0.2.0", folder), stack.place.project);
            const upgraded = await stack.preview();
            assert.deepEqual(upgraded.steps, [], upgraded.text);
            const rotated = await stack.ok({ now: at(30) });
            assert.equal(rotated.mutations[0], `iam:CreateAccessKey ${user}`);
            const second = await stack.outputs();
            assert.deepEqual([second.currentSlot, second.installed], ["green", "0.2.0"]);
            assert.equal(await fs.readFile(told, "utf8"), "2");
            await stack.settled();
        });
    });
});
