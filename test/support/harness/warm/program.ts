import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { createInterface } from "node:readline";

const SERVE = path.join(__dirname, "serve.cjs");

/**
 * A program that is loaded once and then serves many commands. Loading the SDK is more than half of what a command of
 * a small stack takes.
 */
export class WarmProgram {
    private child?: ChildProcess;
    private port?: Promise<string>;
    private wrote = "";

    /** The project's main file, its folder, and what the program gets to see. */
    constructor(
        private readonly main: string,
        private readonly cwd: string,
        private readonly env: NodeJS.ProcessEnv,
    ) {}

    /** Arguments that make `pulumi` use it. */
    async args(): Promise<string[]> {
        this.port ??= this.start();
        return [`--client=127.0.0.1:${await this.port}`, "--exec-kind=auto.inline"];
    }

    /** Its process; undefined before it was asked for. */
    get pid(): number | undefined {
        return this.child?.pid;
    }

    /** What the program wrote itself since this was last asked. */
    written(): string {
        const { wrote } = this;
        this.wrote = "";
        return wrote;
    }

    /** SIGKILL; the next command gets another one. */
    kill(): void {
        this.child?.kill("SIGKILL");
        this.child = undefined;
        this.port = undefined;
    }

    private async start(): Promise<string> {
        const child = spawn(process.execPath, [SERVE, this.main], {
            cwd: this.cwd,
            env: this.env,
            stdio: ["pipe", "pipe", "pipe"],
        });
        this.child = child;
        child.stderr.on("data", (data: Buffer) => (this.wrote += String(data)));
        // As a program of its own ends with its command: whatever went wrong is said there, and the next one gets another.
        child.once("exit", (code, signal) => {
            if (this.child !== child) return;
            this.wrote += `\nthe program ended by itself with ${signal ?? code}\n`;
            this.child = undefined;
            this.port = undefined;
        });
        const lines = createInterface({ input: child.stdout });
        const ended = once(child, "exit").then(() => {
            throw new Error(`the program ended before it served anybody:\n${this.wrote}`);
        });
        ended.catch(() => undefined);
        const [port] = (await Promise.race([once(lines, "line"), ended])) as [string];
        lines.on("line", (line) => (this.wrote += `${line}\n`));
        return port;
    }
}
