import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Asks the program to end when its standard input closes, as it does when this process is gone. Its own input is empty. */
const GUARD =
    'exec 3<&0; "$@" </dev/null & p=$!; { read _ <&3; kill $p; } >/dev/null 2>&1 & g=$!; wait $p; c=$?; kill $g 2>/dev/null; exit $c';

/** A server of a test, which does not outlive it. */
export interface Guarded {
    /** Everything that it wrote so far. */
    said(): string;
    /** Resolves once it has ended, by itself or stopped. */
    readonly ended: Promise<number | null>;
    /** Resolves once a line that it wrote matches. Throws, with what it wrote, where it ends before or takes longer. */
    says(line: RegExp, patienceMs?: number): Promise<RegExpExecArray>;
    /** Ends it and waits for that. */
    stop(): Promise<void>;
}

/** Starts a program that ends with this process, however that ends. */
export function startGuarded(command: string, args: string[], env: NodeJS.ProcessEnv, cwd?: string): Guarded {
    const child: ChildProcess = spawn("/bin/sh", ["-c", GUARD, "sh", command, ...args], {
        cwd,
        env,
        stdio: ["pipe", "pipe", "pipe"],
    });
    let text = "";
    let over = false;
    const noticed = new Set<() => void>();
    const hear = (chunk: Buffer): void => {
        text += String(chunk);
        noticed.forEach((notice) => notice());
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.stdin?.on("error", () => undefined); // it has ended; the exit tells it better
    const ended = once(child, "close").then(([code]) => {
        over = true;
        noticed.forEach((notice) => notice());
        return code as number | null;
    });
    return {
        said: () => text,
        ended,
        says(line, patienceMs = 60_000) {
            return new Promise((resolve, reject) => {
                const settle = (act: () => void): void => {
                    clearTimeout(late);
                    noticed.delete(look);
                    act();
                };
                const refuse = (why: string): void =>
                    settle(() => reject(new Error(`${command} ${why} before it said ${line}:\n${text.slice(-4000)}`)));
                const look = (): void => {
                    const found = line.exec(text);
                    if (found) settle(() => resolve(found));
                    else if (over) refuse("ended");
                };
                const late = setTimeout(() => refuse(`took ${patienceMs} ms`), patienceMs);
                noticed.add(look);
                look();
            });
        },
        async stop() {
            child.stdin?.end();
            await ended;
        },
    };
}
