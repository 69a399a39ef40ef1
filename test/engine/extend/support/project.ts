import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { install, pack } from "../../../support/package/tarball";

const DOCS = path.resolve(__dirname, "../../../../docs");

/** A project of somebody else that has the published package, what a page says, and a program. */
export interface ForeignProject {
    folder: string;
    remove(): Promise<void>;
}

/** Makes one; the page's files are written as they stand there. */
export async function follow(page: string, program: string): Promise<ForeignProject> {
    const root = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "extend-"));
    const folder = path.join(root, "project");
    await fs.mkdir(folder);
    await fs.writeFile(path.join(folder, "Pulumi.yaml"), "name: theirs\nruntime: nodejs\nmain: index.ts\n");
    await fs.writeFile(path.join(folder, "package.json"), JSON.stringify({ name: "theirs", private: true }));
    const compilerOptions = { target: "es2022", module: "node16", moduleResolution: "node16", strict: true };
    const options = { ...compilerOptions, noEmit: true, skipLibCheck: true, types: ["node"] };
    await fs.writeFile(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
    await fs.writeFile(path.join(folder, "index.ts"), program);
    await writePage(page, folder);
    await install(await pack("0.1.0", root), folder);
    return { folder, remove: () => fs.rm(root, { recursive: true, force: true }) };
}

/** Creates the files that a page says to create. Gives their names. */
export async function writePage(page: string, folder: string): Promise<string[]> {
    const files = filesOf(await fs.readFile(path.join(DOCS, page), "utf8"));
    assert.ok(files.length > 0, `${page} has no file`);
    for (const { name, code } of files) await fs.writeFile(path.join(folder, name), code, { flag: "wx" });
    return files.map(({ name }) => name);
}

/** Each block of TypeScript with the file that the text before it says to create. */
function filesOf(page: string): { name: string; code: string }[] {
    const found = page.matchAll(/create\s+`([\w.-]+\.ts)`:\n\n```ts\n([\s\S]*?)```\n/gi);
    return [...found].map(([, name, code]) => ({ name, code }));
}
