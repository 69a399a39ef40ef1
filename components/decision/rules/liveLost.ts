import { idOf, redactedId, remoteOf } from "../attribution";
import { isFree, rotationRequested } from "./rotationRequested";
import { isOutdated } from "./retirementHolds";
import { hold, startRotation } from "../transitions";
import { Decision, Facts, Ledger, otherSlot, Run } from "../types";
import { directionChange } from "./directionChange";

/** What else there is to say of it. */
const LIVE_FAULT_HINTS = {
    deleted: () => "",
    disabled: () => "; or enable it again if that was a mistake",
    changed: ({ refused }: Facts) => `. What is published is refused: ${refused}`,
};

/** What somebody else did to the live credential. */
function liveFault(remote: ReturnType<typeof remoteOf>, facts: Facts): keyof typeof LIVE_FAULT_HINTS | undefined {
    if (remote === "missing") return "deleted";
    if (remote !== "unknown" && !remote.active) return "disabled";
    return facts.refused === undefined ? undefined : "changed";
}

/** The live credential was deleted or disabled behind our back. */
export function liveLost({ ledger, facts, policy }: Run): Decision | undefined {
    const remote = remoteOf(ledger, ledger.current, facts);
    const what = liveFault(remote, facts);
    if (what === undefined) return undefined;
    const id = redactedId(idOf(ledger, ledger.current, facts.record) ?? "");
    const generation = ledger[ledger.current].generation;
    if (!policy.heal && !rotationRequested(ledger, policy)) {
        const way = directionChange({ ledger, facts, policy });
        if (way?.kind === "go" && way.moved) return way;
        return hold(
            ledger,
            `live-${what}`,
            `the live ${policy.title} ${id}, generation ${generation} in ${ledger.current}, was ${what} by somebody else: ` +
                `consumers fail. Nothing is rotated or retired meanwhile. To replace it set rotation.heal: true or a new ` +
                `value of rotation.rotate and run again` +
                LIVE_FAULT_HINTS[what](facts),
            "error",
        );
    }
    const other = otherSlot(ledger.current);
    // A previous credential that some consumer may still need to come back is not replaced.
    const slot = isFree(ledger, facts, policy) && !isOutdated(facts) ? other : ledger.current;
    const asked: Ledger = policy.nonce === undefined ? ledger : { ...ledger, nonce: policy.nonce };
    const why = `healing: the live key ${id} was ${what} by somebody else`;
    // Whoever changed its secret can still log in with theirs.
    return startRotation(
        asked,
        slot,
        facts,
        policy,
        "healing",
        why,
        policy.revoke && rotationRequested(ledger, policy),
    );
}
