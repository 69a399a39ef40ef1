import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as path from "node:path";

/** A block of code of a page, with the file that the text before it names. */
interface Block {
    language: string;
    file: string;
    code: string;
}

/** Does what a page says to the sources in a directory: whole files are created, additions are made where they belong. */
export async function applyPage(page: string, directory: string): Promise<void> {
    const blocks = blocksOf(page).filter(({ language }) => language === "ts" || language === "diff");
    assert.ok(blocks.length >= 2, "the page has no code");
    for (const { language, file, code } of blocks) {
        const target = path.join(directory, file);
        if (language === "ts") await fs.writeFile(target, code, { flag: "wx" });
        else await fs.writeFile(target, patched(await fs.readFile(target, "utf8"), code, file));
    }
}

function blocksOf(page: string): Block[] {
    const found: Block[] = [];
    let file = "";
    let open: Block | undefined;
    for (const line of page.split("\n")) {
        const fence = /^```(\w*)$/.exec(line);
        if (fence && open) {
            found.push(open);
            open = undefined;
        } else if (fence) open = { language: fence[1], file, code: "" };
        else if (open) open.code += `${line}\n`;
        else file = /`([\w./-]+\.ts)`:$/.exec(line)?.[1] ?? file;
    }
    return found;
}

/** Lines with a plus are put beside the line without one, which must be there exactly once. */
function patched(source: string, diff: string, file: string): string {
    const lines = diff.trimEnd().split("\n");
    const context = lines.filter((line) => !line.startsWith("+")).map((line) => line.slice(1));
    assert.equal(context.length, 1, `one line of context in the change of ${file}`);
    const anchor = `${context[0]}\n`;
    assert.equal(
        source.split(`\n${anchor}`).length + Number(source.startsWith(anchor)),
        2,
        `${file} has one line ${context[0]}`,
    );
    const changed = lines.map((line) => line.slice(1)).join("\n");
    return source.replace(anchor, () => `${changed}\n`);
}
