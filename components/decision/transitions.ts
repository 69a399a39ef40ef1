import { idOf, ids, remoteOf, unknownCredentials, redactedIds } from "./attribution";
import {
    Decision,
    Facts,
    Ledger,
    Level,
    otherSlot,
    Phase,
    Policy,
    Reason,
    RemoteCredential,
    Slot,
    SlotState,
} from "./types";

/** The run stops before any change. */
export function stop(reason: Reason, sentence: string): Decision {
    return { kind: "stop", reason, sentence };
}

/** Nothing changes in this run. */
export function hold(ledger: Ledger, reason: Reason, sentence: string, level: Level = "silent"): Decision {
    return { kind: "go", ledger, reason, sentence, level, moved: false };
}

/** The ledger changes; `moved` keeps why, for this run's message, and identifiers that the record tells are kept too. */
export function transition(
    ledger: Omit<Ledger, "moved">,
    facts: Facts,
    reason: Reason,
    sentence: string,
    level: Level = "info",
): Decision {
    const changed: Ledger = { ...ledger, moved: { run: facts.run, reason, sentence } };
    const next = { ...changed, blue: identified(changed, "blue", facts), green: identified(changed, "green", facts) };
    return { kind: "go", ledger: next, reason, sentence, level, moved: true };
}

function identified(ledger: Ledger, slot: Slot, facts: Facts): SlotState {
    const id = idOf(ledger, slot, facts.record);
    return id === undefined || ledger[slot].adopted === id ? ledger[slot] : { ...ledger[slot], id };
}

/** Replaces the state of one slot. */
export function withSlot(ledger: Ledger, slot: Slot, state: SlotState): Ledger {
    return { ...ledger, [slot]: state };
}

/** The same slot in another phase, from now on. */
export function enterPhase(state: SlotState, phase: Phase, facts: Facts): SlotState {
    return { ...state, phase, since: facts.now };
}

/** Where a slot goes at the end of its overlap. */
export function phaseAfterOverlap(policy: Policy): Phase {
    return policy.canDisable ? "inactive" : "absent";
}

/**
 * A previous slot as the vendor has it: nothing that somebody else ended comes back to life by itself, and the retention
 * of what was to be disabled but is still active begins only now.
 */
export function reconcileWithVendor(ledger: Ledger, slot: Slot, facts: Facts, policy: Policy): SlotState {
    const state = ledger[slot];
    const remote = remoteOf(ledger, slot, facts);
    if (state.phase === "absent" || remote === "unknown") return state;
    if (remote === "missing") return enterPhase(state, "absent", facts);
    if (remote.active === (state.phase === "overlap")) return state;
    return enterPhase(state, phaseAfterOverlap(policy), facts);
}

/** The slot that is not published any more stays valid for the overlap. */
export function startOverlap(ledger: Ledger, slot: Slot, facts: Facts, policy: Policy): SlotState {
    return reconcileWithVendor(withSlot(ledger, slot, enterPhase(ledger[slot], "overlap", facts)), slot, facts, policy);
}

/** Refusal when strangers leave no place for the credential that is to be made; undefined when there is room. */
export function refuseIfFull(
    ledger: Ledger,
    facts: Facts,
    policy: Policy,
    places: number,
    foreign = unknownCredentials(ledger, facts),
): Decision | undefined {
    const { crowd = 0 } = facts;
    if (policy.capacity === undefined || foreign.length + crowd + places <= policy.capacity) return undefined;
    return stop("no-free-place", fullMessage(policy, redactedIds(foreign), crowd));
}

/** Refusal when a stranger fills the very place by its name; undefined where names are no places. */
function refuseIfNameTaken(ledger: Ledger, slot: Slot, facts: Facts, policy: Policy): Decision | undefined {
    const there = unknownCredentials(ledger, facts).filter((stranger) => stranger.slot === slot);
    return there.length === 0 ? undefined : stop("no-free-place", nameTakenMessage(policy, there));
}

/** The same in words. */
export function nameTakenMessage(policy: Policy, there: RemoteCredential[]): string {
    return (
        `${policy.title}: ${redactedIds(there)} was not made here and has the name that the new one needs. Nothing was ` +
        `changed. Rename or remove it once nobody uses it, and run again`
    );
}

function fieldOf({ adoptField = "adopt.accessKeyId" }: Policy): string {
    return adoptField.replace(/^adopt\./, "");
}

/** What is in the way and the ways out. */
export function fullMessage(policy: Policy, names: string, crowd = 0): string {
    if (crowd > 0) {
        return (
            `${policy.title}: ${crowd} others that were not made here leave no place for the new one (at most ` +
            `${policy.capacity} in all)${names && `, nor does ${names}`}. Nothing was changed. Delete one that nobody uses, ` +
            `and run again`
        );
    }
    return (
        `${policy.title}: ${names} ${names.includes(",") ? "were not made here and fill" : "was not made here and fills"} the place that the ` +
        `new one needs (at most ${policy.capacity} can stand beside each other). Nothing was changed. Ways out: take it ` +
        `over with adopt: { ${fieldOf(policy)}: … }, or delete it once nobody uses it, and run again`
    );
}

/**
 * Mints the next generation in a slot and makes it the one to publish. The slot must be free, or be the live one
 * whose credential is gone.
 */
export function startRotation(
    ledger: Ledger,
    slot: Slot,
    facts: Facts,
    policy: Policy,
    reason: Reason,
    why: string,
    revoke = false,
): Decision {
    const other = otherSlot(slot);
    const beside = ledger[other].phase === "absent" || remoteOf(ledger, other, facts) === "missing" ? 0 : 1;
    const refusal = refuseIfFull(ledger, facts, policy, beside + 1) ?? refuseIfNameTaken(ledger, slot, facts, policy);
    if (refusal) return refusal;
    const generation = ledger.generation + 1;
    const leaving = ledger.current === other && slot !== ledger.current;
    const live = remoteOf(ledger, ledger.current, facts);
    const mark = ledger.intent?.mark ?? (typeof live === "object" ? live.mark : undefined) ?? facts.mark;
    const found = leaving
        ? startOverlap(ledger, other, facts, policy)
        : reconcileWithVendor(ledger, other, facts, policy);
    const revoked = leaving && revoke && found.phase === "overlap";
    // A deletion cannot be made to wait for steps of the same run, nor can a run wait for a person.
    const atOnce = policy.canDisable && policy.attended !== true;
    const kept = revoked && atOnce ? enterPhase(found, phaseAfterOverlap(policy), facts) : found;
    const next: Ledger = {
        ...ledger,
        current: slot,
        generation,
        rotatedAt: facts.now,
        nextRotation: facts.window.end,
        [slot]: { generation, phase: "live", since: facts.now },
        [other]: kept,
        intent: { since: facts.now, known: ids(facts.remote), ...(mark === undefined ? {} : { mark }) },
    };
    delete next.back;
    if (leaving) delete next.revoking;
    if (revoked && !atOnce) next.revoking = true;
    const stays = policy.exclusive
        ? `; ${other} stops working at the moment when it is set, for there is no overlap`
        : `; ${other} stays valid beside it`;
    const by = atOnce ? "as soon as" : "by the next run, once";
    const end = `; ${other} is ${policy.canDisable ? "disabled" : "deleted"} ${by} the consumers have moved`;
    const overlapping = kept.phase === "overlap" && next.revoking !== true;
    const then = leaving ? (overlapping ? stays : revoked ? end : "") : "";
    return transition(next, facts, reason, `${why}: generation ${generation} goes into ${slot}${then}`);
}
