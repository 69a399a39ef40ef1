import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const PACKAGE = path.resolve(__dirname, "../../../components");

/** Modules that the declarations name, by a file of each. */
function named(): Map<string, string> {
    const dist = path.join(PACKAGE, "dist");
    const names = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".d.ts"));
    const found = new Map<string, string>();
    for (const file of names.map((name) => path.join(dist, name))) {
        const text = readFileSync(file, "utf8");
        for (const [, module] of text.matchAll(/(?:from|import\() ?"([^."][^"]*)"/g)) found.set(module, file);
    }
    return found;
}

/** Where the types of a module come from: the package itself, or one of `@types`. */
function typesOf(module: string, file: string): string | undefined {
    const options = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 };
    const { resolvedModule } = ts.resolveModuleName(module, file, options, ts.sys);
    return /\.d\.[cm]?ts$/.test(resolvedModule?.resolvedFileName ?? "") ? resolvedModule?.packageId?.name : undefined;
}

describe("the declarations of the package", () => {
    it("name no module whose types a program does not get with it", () => {
        const text = readFileSync(path.join(PACKAGE, "package.json"), "utf8");
        const manifest = JSON.parse(text) as Record<"dependencies" | "peerDependencies", object>;
        const got = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
        const modules = [...named()];
        assert.ok(modules.length > 5, "they were found");
        const missing = modules.filter(([module, file]) => !got.includes(typesOf(module, file) ?? ""));
        assert.deepEqual(missing, []);
    });
});
