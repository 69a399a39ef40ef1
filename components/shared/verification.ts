/**
 * What one attempt to use a credential told: it works; it is refused as a credential; or nothing can be said of it
 * (throttled, server error, no answer).
 */
export type Probe =
    { state: "alive" } | { state: "dead" | "unknown"; detail: string } | { state: "wrong"; detail: string };

/** How long and how often a credential is tried before it counts as working. */
export interface VerificationArgs {
    /** Time after which a credential that still does not work counts as failed. Default: `60s`. */
    deadline?: string;
    /** Successes in a row that are asked for, for a new key flickers while it spreads. Default: 3. */
    successes?: number;
}

/** Clock and pause of the edge, so that nothing below it reads a clock. */
export interface Clock {
    now(): number;
    pause(ms: number): Promise<void>;
    /** Told about each wait, for progress on the terminal. */
    waiting?(elapsedMs: number, detail: string): void;
}

const INITIAL_PAUSE_MS = 250;
const MAX_PAUSE_MS = 4000;
const BETWEEN_SUCCESSES_MS = 50;

/**
 * Tries a credential until it worked `successes` times in a row.
 *
 * @returns the last probe: `alive` if it worked, else why it did not before the deadline. A `wrong` one (it works, but
 * as somebody else) ends at once.
 */
export async function verify(
    probe: () => Promise<Probe>,
    limits: { deadlineMs: number; successes: number },
    pace: Clock,
): Promise<Probe> {
    const started = pace.now();
    let inARow = 0;
    let pause = INITIAL_PAUSE_MS;
    for (;;) {
        const answer = await probe();
        if (answer.state === "wrong") return answer;
        inARow = answer.state === "alive" ? inARow + 1 : 0;
        if (answer.state === "alive" && inARow >= limits.successes) return answer;
        const elapsed = pace.now() - started;
        if (answer.state !== "alive") {
            if (elapsed + pause > limits.deadlineMs) return answer;
            pace.waiting?.(elapsed, answer.detail);
        }
        await pace.pause(answer.state === "alive" ? BETWEEN_SUCCESSES_MS : pause);
        if (answer.state !== "alive") pause = Math.min(pause * 1.6, MAX_PAUSE_MS);
    }
}

/** The real clock. */
export const systemClock: Clock = {
    now: () => Date.now(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
