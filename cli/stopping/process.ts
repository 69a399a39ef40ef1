import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Child } from "./stop";

/** How a process ended. */
export interface Exit {
    code: number;
    stdout: string;
    stderr: string;
}

/** What is done with what it prints, while it runs. */
export interface Heard {
    onOutput?(text: string): void;
    onError?(text: string): void;
}

/** So long the engine has, after it was asked to end at once, before it is killed. */
const KILL_MS = 3_000;
const SHELL = "/bin/sh";

/**
 * A `pulumi` in a session of its own: what a terminal sends to everything in its foreground does not reach it, so
 * that it gets each signal once, from here.
 *
 * The engine listens for SIGINT only while it works on a stack. Before that and after it, with the stack locked, the
 * signal would kill it, and the lock would stay: so the engine is started with the signal ignored.
 */
export class PulumiProcess implements Child {
    private child?: ChildProcess;
    private asked = false;
    private seen = false;
    private exited = false;

    /** @param engine false for commands that only look something up: those are simply ended */
    constructor(private readonly engine: boolean) {}

    /** Starts it. @throws Error of the system where it cannot be started */
    async run(
        command: string,
        args: string[],
        options: { cwd?: string; env: NodeJS.ProcessEnv },
        heard: Heard,
    ): Promise<Exit> {
        const shielded = this.engine && existsSync(SHELL);
        const [file, given] = shielded
            ? [SHELL, ["-c", 'trap "" INT; exec "$0" "$@"', command, ...args]]
            : [command, args];
        const child = spawn(file, given, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
        this.child = child;
        const stdout = collect(child.stdout, heard.onOutput);
        const stderr = collect(child.stderr, heard.onError);
        const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
            child.once("error", reject);
            child.once("close", (...how) => resolve(how));
        });
        this.exited = true;
        if (signal !== null) stderr.push(`\n${command} was ended by ${signal}`);
        return { code: code ?? -2, stdout: stdout.join(""), stderr: stderr.join("") };
    }

    /** The engine has begun its work; before that it may not have heard. */
    began(heard: boolean): void {
        if (this.seen) return;
        this.seen = true;
        if (this.asked && !heard) this.send("SIGINT");
    }

    stop(): void {
        this.asked = true;
        this.send(this.engine ? "SIGINT" : "SIGTERM");
    }

    async endNow(): Promise<boolean> {
        this.send(this.engine ? "SIGINT" : "SIGTERM");
        for (const end = Date.now() + KILL_MS; Date.now() < end && !this.exited;) await pause(20);
        if (this.exited) return true;
        this.send("SIGKILL");
        return !this.engine;
    }

    private send(signal: NodeJS.Signals): void {
        if (!this.exited) this.child?.kill(signal);
    }
}

function collect(stream: NodeJS.ReadableStream, heard?: (text: string) => void): string[] {
    const parts: string[] = [];
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
        parts.push(text);
        heard?.(text);
    });
    return parts;
}

function pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
}
