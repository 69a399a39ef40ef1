import { appearedSince, idOf, ids, remoteOf, stemsFromIntent, unknownCredentials } from "./attribution";
import { reverseDirection } from "./interventions";
import { reconcileWithVendor, enterPhase, startRotation, transition, refuseIfFull, stop } from "./transitions";
import { Decision, Facts, Intent, Ledger, otherSlot, Policy, SlotState } from "./types";

/** How to get on where the state does not hold what is published, and somebody can give it. */
export function adoptHint(fields: string): string {
    return `take over what the store publishes with adopt: { ${fields} } and a new ledger (pulumi up --replace of the Ledger)`;
}

/** Refusal when ledger and store contradict each other in a way that only a person can settle. */
export function stateConflict(ledger: Ledger, facts: Facts, policy: Policy): Decision | undefined {
    const record = facts.record;
    if (record === null) return undefined;
    const { wayOut = adoptHint("accessKeyId, secretAccessKey") } = policy;
    const waysOut = `Nothing was changed. Ways out: restore the newer state (pulumi stack import), or ${wayOut}`;
    if (record.generation > ledger.generation) {
        return stop(
            "store-ahead",
            `${policy.recordAt} holds generation ${record.generation}, but this stack's state knows none after ` +
                `${ledger.generation}: the state is older than the store. ${waysOut}`,
        );
    }
    const known = ledger[record.slot].generation === record.generation;
    if (!known && ledger[otherSlot(record.slot)].generation === record.generation) {
        return stop(
            "store-mismatch",
            `${policy.recordAt} says that generation ${record.generation} is in ${record.slot}, this stack's state says ` +
                `${otherSlot(record.slot)}. ${waysOut}`,
        );
    }
    return undefined;
}

/** How many runs an intent remembers. */
const MAX_REMEMBERED_RUNS = 10;

/** The last generation is not on record: nothing else is begun before it is. */
export function resume(ledger: Ledger, facts: Facts, policy: Policy): Decision {
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
