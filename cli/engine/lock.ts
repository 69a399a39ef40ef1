import { setTimeout as wait } from "node:timers/promises";
import { ConcurrentUpdateError } from "@pulumi/pulumi/automation";
import { formatDuration } from "pulumi-credential-rotation/plain";
import { ExitCode, UserError } from "../exitCodes";
import type { Stop } from "../stopping/stop";

/** How long a locked stack is waited for. */
export interface Patience {
    /** In all. */
    limitMs: number;
    now(): number;
    /** @throws where the command was asked to stop */
    sleep(ms: number): Promise<unknown>;
    say(message: string): void;
}

/** With the machine's clock. A signal ends the wait. */
export function patience(limitMs: number, say: (message: string) => void, stop: Stop): Patience {
    const sleep = (ms: number): Promise<unknown> =>
        wait(ms, undefined, { signal: stop.signal }).catch(() => Promise.reject(stop.error()));
    return { limitMs, now: Date.now, sleep, say };
}

const FIRST_MS = 2_000;
const LONGEST_MS = 30_000;

/**
 * Runs it again while somebody else holds the stack's lock: at most for the limit, at growing intervals. The lock is
 * never taken away, for whoever holds it may be at work.
 *
 * @throws UserError with exit code 4 when the lock was held all the time
 */
export async function whileLocked<T>(run: () => Promise<T>, { limitMs, now, sleep, say }: Patience): Promise<T> {
    const end = now() + limitMs;
    for (let pause = FIRST_MS; ; pause = Math.min(pause * 2, LONGEST_MS)) {
        try {
            return await run();
        } catch (error) {
            if (!(error instanceof ConcurrentUpdateError)) throw error;
            const left = end - now();
            if (left <= 0) {
                throw new UserError(
                    `another run holds the lock of this stack, and still did after ${formatDuration(limitMs)}. Nothing was done. ` +
                        `If no run is under way, one was killed: pulumi cancel takes its lock away`,
                    ExitCode.Locked,
                );
            }
            const next = Math.min(pause, left);
            say(`the stack is locked by another run; trying again in ${formatDuration(next)}`);
            await sleep(next);
        }
    }
}
