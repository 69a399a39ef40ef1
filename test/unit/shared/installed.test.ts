import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { checkInstalled } from "../../../components/shared/installed";
import { peer } from "../../../components/shared/peers";

describe("the place where the engine looks for the package", () => {
    let folder: string;
    beforeEach(async () => (folder = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "installed-"))));
    afterEach(() => fs.rm(folder, { recursive: true, force: true }));

    const brought = (...below: string[]) => path.join(folder, ...below, "node_modules", "pulumi-credential-rotation");
    const link = async (at: string): Promise<void> => {
        await fs.mkdir(path.dirname(at), { recursive: true });
        await fs.symlink(path.resolve(__dirname, "../../../components"), at);
    };

    it("is the project's folder, or one above it", async () => {
        await link(brought());
        await fs.mkdir(path.join(folder, "infra"));
        checkInstalled("app", folder);
        checkInstalled("app", path.join(folder, "infra"));
    });

    it("is named where only a dependency of the project brings it, with what to add", async () => {
        await link(brought("node_modules", "@me", "credentials"));
        assert.throws(
            () => checkInstalled("app", folder),
            ({ message }: Error) =>
                message.startsWith(`app: pulumi-credential-rotation cannot be found from ${folder}`) &&
                message.includes("add pulumi-credential-rotation to this project's own dependencies") &&
                message.endsWith("Nothing was changed"),
        );
    });

    it("is not known of an inline program, which runs in a process of somebody else", () => checkInstalled("app"));
});

describe("a package that only some need", () => {
    const failing = (code: string, message: string) => (): never => {
        throw Object.assign(new Error(message), { code });
    };
    const load = (code: string, message: string) => () => peer("@pulumi/aws", "keys", failing(code, message));

    for (const part of ["@pulumi/aws", "@pulumi/aws/iam"])
        it(`is named with what installs it, where ${part} is missing`, () =>
            assert.throws(load("MODULE_NOT_FOUND", `Cannot find module '${part}'\nRequire stack:\n- /a/b.js`), {
                message:
                    "@pulumi/aws is not installed; keys need it. Add it to the dependencies of the package that depends on " +
                    "pulumi-credential-rotation: npm install @pulumi/aws@7",
            }));

    it("is not blamed for what it misses itself, nor for other failures", () => {
        assert.throws(load("MODULE_NOT_FOUND", "Cannot find module '@pulumi/awsx'"), /^Error: Cannot find module/);
        assert.throws(load("ERR_REQUIRE_ESM", "require() of '@pulumi/aws'"), /^Error: require\(\) of/);
    });
});
