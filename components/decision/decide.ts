import { isConfirmed, redactedIds, remoteOf, unknownCredentials } from "./attribution";
import { bootstrap, rebuild } from "./bootstrap";
import { emergencyRotation } from "./rules/rotationRequested";
import { resume } from "./rules/unconfirmedGeneration";
import { isRotationDue, retirePrevious } from "./rules/retirement";
import { clockBehind } from "./rules/clockBehind";
import { directionChange } from "./rules/directionChange";
import { liveLost } from "./rules/liveLost";
import { stateConflict } from "./rules/stateConflict";
import { takeOver } from "./rules/takeOver";
import { warnUnmanagedKeys } from "./rules/unmanagedKeys";
import { enterPhase, hold, withSlot } from "./transitions";
import { Decision, Facts, Ledger, otherSlot, Policy, Run } from "./types";

/** Answers where it applies, and leaves the run to the rules after it where it does not. */
type Rule = (run: Run) => Decision | undefined;

/** The first rule that answers wins, so the order is the priority. docs/reasons.md explains each code. */
const RULES: Rule[] = [
    liveLost, // live-deleted, live-disabled, live-changed, healing
    takeOver, // adopted
    emergencyRotation, // emergency, emergency-waiting
    directionChange, // going-back, going-forward, holding-previous, no-previous
    clockBehind, // clock-behind
    unmanagedKeyAhead, // foreign
    retirePrevious, // overlap, retention, in-use, consumer-behind, disabling, deleting, window, idle
];

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
    const run = { ledger, facts, policy };
    return notKnown(run) ?? stateConflict(run) ?? unconfirmedGeneration(run) ?? applyRules(run);
}

/** In a preview whose provider is still to be made, nothing is judged. */
function notKnown({ ledger, facts, policy }: Run): Decision | undefined {
    return facts.unseen ? hold(ledger, "not-known", undecidable(policy), "info") : undefined;
}

/** Nothing else begins before the last generation is on record. */
function unconfirmedGeneration(run: Run): Decision | undefined {
    return isConfirmed(run.ledger, run.facts.record) ? undefined : resume(run);
}

/** The rules, over a ledger that is on record: its times are brought up to date first. */
function applyRules({ ledger, facts, policy }: Run): Decision {
    const rotatedAt = facts.record?.rotated_at ?? ledger.rotatedAt;
    const run = { ledger: normalize({ ...ledger, rotatedAt }, facts), facts, policy };
    for (const rule of RULES) {
        const decision = rule(run);
        if (decision) return releaseUnrecorded(run.ledger, facts, policy, decision);
    }
    throw new Error("no rule answered"); // the last one always does
}

/** A key that is not ours and fills the slot of the next rotation: said in a run that has nothing else to say. */
function unmanagedKeyAhead(run: Run): Decision | undefined {
    const usual = retirePrevious(run);
    return usual.kind === "go" && usual.level === "silent" ? warnUnmanagedKeys(run) : undefined;
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
