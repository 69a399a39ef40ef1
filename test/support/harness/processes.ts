import { ChildProcess, execFileSync, spawn } from "node:child_process";

/** How a command ended. */
export interface Ended {
    code: number | null;
    signal: NodeJS.Signals | null;
    stdout: string;
    stderr: string;
}

/** A command under way, in a session of its own. */
export interface Running {
    readonly pid: number;
    readonly ended: Promise<Ended>;
    /** Hears what it writes to standard error, as it does. */
    hear(listener: (text: string) => void): void;
    /** SIGKILL to the command and to everything that it started, and to another process that serves it. */
    kill(server?: number): void;
    /** SIGINT to those whom a terminal would send it at ^C: the engine's plugins are in groups of their own. */
    interrupt(): void;
}

/** A command that takes longer than this hangs. */
const PATIENCE_MS = 180_000;

const sessions = new Set<number>();
process.once("exit", () => sessions.forEach(killSession));

/** Starts a command. What it leaves running is killed once it has ended, and counts as a failure of the command. */
export function start(command: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Running {
    const child = spawn(command, args, {
        ...options,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
    });
    const pid = child.pid;
    if (pid === undefined) throw new Error(`${command} could not be started`);
    sessions.add(pid);
    let killed = false;
    const end = (server?: number): void => {
        killed = true;
        child.kill("SIGKILL"); // listing the others takes a moment, in which it would go on
        killSession(pid, server);
    };
    const late = setTimeout(end, PATIENCE_MS);
    const ended = finish(child, pid, () => killed).finally(() => clearTimeout(late));
    const hear = (listener: (text: string) => void) =>
        void child.stderr?.on("data", (chunk: Buffer) => listener(String(chunk)));
    return { pid, hear, kill: end, interrupt: () => process.kill(-pid, "SIGINT"), ended };
}

async function finish(child: ChildProcess, pid: number, killed: () => boolean): Promise<Ended> {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => err.push(chunk));
    const closed = new Promise((resolve) => child.once("close", resolve));
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", (...how) => resolve(how));
    });
    const left = await leftAfter(pid, killed() ? 0 : 5000);
    killSession(pid);
    await closed;
    sessions.delete(pid);
    if (left.length > 0 && !killed()) throw new Error(`these processes outlived their command: ${left.join("; ")}`);
    return { code, signal, stdout: String(Buffer.concat(out)), stderr: String(Buffer.concat(err)) };
}

/** What is still running of a session after it had some time to end. */
async function leftAfter(session: number, patienceMs: number): Promise<string[]> {
    const started = Date.now();
    for (;;) {
        const left = members(session).map(({ command }) => command);
        if (left.length === 0 || Date.now() - started >= patienceMs) return left;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

function killSession(session: number, server?: number): void {
    let [found, beside] = [members(session), server === undefined ? [] : [server]];
    for (; found.length > 0; found = members(session), beside = []) {
        for (const pid of [...found.map((one) => one.pid), ...beside]) kill(pid);
    }
    sessions.delete(session);
}

function kill(pid: number): void {
    try {
        process.kill(pid, "SIGKILL");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
}

/** The living processes of a session, the one that leads it first. The engine gives its plugins groups of their own. */
function members(session: number): { pid: number; command: string }[] {
    const listed = execFileSync("ps", ["-A", "-o", "pid=,sess=,stat=,args="], { encoding: "utf8" });
    return listed
        .split("\n")
        .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
        .filter((found): found is RegExpExecArray => found !== null && Number(found[2]) === session)
        .filter(([, , , state]) => !state.startsWith("Z"))
        .map(([, pid, , , command]) => ({ pid: Number(pid), command }))
        .sort((a, b) => Number(b.pid === session) - Number(a.pid === session));
}
