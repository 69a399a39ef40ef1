export { locks, processesOf } from "./left";
import { spawn } from "node:child_process";
import * as path from "node:path";
import { engine } from "../harness/engine";

const PROGRAM = path.join(__dirname, "terminal.py");

/** What ^C is on a terminal: it sends SIGINT to everything in its foreground. */
export const CTRL_C = "\x03";

/** A command that hangs is killed after so long. */
const PATIENCE_MS = 240_000;

/** How a command on a terminal ended. */
export interface Left {
    /** As a shell tells it: 128 and the number of a signal that ended it. */
    code: number | null;
    /** True where it did not end by itself. */
    killed: boolean;
    /** Everything that the terminal showed. */
    text: string;
}

/** A command that runs on a terminal of its own. */
export class Terminal {
    readonly ended: Promise<Left>;
    private text = "";
    private said = "";
    private readonly waiting = new Set<() => void>();

    private constructor(private readonly relay: ReturnType<typeof spawn>) {
        relay.stdout!.on("data", (chunk: Buffer) => {
            this.text += String(chunk).replaceAll("\r\n", "\n");
            for (const look of [...this.waiting]) look();
        });
        relay.stderr!.on("data", (chunk: Buffer) => (this.said += String(chunk)));
        const late = setTimeout(() => this.kill(), PATIENCE_MS);
        this.ended = new Promise<Left>((resolve, reject) => {
            relay.once("error", reject);
            relay.once("close", (code) => {
                clearTimeout(late);
                for (const look of [...this.waiting]) look();
                resolve({ code, killed: this.said.includes("signal "), text: this.text });
            });
        });
    }

    /** Starts a command. */
    static open(command: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Terminal {
        return new Terminal(spawn(engine().python, [PROGRAM, ...command], { ...options, stdio: "pipe" }));
    }

    /** Waits until the terminal shows it. @throws Error with all that it showed, where the command ends before */
    async shows(pattern: RegExp): Promise<void> {
        let over = false;
        void this.ended.then(() => (over = true));
        await new Promise<void>((resolve, reject) => {
            const look = (): void => {
                if (pattern.test(this.text)) resolve();
                else if (over || this.relay.exitCode !== null)
                    reject(new Error(`the command ended without ${String(pattern)}:\n${this.text}\n${this.said}`));
                else return;
                this.waiting.delete(look);
            };
            this.waiting.add(look);
            look();
        });
    }

    /** Types something. */
    type(keys: string): void {
        this.relay.stdin!.write(keys);
    }

    /** The command's process. */
    get pid(): number {
        return Number(/pid (\d+)/.exec(this.said)?.[1]);
    }

    private kill(): void {
        if (this.pid) process.kill(this.pid, "SIGKILL");
        this.relay.kill("SIGKILL");
    }
}
