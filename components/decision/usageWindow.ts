import { AuditPolicy, Policy } from "./types";

/** A disabled credential works for some moments more, and AWS notes a use in spans of a quarter of an hour. */
const SPREADING_MS = 15 * 60_000;

/** Half of the overlap is for the consumers to move in; a use in it is as it should be. */
function whenMoved(rotatedAt: string, { overlapMs }: Pick<Policy, "overlapMs">): number {
    return Date.parse(rotatedAt) + overlapMs / 2;
}

/** From when on a use speaks against disabling: within the quiet time and the vendor's lag, and after the consumers' move. */
export function usesCountFrom(
    rotatedAt: string,
    now: string,
    policy: Pick<Policy, "overlapMs">,
    { quietMs, lagMs }: AuditPolicy,
): number {
    return Math.max(whenMoved(rotatedAt, policy), Date.parse(now) - quietMs - lagMs);
}

/** From when on a use of a disabled credential is one of somebody who does not know. */
export function wasDisabledAt(since: string): number {
    return Date.parse(since) + SPREADING_MS;
}

/** A use before the disabling that could not be seen then: what was decided on was older than this. */
export function isReportedLate(at: number, since: string, rotatedAt: string, policy: Policy): boolean {
    const lag = policy.audit?.lagMs ?? 0;
    return at > Math.max(whenMoved(rotatedAt, policy), Date.parse(since) - lag);
}
