import { readFileSync } from "node:fs";
import * as path from "node:path";

/** The version of this package: its package.json stands beside the sources, and above the compiled files. */
export function version(): string {
    for (const folder of [__dirname, path.dirname(__dirname)]) {
        const found = read(path.join(folder, "package.json"));
        if (found?.name === "credential-rotation") return String(found.version);
    }
    return "unknown";
}

function read(file: string): { name?: unknown; version?: unknown } | undefined {
    try {
        return JSON.parse(readFileSync(file, "utf8")) as { name?: unknown };
    } catch {
        return undefined;
    }
}
