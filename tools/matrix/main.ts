import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { pack } from "../../test/support/package/tarball";
import { play, type Played, table } from "./play";
import { ROWS } from "./rows";

const HELP = `npm run matrix -- [--only TEXT] [--out FILE]

Packs the package and plays it as users of other tool chains have it: installed from the file by npm, pnpm, yarn and bun with
the newest SDK and providers, as CommonJS and as ES module, on several Node.js, directly and by way of a library. Each row is
a strict type check and a whole life: preview, first issue, rotation, disabling, deletion, destroy. Needs an npm registry.
  --only TEXT   rows whose name has this
  --out FILE    write the table as Markdown
Rows: ${ROWS.map(({ name }) => name).join("; ")}`;

async function main(): Promise<void> {
    const text = { type: "string" } as const;
    const { values } = parseArgs({ options: { help: { type: "boolean" }, only: text, out: text } });
    if (values.help) return console.log(HELP);
    const rows = ROWS.filter(({ name }) => name.includes(values.only ?? ""));
    if (rows.length === 0) throw new Error(`--only ${values.only}: no row has that in its name; see --help`);
    const cache = path.join(__dirname, "../../node_modules/.cache/matrix");
    const folder = mkdtempSync(path.join(tmpdir(), "matrix-"));
    const played: Played[] = [];
    try {
        const tarball = await pack("0.1.0", folder);
        for (const row of rows) {
            const one = await play(row, path.join(folder, String(played.length)), tarball, cache);
            console.log(`${one.row.name}: ${one.outcome}${one.error === undefined ? "" : `\n${one.error}`}`);
            played.push(one);
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
    const whole = table(played);
    console.log(`\n${whole}`);
    if (values.out !== undefined) writeFileSync(values.out, `${whole}\n`);
    if (played.some(({ outcome }) => outcome === "FAILED")) process.exitCode = 1;
}

main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
});
