import { execFileSync } from "node:child_process";
import { promises as fs } from "node:fs";
import * as path from "node:path";

/** Every way in which a secret could be written down. */
export function formsOf(secret: string): string[] {
    const json = JSON.stringify(secret).slice(1, -1);
    const forms = [secret, json, json.replaceAll("/", "\\/"), encodeURIComponent(secret), encodeURI(secret)];
    const unicode = json.replace(/[+/<>&=]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const hex = Buffer.from(secret).toString("hex");
    return [...new Set([...forms, unicode, hex, hex.toUpperCase(), ...base64Of(secret)])];
}

/** What base64 makes of it, be it in a longer text or alone: the part that does not depend on its neighbours. */
function base64Of(secret: string): string[] {
    const shifted = [0, 1, 2].map((offset) => {
        const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]).toString("base64");
        const whole = encoded.replace(/=+$/, "");
        return whole.slice(offset === 0 ? 0 : offset + 1, whole.length - 1);
    });
    return shifted.flatMap((one) => [one, one.replaceAll("+", "-").replaceAll("/", "_"), encodeURIComponent(one)]);
}

/** Names of the texts that hold one of the secrets, in whatever form. */
export function leaksIn(texts: Map<string, string>, secrets: string[]): string[] {
    const forms = secrets.flatMap(formsOf);
    return [...texts].filter(([, text]) => forms.some((form) => text.includes(form))).map(([name]) => name);
}

/** Every file below a folder, links left out, with its text. */
export async function filesBelow(folder: string): Promise<Map<string, string>> {
    const entries = await fs.readdir(folder, { withFileTypes: true, recursive: true });
    const found = new Map<string, string>();
    for (const entry of entries.filter((one) => one.isFile())) {
        const file = path.join(entry.parentPath, entry.name);
        found.set(path.relative(folder, file), await fs.readFile(file, "latin1"));
    }
    return found;
}

/** The engine's event log without the debug messages, in which the SDK prints its calls as well. */
export function quieted(name: string, text: string): string {
    if (!/^events-.*\.json$/.test(name)) return text;
    return text
        .split("\n")
        .filter((line) => !line.includes('"severity":"debug"'))
        .join("\n");
}

/** What shows only while a run goes on: arguments of processes, and files that are gone at its end. */
export class Passing {
    private readonly processes = new Set<string>();
    private readonly files = new Map<string, Set<string>>();

    /** @param folder where the run keeps its temporary files */
    constructor(private readonly folder: string) {}

    /** Looks once. */
    async look(): Promise<void> {
        const listed = execFileSync("ps", ["-A", "-ww", "-o", "args="], { encoding: "latin1" });
        for (const line of listed.split("\n")) this.processes.add(line);
        const entries = await fs.readdir(this.folder, { withFileTypes: true, recursive: true });
        for (const entry of entries.filter((one) => one.isFile())) {
            const file = path.join(entry.parentPath, entry.name);
            const text = await fs.readFile(file, "latin1").catch(() => ""); // gone meanwhile
            this.files.set(file, (this.files.get(file) ?? new Set<string>()).add(text));
        }
    }

    /** All that was seen. */
    texts(): Map<string, string> {
        const files = [...this.files].map(([file, texts]) => [`${file}, meanwhile`, [...texts].join("\n")] as const);
        return new Map([["arguments of processes", [...this.processes].join("\n")] as const, ...files]);
    }
}
