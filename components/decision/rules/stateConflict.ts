/** How to get on where the state does not hold what is published, and somebody can give it. */

import { stop } from "../transitions";
import { Decision, otherSlot, Run } from "../types";

export function adoptHint(fields: string): string {
    return `take over what the store publishes with adopt: { ${fields} } and a new ledger (pulumi up --replace of the Ledger)`;
}

/** Refusal when ledger and store contradict each other in a way that only a person can settle. */
export function stateConflict({ ledger, facts, policy }: Run): Decision | undefined {
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
