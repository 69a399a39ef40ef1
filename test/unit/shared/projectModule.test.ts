import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { loadFromProject } from "../../../components/shared/projectModule";

const REPOSITORY = path.resolve(__dirname, "../../..");

describe("a module of the project", () => {
    let folder: string;
    before(async () => {
        folder = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "project-"));
        await fs.symlink(path.join(REPOSITORY, "node_modules"), path.join(folder, "node_modules"));
        await fs.writeFile(path.join(folder, "plain.js"), `exports.from = "a file";\n`);
        await fs.writeFile(path.join(folder, "helper.ts"), `export const word: string = "typed";\n`);
        const typed = `import { word } from "./helper";\nexport class Box { constructor(readonly from = word) {} }\n`;
        await fs.writeFile(path.join(folder, "typed.ts"), typed);
    });
    after(() => fs.rm(folder, { recursive: true, force: true }));

    it("is a file of it, by its path", () => {
        assert.deepEqual(loadFromProject("./plain.js", folder), { from: "a file" });
    });

    it("is a package that is installed there", () => {
        assert.ok("parse" in (loadFromProject("yaml", folder) as object));
    });

    it("says where it was looked for where it is not there", () => {
        assert.throws(() => loadFromProject("@acme/nothing", folder), {
            message: new RegExp(`^"@acme/nothing" cannot be found from ${folder}, .*add it to the dependencies in`),
        });
    });

    it("may be TypeScript, in a process that knows nothing of it", () => {
        const module = path.join(REPOSITORY, "components/dist/shared/projectModule.js");
        const script = `const { Box } = require(${JSON.stringify(module)}).loadFromProject("./typed.ts"); console.log(new Box().from)`;
        const told = execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" });
        assert.equal(told.trim(), "typed");
    });
});
