import { consumerHold, isOutdated } from "./retirementHolds";
import { idOf, remoteOf, unknownCredentials, redactedId, redactedIds } from "./attribution";
import { reconcileWithVendor, hold, enterPhase, startOverlap, startRotation, transition, stop } from "./transitions";
import { disable } from "./retirement";
import { Decision, Facts, Ledger, otherSlot, Policy } from "./types";

const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** True if the user set a nonce that was not acted upon yet. */
export function rotationRequested(ledger: Ledger, policy: Policy): boolean {
    return policy.nonce !== undefined && policy.nonce !== ledger.nonce;
}

/** The live credential was deleted or disabled behind our back. */
export function liveLost(ledger: Ledger, facts: Facts, policy: Policy): Decision | undefined {
    const remote = remoteOf(ledger, ledger.current, facts);
    const what = liveFault(remote, facts);
    if (what === undefined) return undefined;
    const id = redactedId(idOf(ledger, ledger.current, facts.record) ?? "");
    const generation = ledger[ledger.current].generation;
    if (!policy.heal && !rotationRequested(ledger, policy)) {
        const way = directionChange(ledger, facts, policy);
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

/** What somebody else did to the live credential. */
function liveFault(remote: ReturnType<typeof remoteOf>, facts: Facts): keyof typeof LIVE_FAULT_HINTS | undefined {
    if (remote === "missing") return "deleted";
    if (remote !== "unknown" && !remote.active) return "disabled";
    return facts.refused === undefined ? undefined : "changed";
}

/** What else there is to say of it. */
const LIVE_FAULT_HINTS = {
    deleted: () => "",
    disabled: () => "; or enable it again if that was a mistake",
    changed: ({ refused }: Facts) => `. What is published is refused: ${refused}`,
};

/** A rotation that the user asks for now. */
export function emergencyRotation(ledger: Ledger, facts: Facts, policy: Policy): Decision | undefined {
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
function isFree(ledger: Ledger, facts: Facts, policy: Policy): boolean {
    const slot = otherSlot(ledger.current);
    const { phase } = ledger[slot];
    if (phase === "absent" || (phase === "inactive" && policy.unlisted)) return true;
    const remote = remoteOf(ledger, slot, facts);
    return remote === "missing" || (phase === "inactive" && remote !== "unknown" && !remote.active);
}

/** Going back to the previous generation, staying there, and coming forward again. */
export function directionChange(ledger: Ledger, facts: Facts, policy: Policy): Decision | undefined {
    const other = otherSlot(ledger.current);
    const { phase, generation } = ledger[other];
    const remote = remoteOf(ledger, other, facts);
    const there = phase !== "absent" && remote !== "missing";
    const works = there && (remote === "unknown" || remote.active);
    if (policy.use === "previous") {
        const live = ledger[ledger.current].generation;
        if (ledger.back)
            return hold(ledger, "holding-previous", `holding at generation ${live}: use: "previous" is set`, "info");
        if (there && phase === "overlap" && !works)
            return disable(ledger, facts, policy, "it was disabled by somebody else; the next run goes back to it");
        if (there)
            return switchDirection(
                ledger,
                facts,
                policy,
                "going-back",
                `going back to generation ${generation} in ${other}`,
            );
        const sentence = `${policy.title}: use: "previous" is set, but ${other} holds nothing any more; remove it`;
        return hold(ledger, "no-previous", sentence, "error");
    }
    if (!ledger.back) return undefined;
    if (works)
        return switchDirection(
            ledger,
            facts,
            policy,
            "going-forward",
            `coming forward to generation ${generation} in ${other}`,
        );
    const ahead: Ledger = { ...ledger, [other]: reconcileWithVendor(ledger, other, facts, policy) };
    delete ahead.back;
    const why = there ? "is disabled" : "holds nothing any more";
    return transition(ahead, facts, "going-forward", `staying with ${ledger.current}: ${other} ${why}`);
}

/** A change of direction that is not on record yet is turned round when it is not wanted any more, or leads nowhere. */
export function reverseDirection(ledger: Ledger, facts: Facts, policy: Policy): Decision | undefined {
    const { record } = facts;
    const published = otherSlot(ledger.current);
    const pending = record !== null && record.slot === published && record.generation === ledger[published].generation;
    if (!pending || idOf(ledger, ledger.current, record) === undefined) return undefined;
    if (remoteOf(ledger, ledger.current, facts) === "missing") {
        const sentence = `staying with ${published}: ${ledger.current} holds nothing any more`;
        return switchDirection(ledger, facts, policy, "going-forward", sentence);
    }
    return (ledger.back ?? false) === (policy.use === "previous") ? undefined : directionChange(ledger, facts, policy);
}

function switchDirection(
    ledger: Ledger,
    facts: Facts,
    policy: Policy,
    reason: "going-back" | "going-forward",
    sentence: string,
): Decision {
    const from = ledger.current;
    const to = otherSlot(from);
    const next: Ledger = {
        ...ledger,
        current: to,
        rotatedAt: facts.now,
        [to]: enterPhase(ledger[to], "live", facts),
        [from]: startOverlap(ledger, from, facts, policy),
    };
    delete next.revoking;
    if (reason === "going-back") next.back = true;
    else delete next.back;
    return transition(next, facts, reason, sentence);
}

/** The clock stands before the last rotation or disabling: times mean nothing until it is right again. */
export function clockBehind(ledger: Ledger, facts: Facts): Decision | undefined {
    const slot = otherSlot(ledger.current);
    const { phase, since = facts.now, generation } = ledger[slot];
    const isAhead = (at: string): boolean => Date.parse(at) - Date.parse(facts.now) > CLOCK_TOLERANCE_MS;
    const published = `generation ${ledger[ledger.current].generation} was published at ${ledger.rotatedAt}`;
    const [what, did] = isAhead(ledger.rotatedAt)
        ? [published, "published"]
        : [`${slot}, generation ${generation}, was disabled at ${since}`, "disabled"];
    if (did === "disabled" && !(phase === "inactive" && isAhead(since))) return undefined;
    const sentence =
        `the clock says ${facts.now}, but ${what}: nothing is rotated or retired until the clock is right. If it was wrong ` +
        `in the run that ${did}, a new value of rotation.rotate makes a new start`;
    return hold(ledger, "clock-behind", sentence, "warning");
}

/** A stranger stands in the place that the next rotation needs: said before it is in the way. */
export function warnUnmanagedKeys(ledger: Ledger, facts: Facts, policy: Policy): Decision | undefined {
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
