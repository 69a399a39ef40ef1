import { appearedSince, idOf, ids, remoteOf, stemsFromIntent, unknownCredentials } from "../attribution";
import { reverseDirection } from "./directionChange";
import { enterPhase, reconcileWithVendor, refuseIfFull, startRotation, transition } from "../transitions";
import { Decision, Facts, Intent, Ledger, otherSlot, Policy, Run, SlotState } from "../types";

/** How many runs an intent remembers. */
const MAX_REMEMBERED_RUNS = 10;

/** The last generation is not on record: nothing else is begun before it is. */
export function resume({ ledger, facts, policy }: Run): Decision {
    const slot = ledger.current;
    const generation = ledger[slot].generation;
    const turned = reverseDirection(ledger, facts, policy);
    if (turned) return turned;
    if (remoteOf(ledger, slot, facts) === "missing") return restart(ledger, facts, policy);
    if (idOf(ledger, slot, facts.record) === undefined && facts.remote !== null) {
        const unknown = unknownCredentials(ledger, facts);
        const ours = unknown.filter((credential) => appearedSince(ledger.intent, credential, generation));
        if (ours.length === 0) return restart(ledger, facts, policy);
        const foreign = unknown.filter((credential) => !ours.includes(credential));
        const refusal = refuseIfFull(ledger, facts, policy, ours.length, foreign);
        if (refusal) return refusal;
    }
    const other = otherSlot(slot);
    const next: Ledger = {
        ...ledger,
        rotatedAt: facts.now,
        nextRotation: facts.window.end,
        [other]: isNowhere(ledger[other], facts, policy)
            ? enterPhase(ledger[other], "absent", facts)
            : reconcileWithVendor(ledger, other, facts, policy),
    };
    if (ledger.intent) next.intent = extendIntent(ledger, ledger.intent, facts);
    const sentence = `finishing: generation ${generation} in ${slot} was not confirmed in ${policy.recordAt}; publishing it now`;
    return transition(next, facts, "finishing", sentence);
}

/** A value before that was only read from a record which does not stand in this place. */
function isNowhere({ phase, adopted }: SlotState, facts: Facts, policy: Policy): boolean {
    return policy.unlisted === true && facts.record === null && phase === "overlap" && adopted === undefined;
}

/**
 * The last run worked at the mint too: what was made while it went on may stem from it. What stands there now and was
 * made at another time does not, whatever a later run's time may suggest; unless nothing at all tells which key is ours.
 */
function extendIntent(ledger: Ledger, intent: Intent, facts: Facts): Intent {
    const runs = new Set([...(intent.again ?? []), ledger.rotatedAt]);
    runs.delete(intent.since);
    const next = { ...intent, again: [...runs].slice(-MAX_REMEMBERED_RUNS) };
    const generation = ledger[ledger.current].generation;
    const unknown = unknownCredentials(ledger, facts);
    const foreign = unknown.filter((stranger) => !stemsFromIntent(next, stranger, generation));
    if (facts.record === null && foreign.length === unknown.length) return next;
    return { ...next, known: [...new Set([...intent.known, ...ids(foreign)])] };
}

/** The pending credential does not exist at the vendor: it was never made, or failed its verification and was deleted. */
function restart(ledger: Ledger, facts: Facts, policy: Policy): Decision {
    const why = `restarting: generation ${ledger.generation} was never confirmed and does not exist any more`;
    return startRotation(ledger, ledger.current, facts, policy, "restarting", why);
}
