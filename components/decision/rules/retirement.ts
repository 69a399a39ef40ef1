import { formatDuration } from "../../schedule/duration";
import { remoteOf, redactedId } from "../attribution";
import { phaseAfterOverlap, hold, enterPhase, startRotation, transition, withSlot } from "../transitions";
import { retirementHold } from "./retirementHolds";
import { Decision, Facts, Ledger, otherSlot, Policy, Run, Slot } from "../types";

/** True once a window has begun after the current generation was published. */
export function isRotationDue(ledger: Ledger, facts: Facts): boolean {
    return Date.parse(facts.window.start) > Date.parse(ledger.rotatedAt);
}

/** A rotation that is to be made good for takes a day at most, besides the overlap. */
const EXPIRY_MARGIN_MS = 86_400_000;

/**
 * When the live credential dies by itself, if that is too soon to wait for a window: it was made for a shorter period,
 * or not by us.
 */
function expiresBeforeNextRun(ledger: Ledger, facts: Facts, policy: Policy): string | undefined {
    const remote = remoteOf(ledger, ledger.current, facts);
    const at = typeof remote === "object" ? remote.expiresAt : undefined;
    if (at === undefined || Date.parse(at) > Date.parse(facts.now) + policy.overlapMs + EXPIRY_MARGIN_MS)
        return undefined;
    return at;
}

/** Brings the previous slot one phase on, rotates into it when it is free and a rotation is due, or waits. */
export function retirePrevious({ ledger, facts, policy }: Run): Decision {
    const slot = otherSlot(ledger.current);
    const remote = remoteOf(ledger, slot, facts);
    const phase = ledger[slot].phase;
    if (phase === "absent") return rotationDue(ledger, facts, policy);
    if (remote === "missing") return previousDeleted(ledger, facts);
    if (phase === "overlap") {
        const disabled = remote !== "unknown" && !remote.active;
        return disabled
            ? disable(ledger, facts, policy, "it was disabled by somebody else")
            : overlap(ledger, facts, policy);
    }
    if (remote !== "unknown" && remote.active)
        return retirementHold(ledger, facts, policy) ?? stillActive(ledger, facts);
    return retention(ledger, facts, policy);
}

/** The previous slot is disabled, so that it can still be brought back; deleted where the vendor knows nothing else. */
export function disable(ledger: Ledger, facts: Facts, policy: Policy, why: string): Decision {
    const slot = otherSlot(ledger.current);
    const next = withSlot(ledger, slot, enterPhase(ledger[slot], phaseAfterOverlap(policy), facts));
    delete next.revoking;
    const what = `${slot}, generation ${ledger[slot].generation}: ${why}${useAfterRotation(ledger, slot, facts)}`;
    if (!policy.canDisable) return transition(next, facts, "deleting", `deleting ${what}`);
    return transition(next, facts, "disabling", `disabling ${what}`);
}

/** Says that a credential was used after its successor was published, where the vendor tells. */
function useAfterRotation(ledger: Ledger, slot: Slot, facts: Facts): string {
    const remote = remoteOf(ledger, slot, facts);
    const at = typeof remote === "string" ? undefined : remote.lastUsedAt;
    if (at === undefined || Date.parse(at) <= Date.parse(ledger.rotatedAt)) return "";
    return `; somebody still used it at ${at}, after generation ${ledger[ledger.current].generation} was published`;
}

/** The overlap of one that was taken over later than its successor was published counts from there. */
function overlapFrom(ledger: Ledger): number {
    const { adopted, since = ledger.rotatedAt } = ledger[otherSlot(ledger.current)];
    const published = Date.parse(ledger.rotatedAt);
    return adopted === undefined ? published : Math.max(published, Date.parse(since));
}

function overlap(ledger: Ledger, facts: Facts, policy: Policy): Decision {
    const slot = otherSlot(ledger.current);
    if (ledger.revoking)
        return (
            retirementHold(ledger, facts, policy) ??
            disable(ledger, facts, policy, "it was to be revoked; the consumers have moved")
        );
    const end = overlapFrom(ledger) + policy.overlapMs;
    if (Date.parse(facts.now) >= end)
        return (
            retirementHold(ledger, facts, policy) ??
            disable(ledger, facts, policy, `its overlap of ${formatDuration(policy.overlapMs)} is over`)
        );
    const since = formatDuration(Date.parse(facts.now) - Date.parse(ledger.rotatedAt));
    const wait = `generation ${ledger[ledger.current].generation} was published ${since} ago, overlap is ${formatDuration(policy.overlapMs)}`;
    return waiting(ledger, facts, "overlap", `holding ${slot}: ${wait}`);
}

