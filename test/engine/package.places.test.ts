import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { engineSuite, fresh, withFolder } from "../support/harness";
import { install, type Installed, pack } from "../support/package/tarball";
import { ANCHOR, at } from "./support/story";

const run = promisify(execFile);
const TSC = path.resolve(__dirname, "../../node_modules/typescript/bin/tsc");

/** What a program with one IAM key does not need. */
const UNUSED = ["@kubernetes/client-node", "@pulumi/postgresql", "@pulumi/random", "@pulumi/vault"];

const ROTATION = `{ schedule: { every: "30d", anchor: "${ANCHOR}" } }`;
const KEY = `new rotation.AwsIamAccessKey("app", { user: "USER", rotation: ${ROTATION}, stores: [STORE] });`;
const STORE = `new rotation.SsmParameters({ prefix: "/USER" })`;
const program = (from: string, body: string, user: string): string =>
    `import * as rotation from "${from}";\n${body.replace("STORE", STORE).replaceAll("USER", user)}\n`;

/** Types of all that the package declares are looked at, none skipped. */
const STRICT = { target: "es2022", module: "node16", moduleResolution: "node16", strict: true, skipLibCheck: false };
const compilerOptions = { ...STRICT, noEmit: true, types: ["node"] };

engineSuite("the package where somebody installed it", (suite) => {
    let folder: string;
    let tarball: string;

    before(async () => {
        folder = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "places-"));
        tarball = await pack("0.1.0", folder);
    });
    after(() => fs.rm(folder, { recursive: true, force: true }));

    async function project(name: string, text: string, how: Installed): Promise<string> {
        const made = path.join(folder, name);
        await fs.mkdir(made);
        await fs.writeFile(path.join(made, "Pulumi.yaml"), "name: theirs\nruntime: nodejs\nmain: index.ts\n");
        await fs.writeFile(path.join(made, "package.json"), JSON.stringify({ name: "theirs", private: true }));
        await fs.writeFile(path.join(made, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
        await fs.writeFile(path.join(made, "index.ts"), text);
        await install(tarball, made, how);
        return made;
    }

    it("needs no package that the program does not use, not even for its types", async () => {
        const user = fresh("lean");
        await suite.aws.createUser(user);
        const made = await project("lean", program("pulumi-credential-rotation", KEY, user), { without: UNUSED });
        const { stdout } = await run(process.execPath, [TSC, "-p", made]).catch((error: { stdout: string }) => error);
        assert.equal(stdout, "");
        await withFolder({ aws: suite.aws, folder: made, now: at(0, 12) }, async (stack) => {
            await stack.ok();
            await stack.settled();
        });
    });

    for (const [kind, missing, made] of [
        ["a static secret", "@pulumi/random", `new rotation.StaticSecret("app", { stores: [STORE] });`],
        [
            "a login",
            "@pulumi/postgresql",
            `new rotation.PostgresLogin("app", { login: "app", database: "app", stores: [STORE] });`,
        ],
        ["an IAM key", "@pulumi/aws", KEY],
        [
            "a connection of Vault's",
            "@pulumi/vault",
            `new rotation.VaultDatabaseConnection("app", { host: "db", user: "vault", password: "x", roles: ["app"] });`,
        ],
    ])
        it(`says what ${kind} needs, before anything is made`, async () => {
            const without = [...UNUSED.filter((name) => name !== "@pulumi/random"), missing];
            const text = program("pulumi-credential-rotation", made, "nobody");
            const folderOf = await project(missing.replace("/", "-"), text, { without });
            await withFolder({ aws: suite.aws, folder: folderOf, now: at(0, 12) }, async (stack) => {
                const { code, text: told, mutations } = await stack.preview();
                assert.notEqual(code, 0);
                assert.match(
                    told.replace(/\s+/g, " "),
                    new RegExp(`${missing} is not installed; .* npm install ${missing}@`),
                );
                assert.deepEqual(mutations, []);
            });
        });

    it("says what to add where, when only a library of the project's brings it", async () => {
        const user = fresh("shared");
        await suite.aws.createUser(user);
        const below = path.join("@me", "credentials");
        const made = await project("shared", program("@me/credentials", KEY, user), { below });
        const library = path.join(made, "node_modules", below);
        await fs.writeFile(path.join(library, "package.json"), JSON.stringify({ name: "@me/credentials" }));
        await fs.writeFile(path.join(library, "index.js"), `module.exports = require("pulumi-credential-rotation");\n`);
        await withFolder({ aws: suite.aws, folder: made, now: at(0, 12) }, async (stack) => {
            const { code, text } = await stack.preview();
            assert.notEqual(code, 0);
            assert.match(
                text.replace(/\s+/g, " "),
                /add pulumi-credential-rotation to this project's own dependencies/,
            );
            assert.doesNotMatch(text, /Cannot find module/);
            // Another copy beside the library's, as npm and pnpm may give the project.
            await install(tarball, stack.place.project);
            await stack.ok();
            await stack.settled();
        });
    });
});
