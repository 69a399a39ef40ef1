import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { DECISIONS_FILE, type DecisionRecord } from "pulumi-credential-rotation/plain";

/** What a run decided for one credential, or why it could not. */
export interface Decision {
    name: string;
    reason?: string;
    sentence?: string;
    level?: string;
    moved?: boolean;
    error?: string;
}

/** The file that a run writes its decisions to. */
export interface DecisionsFile {
    env: Record<string, string>;
    read(): Decision[];
    remove(): void;
}

/** Makes one for a run. */
export function decisionsFile(): DecisionsFile {
    const folder = mkdtempSync(path.join(tmpdir(), "credential-rotation-"));
    const file = path.join(folder, "decisions.jsonl");
    writeFileSync(file, "");
    return {
        env: { [DECISIONS_FILE]: file },
        read: () => parseDecisions(readFileSync(file, "utf8")),
        remove: () => rmSync(folder, { recursive: true, force: true }),
    };
}

/** One decision a line; of two for one credential the later one counts. */
export function parseDecisions(text: string): Decision[] {
    const told = text
        .split("\n")
        .filter((line) => line.endsWith("}"))
        .map((line) => JSON.parse(line) as DecisionRecord);
    return [...new Map(told.map((one) => [one.name, one as Decision])).values()];
}