function retention(ledger: Ledger, facts: Facts, policy: Policy): Decision {
    const slot = otherSlot(ledger.current);
    const state = ledger[slot];
    const rested = Date.parse(facts.now) - Date.parse(state.since ?? facts.now);
    const kept = retirementHold(ledger, facts, policy);
    if (kept?.reason === "used-after-disabling") return kept;
    if (rested < policy.retentionMs) {
        const sentence = `keeping ${slot} disabled: since ${formatDuration(rested)}, retention is ${formatDuration(policy.retentionMs)}`;
        return waiting(ledger, facts, "retention", sentence);
    }
    if (kept) return kept;
    if (isRotationDue(ledger, facts)) return rotationDue(ledger, facts, policy);
    const next = withSlot(ledger, slot, enterPhase(state, "absent", facts));
    const sentence = `deleting ${slot}, generation ${state.generation}: disabled for ${formatDuration(rested)}, retention is ${formatDuration(policy.retentionMs)}`;
    return transition(next, facts, "deleting", sentence);
}

function previousDeleted(ledger: Ledger, facts: Facts): Decision {
    const slot = otherSlot(ledger.current);
    const next = withSlot(ledger, slot, enterPhase(ledger[slot], "absent", facts));
    const sentence = `${slot}, generation ${ledger[slot].generation}, was deleted by somebody else; letting go of it`;
    return transition(next, facts, "previous-gone", sentence);
}

function stillActive(ledger: Ledger, facts: Facts): Decision {
    const slot = otherSlot(ledger.current);
    const sentence =
        `${slot} was to be disabled but is active: the last run did not get that far, or somebody enabled it again ` +
        `because a consumer still needs it. It is not deleted. To publish it again set use: "previous"; to disable it, ` +
        `run pulumi up --refresh`;
    return transition(ledger, facts, "still-active", sentence, "warning");
}

function waiting(ledger: Ledger, facts: Facts, reason: "overlap" | "retention", sentence: string): Decision {
    if (!isRotationDue(ledger, facts)) return hold(ledger, reason, sentence);
    return hold(ledger, "due-waiting", `not rotating yet, due since ${facts.window.start}: ${sentence}`, "info");
}

/**
 * The vendor still lists what an earlier run was to delete. The engine deletes at the end of a run, so a run that failed
 * before deleted nothing; the next one that does not fail makes up for it.
 */
function undeleted(ledger: Ledger, facts: Facts): Decision | undefined {
    const slot = otherSlot(ledger.current);
    const remote = remoteOf(ledger, slot, facts);
    if (typeof remote !== "object") return undefined;
    const sentence =
        `${slot}, generation ${ledger[slot].generation}, is still at the vendor (${redactedId(remote.id)}, ` +
        `${remote.active ? "active" : "disabled"}): an earlier run was to delete it and failed before. This run ` +
        `deletes it at its end, unless something else fails. If you read this again after a run that succeeded, delete it ` +
        `at the vendor once nobody uses it`;
    return hold(ledger, "undeleted", sentence, "warning");
}

function rotationDue(ledger: Ledger, facts: Facts, policy: Policy): Decision {
    const began = isRotationDue(ledger, facts);
    const death = expiresBeforeNextRun(ledger, facts, policy);
    if (!began && death === undefined) {
        const left = undeleted(ledger, facts);
        if (left) return left;
        const live = `generation ${ledger[ledger.current].generation} is live in ${ledger.current}`;
        return hold(ledger, "idle", `${live}; next rotation ${ledger.nextRotation}`);
    }
    const why = `rotating: ${began ? `window ${facts.window.start} began` : `what is published dies by itself at ${death}`}`;
    return startRotation(ledger, otherSlot(ledger.current), facts, policy, "window", why);
}
