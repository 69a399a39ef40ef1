import type { Alert, Channel } from "./alert";

/** An alert that did not arrive. */
export interface Undelivered {
    channel: string;
    occasion: Alert["occasion"];
    error: string;
}

/** How long sending may take. */
export interface Limits {
    /** For all alerts over all channels together. @default 60000 */
    limitMs?: number;
    /** Ends it early. */
    stop?: AbortSignal;
}

/** A run waits for its alerts no longer than this, however many there are and however many services are dead. */
const LIMIT_MS = 60_000;

/**
 * Sends every alert over every channel that wants it: the channels side by side, the alerts of one after another, within
 * one limit. One that fails keeps none of the others from it, and never the result of the run: the failures are
 * returned, not thrown.
 */
export async function send(
    alerts: Alert[],
    channels: Channel[],
    { limitMs = LIMIT_MS, stop }: Limits = {},
): Promise<Undelivered[]> {
    const limit = new AbortController();
    const end = (why: string): void => limit.abort(new Error(why));
    const stopped = (): void => end("was not waited for any longer: the command was stopped");
    const timer = setTimeout(() => end(`was not waited for any longer: ${limitMs / 1000} s are over`), limitMs);
    stop?.addEventListener("abort", stopped);
    if (stop?.aborted) stopped();
    try {
        const sent = channels.map((channel) => sendOver(channel, alerts, limit.signal));
        return (await Promise.all(sent)).flat();
    } finally {
        clearTimeout(timer);
        stop?.removeEventListener("abort", stopped);
    }
}

async function sendOver(channel: Channel, alerts: Alert[], signal: AbortSignal): Promise<Undelivered[]> {
    const failed: Undelivered[] = [];
    for (const alert of alerts.filter((one) => wanted(one, channel))) {
        try {
            signal.throwIfAborted();
            await untilAborted(channel.send(alert, signal), signal);
        } catch (error) {
            failed.push({ channel: channel.title, occasion: alert.occasion, error: (error as Error).message });
        }
    }
    return failed;
}

/** A channel that does not heed the signal holds nothing up either. */
function untilAborted(sent: Promise<void>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
        const aborted = (): void => reject(signal.reason as Error);
        signal.addEventListener("abort", aborted, { once: true });
        sent.then(resolve, reject).finally(() => signal.removeEventListener("abort", aborted));
    });
}

function wanted({ occasion, state }: Alert, { occasions, closes }: Channel): boolean {
    return occasions.includes(occasion) && (state !== "over" || closes);
}
