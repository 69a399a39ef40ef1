import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../../..");

const tracked = (pattern: string): string[] =>
    String(execFileSync("git", ["ls-files", pattern], { cwd: ROOT }))
        .split("\n")
        .filter((name) => name !== "" && existsSync(path.join(ROOT, name)));

/** The files of the sources that each one imports. */
function imports(): Map<string, string[]> {
    const sources = new Set(["components", "stack", "cli", "policy"].flatMap((folder) => tracked(`${folder}/**.ts`)));
    const found = new Map<string, string[]>();
    for (const name of sources) {
        const text = readFileSync(path.join(ROOT, name), "utf8");
        const named = [...text.matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)].map(([, specifier]) =>
            path.posix.join(path.posix.dirname(name), specifier),
        );
        const files = named.flatMap((one) => [`${one}.ts`, `${one}/index.ts`]).filter((one) => sources.has(one));
        found.set(name, files);
    }
    return found;
}

/** A way from a file back to itself; undefined if there is none. */
function cycleOf(graph: Map<string, string[]>): string[] | undefined {
    const done = new Set<string>();
    const visit = (name: string, way: string[]): string[] | undefined => {
        if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
        if (done.has(name)) return undefined;
        for (const next of graph.get(name) ?? []) {
            const cycle = visit(next, [...way, name]);
            if (cycle) return cycle;
        }
        done.add(name);
        return undefined;
    };
    for (const name of graph.keys()) {
        const cycle = visit(name, []);
        if (cycle) return cycle;
    }
    return undefined;
}

describe("the sources", () => {
    it("have no two files that import each other, by whatever way", () => {
        const graph = imports();
        assert.ok(graph.size > 250, "they were found");
        assert.equal(cycleOf(graph)?.join(" → "), undefined);
        assert.deepEqual(cycleOf(new Map(Object.entries({ a: ["b"], b: ["c"], c: ["a"] }))), ["a", "b", "c", "a"]);
    });
});

describe("the pages", () => {
    it("link to files that are there", () => {
        const broken = tracked("*.md").flatMap((page) =>
            [...readFileSync(path.join(ROOT, page), "utf8").matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)]
                .map(([, link]) => link)
                .filter((link) => !existsSync(path.join(ROOT, path.dirname(page), link)))
                .map((link) => `${page}: ${link}`),
        );
        assert.deepEqual(broken, []);
    });
});
