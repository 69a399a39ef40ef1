/**
 * Which test holds which promise. A test says so itself, in a comment on the line above it:
 * `// Holds 13, 14; incidents 8, 27.` This reads those comments and writes the table of docs/guarantees.md from them.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../lib/repository.mjs";

/** @typedef {{ file: string, title: string, holds: number[], incidents: number[] }} Holder */

const COMMENT = /^\s*\/\/ Holds ([\d, ]+)?(?:;? ?incidents ([\d, ]+))?\.\s*$/;
const TITLE = /^\s*(?:it|describe|engineSuite|test|for \(.*\) it)\(\s*(["'`])(.*?)\1\s*,/;

export const promises = JSON.parse(readFileSync(path.join(repository, "test", "proof", "promises.json"), "utf8"));

/** Every test that says what it holds. @returns {Holder[]} */
export function holders() {
    return testFiles(path.join(repository, "test")).flatMap((file) => {
        const lines = readFileSync(file, "utf8").split("\n");
        return lines.flatMap((line, index) => {
            const said = COMMENT.exec(line);
            if (!said) return [];
            const next = lines.slice(index + 1, index + 4).join(" ");
            const title = TITLE.exec(next)?.[2];
            const at = path.relative(repository, file);
            if (title === undefined) throw new Error(`${at}:${index + 1}: there is no test below this comment`);
            return [{ file: at, title, holds: numbers(said[1]), incidents: numbers(said[2]) }];
        });
    });
}

/** The page, whole. */
export function page(/** @type {Holder[]} */ found) {
    return [
        "# Guarantees",
        "",
        "What this project promises, and the tests that hold it to that. The table is made from the tests by",
        "`npm run proof -- --write`; a promise without a test would show here as **none**.",
        "",
        "## Invariants",
        "",
        ...table(
            ["invariant", "held by"],
            promises.invariants,
            (number) => (each) => each.holds.includes(number),
            found,
        ),
        "",
        "## Incidents of others",
        "",
        "Each of these happened somewhere, and is one test or more here.",
        "",
        ...table(
            ["what happened", "held by"],
            promises.incidents.map((/** @type {[string, string]} */ [what, where]) => `[${what}](${where})`),
            (number) => (each) => each.incidents.includes(number),
            found,
        ),
        "",
    ].join("\n");
}

function table(
    /** @type {string[]} */ [first, second],
    /** @type {string[]} */ sentences,
    /** @type {(number: number) => (holder: Holder) => boolean} */ by,
    /** @type {Holder[]} */ found,
) {
    const rows = sentences.map((sentence, index) => {
        const tests = found.filter(by(index + 1)).map(({ file, title }) => `[${title}](../${file})`);
        return `| ${index + 1} | ${sentence} | ${tests.join("<br>") || "**none**"} |`;
    });
    return [`|  | ${first} | ${second} |`, "| --- | --- | --- |", ...rows];
}

/** Numbers of the promises that no test holds. */
export function missing(/** @type {Holder[]} */ found) {
    const lacking = (/** @type {unknown[]} */ all, /** @type {"holds" | "incidents"} */ key) =>
        all.map((_, index) => index + 1).filter((number) => !found.some((each) => each[key].includes(number)));
    return { invariants: lacking(promises.invariants, "holds"), incidents: lacking(promises.incidents, "incidents") };
}

function numbers(/** @type {string | undefined} */ text) {
    return (text ?? "").split(",").map(Number).filter(Boolean);
}

/** @returns {string[]} */
function testFiles(/** @type {string} */ folder) {
    const entries = readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
    return entries.flatMap((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) return testFiles(file);
        return entry.name.endsWith(".test.ts") ? [file] : [];
    });
}
