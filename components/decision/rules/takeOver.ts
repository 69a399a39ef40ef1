import { redactedId, unknownCredentials } from "../attribution";
import { transition } from "../transitions";
import { Decision, otherSlot, Run, SlotState } from "../types";

/** A running credential takes over one that was not made here as its previous one, where that place is empty. */
export function takeOver({ ledger, facts, policy }: Run): Decision | undefined {
    const { adopt: wanted } = policy;
    const slot = otherSlot(ledger.current);
    if (wanted?.as !== "previous" || ledger[slot].phase !== "absent" || ledger.back) return undefined;
    const found = unknownCredentials(ledger, facts).find(({ id }) => id === wanted.id);
    if (found === undefined) return undefined;
    const { generation } = ledger[slot];
    const phase = found.active ? "overlap" : "inactive";
    const sentence =
        `adopting ${redactedId(wanted.id)} as the previous credential in ${slot}; ` +
        (found.active ? "its overlap begins now" : "it is disabled already, and its retention begins now");
    const taken: SlotState = { generation, phase, since: facts.now, adopted: wanted.id };
    return transition({ ...ledger, [slot]: taken }, facts, "adopted", sentence);
}
