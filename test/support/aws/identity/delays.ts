import type { Service } from "../protocol/errors";

/** How long AWS takes to notice a key's change; a function gives each service its own delay. */
export interface Delays {
    /** Until a new or re-enabled key works. @default 0 */
    activationDelayMs?: number | ((service: Service) => number);
    /** Until a disabled or deleted key stops working. @default 0 */
    deactivationDelayMs?: number | ((service: Service) => number);
    /** In the second half of a delay every other request already sees the change. @default false */
    flappy?: boolean;
}

export type KeyStatus = "Active" | "Inactive" | "Deleted";

/** A change of a key's status, and when it was asked for (monotonic milliseconds). */
export interface Transition {
    at: number;
    to: KeyStatus;
    /** The delays in force when it was asked for. */
    delays: Delays;
}

/** Decides which status of a key a service sees; `flips` counts its requests within the delays. */
export function statusSeen(
    history: Transition[],
    service: Service,
    now: number,
    flips: Map<string, number>,
): KeyStatus | undefined {
    for (let i = history.length - 1; i >= 0; i--) {
        const { at, to, delays } = history[i]!;
        const delay = delayOf(delays, to, service);
        if (now >= at + delay) return to;
        if (delays.flappy && now >= at + delay / 2 && flip(flips, `${service}/${i}`)) return to;
    }
    return undefined;
}

function delayOf(delays: Delays, to: KeyStatus, service: Service): number {
    const delay = to === "Active" ? delays.activationDelayMs : delays.deactivationDelayMs;
    return typeof delay === "function" ? delay(service) : (delay ?? 0);
}

/** True for the first request, false for the second, and so on. */
function flip(flips: Map<string, number>, name: string): boolean {
    const count = flips.get(name) ?? 0;
    flips.set(name, count + 1);
    return count % 2 === 0;
}
