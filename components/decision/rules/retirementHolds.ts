import { formatDuration } from "../../schedule/duration";
import { remoteOf } from "../attribution";
import { hold } from "../transitions";
import { ConsumerFact, Decision, Facts, Ledger, otherSlot, Policy, Reason } from "../types";
import { isReportedLate, usesCountFrom, wasDisabledAt } from "../usageWindow";

/**
 * Reasons for which a previous credential whose time is over is kept all the same. While the published one is dead,
 * consumers may have nothing else, and somebody may have enabled it again for them.
 */
const HOLDING: Reason[] = [
    ...(["consumer-behind", "in-use", "used-after-disabling"] as const),
    ...(["live-deleted", "live-disabled", "live-changed"] as const),
];

/** A decision under which the run leaves the previous credential as it is. */
export type RetirementHold = Extract<Decision, { kind: "go" }>;

/** True if the run leaves the previous credential as it stands at the vendor. */
export function isHeld(decision: Decision): boolean {
    return HOLDING.includes(decision.reason);
}

/** Why the previous credential is not taken away although its time is over; undefined if nothing speaks against it. */
export function retirementHold(ledger: Ledger, facts: Facts, policy: Policy): RetirementHold | undefined {
    const why = consumerHold(ledger, facts) ?? (ledger.revoking ? undefined : usageHold(ledger, facts, policy));
    if (why === undefined || Date.parse(facts.window.start) <= Date.parse(ledger.rotatedAt)) return why;
    return { ...why, sentence: `not rotating, due since ${facts.window.start}: ${why.sentence}` };
}

/** True if some consumer does not say that it runs on the generation on record. */
export function isOutdated(facts: Facts): boolean {
    return lagging(facts).length > 0;
}

function lagging(facts: Facts): ConsumerFact[] {
    return (facts.consumers ?? []).filter(({ state }) => state !== "confirmed");
}

/** The previous credential is kept for consumers that have not moved, whoever asks for its place. */
export function consumerHold(ledger: Ledger, facts: Facts): RetirementHold | undefined {
    const slot = otherSlot(ledger.current);
    const behind = lagging(facts);
    if (behind.length === 0 || ledger[slot].phase === "absent" || remoteOf(ledger, slot, facts) === "missing") return;
    const live = ledger[ledger.current].generation;
    const who = behind.map(({ title, state, detail }) =>
        state === "behind"
            ? `${title} does not run on generation ${live} yet (${detail})`
            : `${title} could not be asked whether it runs on generation ${live} (${detail})`,
    );
    const sentence =
        `holding ${slot}, generation ${ledger[slot].generation}: ${who.join("; ")}. It is neither disabled nor deleted before ` +
        `that. If a consumer is gone for good, take it off consumers`;
    return allHolds(ledger, "consumer-behind", sentence);
}

function usageHold(ledger: Ledger, facts: Facts, policy: Policy): RetirementHold | undefined {
    const slot = otherSlot(ledger.current);
    const remote = remoteOf(ledger, slot, facts);
    if (typeof remote === "string") return undefined;
    const level = policy.audit?.onUse === "fail" ? "error" : "warning";
    const what = `holding ${slot}, generation ${ledger[slot].generation}`;
    if (remote.inUse !== undefined) {
        const sentence = `${what}: it is still in use: ${remote.inUse}. Nothing is disabled or deleted until it is not`;
        return allHolds(ledger, "in-use", sentence, level);
    }
    if (policy.audit === undefined) return undefined;
    if (remote.useUnknown !== undefined) {
        const sentence = `${what}: it cannot be told whether it is still in use: ${remote.useUnknown}. Nothing is disabled or deleted before that`;
        return allHolds(ledger, "in-use", sentence, level);
    }
    const at = remote.lastUsedAt;
    if (at === undefined || Date.parse(at) <= Date.parse(policy.audit.reviewed ?? "1970-01-01T00:00:00Z"))
        return undefined;
    const use = `${at}${remote.lastUsedFor ? ` for ${remote.lastUsedFor}` : ""}${remote.lastUsedBy ? `. ${remote.lastUsedBy}` : ""}`;
    const ways = `If that is harmless, set audit.reviewed: "${at}"`;
    if (ledger[slot].phase === "inactive") {
        const since = ledger[slot].since ?? facts.now;
        if (Date.parse(at) > wasDisabledAt(since)) {
            const sentence = `${what}: it was used after it was disabled, at ${use}. A consumer was missed and fails: use: "previous" brings the key back. It is not deleted. ${ways}`;
            return allHolds(ledger, "used-after-disabling", sentence, level);
        }
        if (!isReportedLate(Date.parse(at), since, ledger.rotatedAt, policy)) return undefined;
        const sentence = `${what}: it was used shortly before it was disabled, at ${use}. This was told only afterwards. A consumer was missed: use: "previous" brings the key back. It is not deleted. ${ways}`;
        return allHolds(ledger, "in-use", sentence, level);
    }
    if (Date.parse(at) <= usesCountFrom(ledger.rotatedAt, facts.now, policy, policy.audit)) return undefined;
    const quiet = formatDuration(policy.audit.quietMs);
    const lag =
        policy.audit.lagMs > 0 ? `; the vendor tells of a use up to ${formatDuration(policy.audit.lagMs)} late` : "";
    const sentence = `${what}: it is still in use, last at ${use}. It leaves after ${quiet} without a use${lag}. ${ways}`;
    return allHolds(ledger, "in-use", sentence, level);
}

function allHolds(
    ledger: Ledger,
    reason: Reason,
    sentence: string,
    level: "warning" | "error" = "warning",
): RetirementHold {
    return hold(ledger, reason, sentence, level) as RetirementHold;
}
