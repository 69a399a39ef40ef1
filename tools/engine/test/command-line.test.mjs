import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, it } from "node:test";
import { dependencies, installCommand } from "../language-host/packages.mjs";
import { optionEnv, outcome, pluginCommand, programCommand, words } from "../language-host/program.mjs";
import { readArguments } from "../lib/arguments.mjs";

const root = mkdtempSync(path.join(os.tmpdir(), "engine-host-"));
after(() => rmSync(root, { recursive: true }));
/** @param {string} name @param {string} content */
function write(name, content) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), content);
}
for (const name of ["run", "run-plugin", "run-policy-pack"])
    write(`node_modules/@pulumi/pulumi/cmd/${name}/index.js`, "");
write("node_modules/@pulumi/pulumi/package.json", '{ "version": "3.248.0" }');
write("package.json", '{ "dependencies": { "@pulumi/pulumi": "^3.0.0", "gone": "1.x" } }');

describe("the command line of get.mjs", () => {
    it("asks for everything by default, and never for the vault server", () => {
        const { stages, vault } = readArguments([]);
        assert.deepEqual(stages, ["first", "rest"]);
        assert.equal(vault, false);
    });

    it("reads stages and extras", () => {
        assert.deepEqual(readArguments(["--stage", "first"]).stages, ["first"]);
        assert.equal(readArguments(["--with", "vault"]).vault, true);
    });

    it("refuses what it doesn't know, in words", () => {
        assert.throws(() => readArguments(["--stage", "second"]), /say first, rest or all/);
        assert.throws(() => readArguments(["--with", "consul"]), /takes only: vault/);
        assert.throws(() => readArguments(["--fast"]), /Try --help/);
    });
});

/** What starts the SDK; what is loaded before it is told by docs/performance.md. */
const withoutPreload = (/** @type {string[]} */ args) => args.filter((arg) => !arg.startsWith("--require="));

describe("the command for a program", () => {
    const request = {
        project: "p",
        stack: "s",
        organization: "o",
        pwd: root,
        argsList: ["one"],
        configMap: /** @type {Array<[string, string]>} */ ([["p:key", "value"]]),
        configsecretkeysList: ["p:key"],
        dryrun: true,
        parallel: 16,
        monitorAddress: "127.0.0.1:1",
    };
    const program = { rootDirectory: root, programDirectory: root, entryPoint: ".", options: { nodeargs: "--a  --b" } };

    it("is the program's own SDK with all that the engine said", () => {
        const { args, env, cwd } = programCommand(request, program, "127.0.0.1:2", { HOME: "/home" });
        const line = withoutPreload(args).join(" ");
        assert.ok(
            line.startsWith(
                `--a --b ${root}/node_modules/@pulumi/pulumi/cmd/run/index.js --monitor 127.0.0.1:1 --engine 127.0.0.1:2`,
            ),
        );
        assert.ok(
            line.endsWith(
                `--organization o --project p --stack s --pwd ${root} --root-directory ${root} --parallel 16 --dry-run . one`,
            ),
        );
        assert.equal(cwd, root);
        assert.equal(env.HOME, "/home");
        assert.equal(env.PULUMI_CONFIG, '{"p:key":"value"}');
        assert.equal(env.PULUMI_CONFIG_SECRET_KEYS, '["p:key"]');
        assert.equal(env.PULUMI_NODEJS_TYPESCRIPT, "true");
    });

    it("says dry run and a number of steps only where there is one", () => {
        const { args } = programCommand({ ...request, dryrun: false, parallel: 0 }, program, "", {});
        for (const flag of ["--dry-run", "--parallel", "--engine"]) assert.ok(!args.includes(flag), flag);
    });

    it("leaves TypeScript out where the project says so", () => {
        assert.deepEqual(optionEnv({ typescript: false, tsconfig: "other.json" }), {
            PULUMI_NODEJS_TSCONFIG_PATH: "other.json",
        });
        assert.deepEqual(words(["--a b", "--c"]), ["--a b", "--c"]);
        assert.deepEqual(words(undefined), []);
    });

    it("says what to install where there is no SDK", () => {
        const elsewhere = { ...program, programDirectory: os.tmpdir() };
        assert.throws(() => programCommand(request, elsewhere, "", {}), /run `npm install` there/);
    });
});

describe("the command for a plugin", () => {
    const program = { rootDirectory: root, programDirectory: root, entryPoint: "", options: {} };
    const request = { argsList: ["127.0.0.1:2"], envList: ["A=b=c"], pwd: "/work" };

    it("runs a policy pack in its own folder", () => {
        const { args, env, cwd } = pluginCommand({ kind: "analyzer", ...request }, program, {});
        assert.deepEqual(withoutPreload(args), [
            `${root}/node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js`,
            "127.0.0.1:2",
            root,
        ]);
        assert.equal(env.A, "b=c");
        assert.equal(cwd, root);
    });

    it("runs a provider where the engine wants it", () => {
        const { args, cwd } = pluginCommand({ kind: "resource", ...request }, program, {});
        assert.deepEqual(withoutPreload(args), [
            `${root}/node_modules/@pulumi/pulumi/cmd/run-plugin/index.js`,
            root,
            "127.0.0.1:2",
        ]);
        assert.equal(cwd, "/work");
    });
});

describe("the end of a program", () => {
    it("is success, told already, or an error", () => {
        assert.deepEqual(outcome(0, null), { error: "", bail: false });
        assert.deepEqual(outcome(32, null), { error: "", bail: true });
        assert.match(outcome(3, null).error, /code 3/);
        assert.match(outcome(null, "SIGKILL").error, /SIGKILL/);
    });
});

describe("packages of a program", () => {
    it("are told with the version that is installed, or the one wanted", () => {
        assert.deepEqual(dependencies(root), [
            { name: "@pulumi/pulumi", version: "3.248.0" },
            { name: "gone", version: "1.x" },
        ]);
    });

    it("are installed by the manager that the project has chosen", () => {
        assert.deepEqual(installCommand(root, undefined), {
            command: "npm",
            args: ["install", "--no-fund", "--no-audit"],
        });
        write("package-lock.json", "{}");
        assert.equal(installCommand(root, undefined).args[0], "ci");
        assert.deepEqual(installCommand(root, "pnpm"), { command: "pnpm", args: ["install"] });
    });
});
