import { idOf, remoteOf } from "../attribution";
import { disable } from "./retirement";
import { enterPhase, hold, reconcileWithVendor, startOverlap, transition } from "../transitions";
import { Decision, Facts, Ledger, otherSlot, Policy, Run } from "../types";

/** Going back to the previous generation, staying there, and coming forward again. */
export function directionChange({ ledger, facts, policy }: Run): Decision | undefined {
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
    return (ledger.back ?? false) === (policy.use === "previous")
        ? undefined
        : directionChange({ ledger, facts, policy });
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
