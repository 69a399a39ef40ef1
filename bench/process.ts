import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a run of a command took. */
export interface Measured {
    code: number | null;
    seconds: number;
    /** Most memory that the process and all its children held together, in bytes; 0 where /proc is missing. */
    peakBytes: number;
    output: string;
}

/** Runs a command and measures it with its whole family of processes. */
export function measure(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Measured> {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    let peakBytes = 0;
    const sampling = setInterval(() => {
        peakBytes = Math.max(peakBytes, familyBytes(child.pid ?? 0));
    }, 250);
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => {
            clearInterval(sampling);
            const seconds = Number(process.hrtime.bigint() - started) / 1e9;
            resolve({ code, seconds, peakBytes, output: Buffer.concat(chunks).toString() });
        });
    });
}

/** Memory of a process and its descendants. */
function familyBytes(root: number): number {
    const parents = new Map<number, number>();
    const bytes = new Map<number, number>();
    for (const entry of processes()) {
        try {
            const fields = readFileSync(`/proc/${entry}/stat`, "utf8")
                .replace(/^.*\) /, "")
                .split(" ");
            parents.set(entry, Number(fields[1]));
            bytes.set(entry, Number(fields[21]) * 4096);
        } catch {
            // It ended between listing and reading: it holds nothing any more.
        }
    }
    const within = (pid: number): boolean => pid === root || (parents.has(pid) && within(parents.get(pid) as number));
    return [...bytes].filter(([pid]) => within(pid)).reduce((sum, [, size]) => sum + size, 0);
}

function processes(): number[] {
    try {
        return readdirSync("/proc").map(Number).filter(Number.isInteger);
    } catch {
        return [];
    }
}
