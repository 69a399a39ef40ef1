import { hold } from "../transitions";
import { Decision, otherSlot, Run } from "../types";

const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The clock stands before the last rotation or disabling: times mean nothing until it is right again. */
export function clockBehind({ ledger, facts }: Run): Decision | undefined {
    const slot = otherSlot(ledger.current);
    const { phase, since = facts.now, generation } = ledger[slot];
    const isAhead = (at: string): boolean => Date.parse(at) - Date.parse(facts.now) > CLOCK_TOLERANCE_MS;
    const published = `generation ${ledger[ledger.current].generation} was published at ${ledger.rotatedAt}`;
    const [what, did] = isAhead(ledger.rotatedAt)
        ? [published, "published"]
        : [`${slot}, generation ${generation}, was disabled at ${since}`, "disabled"];
    if (did === "disabled" && !(phase === "inactive" && isAhead(since))) return undefined;
    const sentence =
        `the clock says ${facts.now}, but ${what}: nothing is rotated or retired until the clock is right. If it was wrong ` +
        `in the run that ${did}, a new value of rotation.rotate makes a new start`;
    return hold(ledger, "clock-behind", sentence, "warning");
}
