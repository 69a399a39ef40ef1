import { appearedSince, idOf, ids, remoteOf, stemsFromIntent, strangers } from "./identify";
import { turnRound } from "./intervene";
import { asFound, inPhase, mint, move, noRoom, stop } from "./moves";
import { Decision, Facts, Intent, Ledger, otherSlot, Policy, SlotState } from "./types";

/** How to get on where the state does not hold what is published, and somebody can give it. */
export function takingOver(fields: string): string {
    return `take over what the store publishes with adopt: { ${fields} } and a new ledger (pulumi up --replace of the Ledger)`;
}

/** Refusal when ledger and store contradict each other in a way that only a person can settle. */
export function contradiction(ledger: Ledger, facts: Facts, policy: Policy): Decision | undefined {
    const record = facts.record;
    if (record === null) return undefined;
    const { wayOut = takingOver("accessKeyId, secretAccessKey") } = policy;
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
const RUNS_KEPT = 10;

/** The last generation is not on record: nothing else is begun before it is. */
export function finish(ledger: Ledger, facts: Facts, policy: Policy): Decision {
    const slot = ledger.current;
    const generation = ledger[slot].generation;
    const turned = turnRound(ledger, facts, policy);
    if (turned) return turned;
    if (remoteOf(ledger, slot, facts) === "missing") return restart(ledger, facts, policy);
    if (idOf(ledger, slot, facts.record) === undefined && facts.remote !== null) {
        const unknown = strangers(ledger, facts);
        const ours = unknown.filter((credential) => appearedSince(ledger.intent, credential, generation));
        if (ours.length === 0) return restart(ledger, facts, policy);
        const foreign = unknown.filter((credential) => !ours.includes(credential));
        const refusal = noRoom(ledger, facts, policy, ours.length, foreign);
        if (refusal) return refusal;
    }
    const other = otherSlot(slot);
    const next: Ledger = {
        ...ledger,
        rotatedAt: facts.now,
        nextRotation: facts.window.end,
        [other]: isNowhere(ledger[other], facts, policy)
            ? inPhase(ledger[other], "absent", facts)
            : asFound(ledger, other, facts, policy),
    };
    if (ledger.intent) next.intent = remember(ledger, ledger.intent, facts);
    const sentence = `finishing: generation ${generation} in ${slot} was not confirmed in ${policy.recordAt}; publishing it now`;
    return move(next, facts, "finishing", sentence);
}

/** A value before that was only read from a record which does not stand in this place. */
function isNowhere({ phase, adopted }: SlotState, facts: Facts, policy: Policy): boolean {
    return policy.unlisted === true && facts.record === null && phase === "overlap" && adopted === undefined;
}

/**
 * The last run worked at the mint too: what was made while it went on may stem from it. What stands there now and was
 * made at another time does not, whatever a later run's time may suggest; unless nothing at all tells which key is ours.
 */
function remember(ledger: Ledger, intent: Intent, facts: Facts): Intent {
    const runs = new Set([...(intent.again ?? []), ledger.rotatedAt]);
    runs.delete(intent.since);
    const next = { ...intent, again: [...runs].slice(-RUNS_KEPT) };
    const generation = ledger[ledger.current].generation;
    const unknown = strangers(ledger, facts);
    const foreign = unknown.filter((stranger) => !stemsFromIntent(next, stranger, generation));
    if (facts.record === null && foreign.length === unknown.length) return next;
    return { ...next, known: [...new Set([...intent.known, ...ids(foreign)])] };
}

/** The pending credential does not exist at the vendor: it was never made, or failed its verification and was deleted. */
function restart(ledger: Ledger, facts: Facts, policy: Policy): Decision {
    const why = `restarting: generation ${ledger.generation} was never confirmed and does not exist any more`;
    return mint(ledger, ledger.current, facts, policy, "restarting", why);
}
