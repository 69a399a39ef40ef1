import { redactedIds, unknownCredentials } from "../attribution";
import { hold } from "../transitions";
import { Decision, otherSlot, Run } from "../types";

/** A stranger stands in the place that the next rotation needs: said before it is in the way. */
export function warnUnmanagedKeys({ ledger, facts, policy }: Run): Decision | undefined {
    const foreign = unknownCredentials(ledger, facts);
    // What carries another word is another stack's. What carries none may be of a run of an older version.
    const mayBeOurs = (mark: string | undefined): boolean => mark === undefined || mark === ledger.intent?.mark;
    const leftover = foreign.filter(({ generation, mark }) => generation !== undefined && mayBeOurs(mark));
    if (leftover.length > 0) {
        const sentence = `${policy.title}: ${redactedIds(leftover)} bears a name of this credential, but neither slot holds it: what an interrupted run left behind, or the key of another stack that was given the same names. Delete it at the vendor once it is certain that nobody uses it`;
        return hold(ledger, "foreign", sentence, "warning");
    }
    const inThePlace = foreign.filter(({ slot }) => slot === otherSlot(ledger.current));
    if (inThePlace.length > 0) {
        const sentence = `${policy.title}: ${redactedIds(inThePlace)} was not made here and has the name that the next rotation needs (${ledger.nextRotation}); rename or remove it before`;
        return hold(ledger, "foreign", sentence, "warning");
    }
    const { crowd = 0 } = facts;
    if (policy.capacity === undefined || foreign.length + crowd + 2 <= policy.capacity) return undefined;
    if (crowd > 0) {
        const sentence = `${policy.title}: ${crowd} others leave no place for the one that the next rotation makes (${ledger.nextRotation}; at most ${policy.capacity} in all); delete one before`;
        return hold(ledger, "foreign", sentence, "warning");
    }
    const sentence = `${policy.title}: ${redactedIds(foreign)} was not made here and stands in the place that the next rotation needs (${ledger.nextRotation}); adopt or delete it before`;
    return hold(ledger, "foreign", sentence, "warning");
}
