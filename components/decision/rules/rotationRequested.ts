import { remoteOf } from "../attribution";
import { disable } from "./retirement";
import { consumerHold } from "./retirementHolds";
import { hold, startRotation, stop, transition } from "../transitions";
import { Decision, Facts, Ledger, otherSlot, Policy, Run } from "../types";

/** True if the user set a nonce that was not acted upon yet. */
export function rotationRequested(ledger: Ledger, policy: Policy): boolean {
    return policy.nonce !== undefined && policy.nonce !== ledger.nonce;
}

/** A rotation that the user asks for now. */
export function emergencyRotation({ ledger, facts, policy }: Run): Decision | undefined {
    if (!rotationRequested(ledger, policy)) return undefined;
    if (policy.use === "previous") {
        return stop(
            "emergency-waiting",
            `${policy.title}: rotation.rotate asks for a new credential and rotation.use: "previous" for an old one; ` +
                `remove one of them`,
        );
    }
    const slot = otherSlot(ledger.current);
    const behind = consumerHold(ledger, facts);
    if (behind) return { ...behind, sentence: `rotation asked for, but not yet: ${behind.sentence}` };
    if (isFree(ledger, facts, policy)) {
        const asked = { ...ledger, nonce: policy.nonce };
        return startRotation(asked, slot, facts, policy, "emergency", "rotating now, as asked", policy.revoke);
    }
    if (ledger[slot].phase === "overlap") {
        return disable(ledger, facts, policy, "a rotation was asked for and needs its place; the next run rotates");
    }
    const sentence = `rotation asked for, but ${slot} cannot be replaced yet: `;
    if (remoteOf(ledger, slot, facts) === "unknown") {
        return hold(ledger, "emergency-waiting", `${sentence}its state at the vendor is not known`, "warning");
    }
    return transition(ledger, facts, "emergency-waiting", `${sentence}it is still active at the vendor`, "warning");
}

/** Free: nothing there, or disabled for certain. The retention does not hold back what was asked for. */
export function isFree(ledger: Ledger, facts: Facts, policy: Policy): boolean {
    const slot = otherSlot(ledger.current);
    const { phase } = ledger[slot];
    if (phase === "absent" || (phase === "inactive" && policy.unlisted)) return true;
    const remote = remoteOf(ledger, slot, facts);
    return remote === "missing" || (phase === "inactive" && remote !== "unknown" && !remote.active);
}
