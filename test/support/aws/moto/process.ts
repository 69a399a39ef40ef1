import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { FrameReader, frame } from "./frames";

/** What is sent to moto: an HTTP request in all but the transport. */
export interface MotoRequest {
    method: string;
    path: string;
    query: string;
    headers: Record<string, string>;
    body: Buffer;
    /** What moto takes for the present, in milliseconds; `null` for the real time. */
    now: number | null;
}

export interface MotoReply {
    status: number;
    headers: Record<string, string>;
    body: Buffer;
}

export interface Moto {
    pid: number;
    send(request: MotoRequest): Promise<MotoReply>;
    stop(): Promise<void>;
}

interface Waiting {
    resolve(reply: MotoReply): void;
    reject(error: Error): void;
}

/** Starts moto with the given Python and resolves when it answers. */
export async function startMoto(python: string, account: string): Promise<Moto> {
    const child = spawn(python, [path.join(__dirname, "serve.py")], {
        stdio: ["pipe", "pipe", "pipe"],
        env: motoEnvironment(account),
    });
    const waiting: Waiting[] = [];
    let stderr = "";
    let ended = false;
    let ready: () => void = () => undefined;
    const started = new Promise<void>((resolve, reject) => {
        ready = resolve;
        const fail = (why: string): void => {
            ended = true;
            const error = new Error(`moto (${python}) ${why}${stderr && `:\n${stderr.slice(-2000)}`}`);
            reject(error);
            waiting.splice(0).forEach((one) => one.reject(error));
        };
        child.once("error", (error) => fail(`could not be started: ${error.message}`));
        child.once("close", (code, signal) => fail(`ended with ${signal ?? code}`));
    });
    child.stderr.on("data", (chunk: Buffer) => (stderr = (stderr + String(chunk)).slice(-20_000)));
    child.stdin.on("error", () => undefined); // the close event says it better
    const reader = new FrameReader((head, body) => {
        if ((head as { ready?: boolean }).ready) return ready();
        waiting.shift()?.resolve({ ...(head as Omit<MotoReply, "body">), body });
    });
    child.stdout.on("data", (chunk: Buffer) => reader.push(chunk));
    await started;
    return {
        pid: child.pid ?? 0,
        send({ body, ...head }) {
            if (ended) return Promise.reject(new Error("moto is not running"));
            return new Promise((resolve, reject) => {
                waiting.push({ resolve, reject });
                child.stdin.write(frame(head, body));
            });
        },
        async stop() {
            if (ended) return;
            const closed = once(child, "close");
            child.kill("SIGKILL");
            await closed;
        },
    };
}

/**
 * Only what Python needs, so that nobody's AWS or MOTO settings leak into the emulator. Python may keep what it compiled: a
 * start takes a third of the processor time then.
 */
function motoEnvironment(account: string): NodeJS.ProcessEnv {
    return {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LANG: "C.UTF-8",
        MOTO_ACCOUNT_ID: account,
        MOTO_DISABLE_GLOBAL_CORS: "1",
        AWS_ACCESS_KEY_ID: "unused",
        AWS_SECRET_ACCESS_KEY: "unused",
    };
}
