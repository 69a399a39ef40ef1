import { bootstrap, rebuild, takeOver } from "./bootstrap";
import { stateConflict, resume } from "./resume";
import { isConfirmed, remoteOf, unknownCredentials, redactedIds } from "./attribution";
import { clockBehind, directionChange, emergencyRotation, warnUnmanagedKeys, liveLost } from "./interventions";
import { hold, enterPhase, withSlot } from "./transitions";
import { isRotationDue, retirePrevious } from "./retirement";
import { Decision, Facts, Ledger, otherSlot, Policy } from "./types";

/**
 * What one run does, and why. Looks at nothing but its arguments.
 *
 * At most one slot changes validity per run (with `revoke`, the replaced one follows in the same run, after the
 * consumers). A mint goes only into a free slot; nothing is begun before the last generation is on record.
 *
 * @param ledger the memory of earlier runs; undefined if there is none
 */
export function decide(ledger: Ledger | undefined, facts: Facts, policy: Policy): Decision {
    if (ledger === undefined) {
        return facts.record === null ? bootstrap(facts, policy) : rebuild(facts, policy, facts.record);
    }
    if (facts.unseen) return hold(ledger, "not-known", undecidable(policy), "info");
    return stateConflict(ledger, facts, policy) ?? applyRules(ledger, facts, policy);
}

function applyRules(ledger: Ledger, facts: Facts, policy: Policy): Decision {
    if (!isConfirmed(ledger, facts.record)) return resume(ledger, facts, policy);
    const settled = normalize({ ...ledger, rotatedAt: facts.record.rotated_at }, facts);
    const urgent =
        liveLost(settled, facts, policy) ??
        takeOver(settled, facts, policy) ??
        emergencyRotation(settled, facts, policy) ??
        directionChange(settled, facts, policy);
    if (urgent) return releaseUnrecorded(settled, facts, policy, urgent);
    const late = clockBehind(settled, facts);
    if (late) return late;
    const usual = retirePrevious(settled, facts, policy);
    const quiet = usual.kind === "go" && usual.level === "silent";
    return quiet
        ? (warnUnmanagedKeys(settled, facts, policy) ?? usual)
        : releaseUnrecorded(settled, facts, policy, usual);
}

/**
 * After a rebuild the state may still hold what an interrupted rotation made and no record names. A run that stopped for
 * it would never let go of it, so the first to succeed goes on without a rotation.
 */
function releaseUnrecorded(ledger: Ledger, facts: Facts, policy: Policy, decision: Decision): Decision {
    const stops = decision.kind === "stop" && decision.reason === "no-free-place";
    return stops && ledger.moved.reason === "rebuilt"
        ? hold(ledger, "foreign", unrecordedMessage(facts, ledger, policy), "warning")
        : decision;
}

function undecidable({ title, recordAt }: Policy): string {
    return (
        `${title}: what this run will do cannot be known in this preview, for the provider that reads ${recordAt} is itself ` +
        `still to be made or changed; the update decides`
    );
}

function unrecordedMessage(facts: Facts, ledger: Ledger, policy: Policy): string {
    return (
        `${policy.title}: the ledger was rebuilt, and ${redactedIds(unknownCredentials(ledger, facts))} is on no record. If an ` +
        `interrupted rotation made it, this run publishes what is on record and then lets go of it, and the next one ` +
        `rotates. If you read this again, it was not made here: adopt it, or delete it once nobody uses it`
    );
}

/**
 * The next rotation follows the calendar; while one is overdue it stays at the moment when it fell due. A slot that was
 * to be disabled and is still active is disabled in this run, so its retention counts from now.
 */
function normalize(ledger: Ledger, facts: Facts): Ledger {
    const slot = otherSlot(ledger.current);
    const { phase, since = facts.now } = ledger[slot];
    const remote = remoteOf(ledger, slot, facts);
    const late =
        phase === "inactive" &&
        typeof remote === "object" &&
        remote.active &&
        Date.parse(since) < Date.parse(facts.now);
    const next = late ? withSlot(ledger, slot, enterPhase(ledger[slot], "inactive", facts)) : ledger;
    return isRotationDue(ledger, facts) ? next : { ...next, nextRotation: facts.window.end };
}

/**
 * The decision of this run as the ledger came out of it: its own move, or why nothing moved. Where the ledger took no
 * part (a run with --target) nothing moves either, whatever is due.
 */
export function decisionOf(ledger: Ledger, facts: Facts, policy: Policy): Decision {
    const { run, reason, sentence } = ledger.moved;
    if (run === facts.run) {
        const level = reason === "still-active" || reason === "emergency-waiting" ? "warning" : "info";
        return { kind: "go", ledger, reason: reason as Decision["reason"], sentence, level, moved: true };
    }
    const decision = decide(ledger, facts, policy);
    if (decision.kind === "stop" || !decision.moved) return decision;
    return hold(
        ledger,
        "not-targeted",
        `not in this run, whose targets leave the ledger out: ${decision.sentence}`,
        "info",
    );
}
