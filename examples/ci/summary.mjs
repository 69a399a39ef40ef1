/** Makes a table in Markdown of `pulumi stack output status --json`, which it reads from standard input. */
import { readFileSync } from "node:fs";

const COLUMNS = {
    "published slot": "currentSlot",
    generation: "generation",
    "published at": "rotatedAt",
    "next rotation": "nextRotation",
    "previous one": "previousPhase",
};

const text = readFileSync(0, "utf8");
/** @type {Record<string, Record<string, unknown>>} */
const status = text.trim() === "" ? {} : JSON.parse(text);
const row = (/** @type {unknown[]} */ cells) => `| ${cells.map(String).join(" | ")} |`;

console.log("## Credentials\n");
if (Object.keys(status).length === 0) console.log("The stack tells of none: its first run did not come to its end.");
else
    console.log(
        [row(["credential", ...Object.keys(COLUMNS)]), row(["---", ...Object.keys(COLUMNS).map(() => "---")])].join(
            "\n",
        ),
    );
for (const [name, told] of Object.entries(status))
    console.log(row([name, ...Object.values(COLUMNS).map((field) => told[field] ?? "")]));
