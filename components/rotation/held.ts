import { remoteOf } from "./identify";
import { hold } from "./moves";
import { Decision, Facts, Ledger, otherSlot, Reason } from "./types";

/** Reasons for which a previous credential whose time is over is kept all the same. */
const HOLDING: Reason[] = ["in-use"];

/** True if the run leaves the previous credential as it stands at the vendor. */
export function isHeld(decision: Decision): boolean {
    return HOLDING.includes(decision.reason);
}

/** Why the previous credential is not taken away although its time is over; undefined if nothing speaks against it. */
export function held(ledger: Ledger, facts: Facts): Decision | undefined {
    return inUse(ledger, facts);
}

function inUse(ledger: Ledger, facts: Facts): Decision | undefined {
    const slot = otherSlot(ledger.current);
    const remote = remoteOf(ledger, slot, facts);
    if (typeof remote === "string" || remote.inUse === undefined) return undefined;
    const sentence =
        `holding ${slot}, generation ${ledger[slot].generation}: it is still in use: ${remote.inUse}. Nothing is disabled ` +
        `or deleted until it is not`;
    return hold(ledger, "in-use", sentence, "warning");
}
