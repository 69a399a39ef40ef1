import { ids, redactedId, redactedIds } from "./attribution";
import { refuseIfFull, stop, transition } from "./transitions";
import { Decision, Facts, Intent, Ledger, Policy, RotationRecord, SlotState, otherSlot } from "./types";

const UNUSED: SlotState = { generation: 0, phase: "absent" };

function emptyLedger(facts: Facts, policy: Policy): Ledger {
    return {
        version: 1,
        current: "blue",
        generation: 0,
        rotatedAt: facts.now,
        nextRotation: facts.window.end,
        blue: UNUSED,
        green: UNUSED,
        ...(policy.nonce === undefined ? {} : { nonce: policy.nonce }),
        moved: { run: "", reason: "", sentence: "" },
    };
}

function firstIntent({ now, remote, mark }: Facts): Intent {
    return { since: now, known: ids(remote), ...(mark === undefined ? {} : { mark }) };
}

/** Neither ledger nor record: the first issue, or the taking over of what exists. */
export function bootstrap(facts: Facts, policy: Policy): Decision {
    const empty = emptyLedger(facts, policy);
    if (facts.obstacle !== undefined) return stop("no-free-place", `${policy.title}: ${facts.obstacle}`);
    if (policy.adopt) return adopt(empty, facts, policy, policy.adopt);
    const refusal = refuseIfFull(empty, facts, policy, 2);
    if (refusal) return refusal;
    return transition(
        {
            ...empty,
            generation: 1,
            blue: { generation: 1, phase: "live", since: facts.now },
            intent: firstIntent(facts),
        },
        facts,
        "first-issue",
        `first issue: generation 1 goes into blue${policy.exclusive ? "; what was valid before stops working at that moment" : ""}`,
    );
}

function adopt(empty: Ledger, facts: Facts, policy: Policy, wanted: NonNullable<Policy["adopt"]>): Decision {
    const found = facts.remote?.find((credential) => credential.id === wanted.id);
    if (facts.remote !== null && found === undefined) {
        return stop(
            "adopt-missing",
            `${policy.title}: ${policy.adoptField ?? "adopt.accessKeyId"} names ${redactedId(wanted.id)}, which does not exist there; expected one of ` +
                `${redactedIds(facts.remote) || "none, for there is no key"}. Correct it or leave adopt out`,
        );
    }
    if (wanted.as === "current" && found?.active === false) {
        return stop(
            "adopt-disabled",
            `${policy.title}: ${redactedId(wanted.id)} is disabled and cannot be adopted as the current credential; enable ` +
                `it, or adopt it as: "previous"`,
        );
    }
    const taken: SlotState = { generation: 1, phase: "live", since: facts.now, adopted: wanted.id };
    const foreign = (facts.remote ?? []).filter((credential) => credential.id !== wanted.id);
    if (wanted.as === "current") {
        const note = foreign.length > 0 ? `; note that ${redactedIds(foreign)} must go before the next rotation` : "";
        const sentence = `adopting ${redactedId(wanted.id)} as generation 1 in blue; nothing is minted${note}`;
        return transition({ ...empty, generation: 1, blue: taken }, facts, "adopted", sentence);
    }
    const refusal = refuseIfFull(empty, facts, policy, 2, foreign);
    if (refusal) return refusal;
    return transition(
        {
            ...empty,
            current: "green",
            generation: 2,
            blue: { ...taken, phase: found?.active === false ? "inactive" : "overlap" },
            green: { generation: 2, phase: "live", since: facts.now },
            intent: firstIntent(facts),
        },
        facts,
        "adopted",
        `adopting ${redactedId(wanted.id)} as the previous credential in blue: generation 2 goes into green`,
    );
}

/** The ledger's memory is gone but the store has a record: everything is taken from there, nothing else happens. */
export function rebuild(facts: Facts, policy: Policy, record: RotationRecord): Decision {
    const current = record.slot;
    const previous = otherSlot(current);
    const adopted = policy.adopt?.id;
    const live: SlotState = {
        generation: record.generation,
        phase: "live",
        since: record.rotated_at,
        ...(adopted === record.id ? { adopted } : {}),
    };
    const older = previousState(facts, record, policy);
    const ledger: Ledger = {
        ...emptyLedger(facts, policy),
        current,
        generation: Math.max(record.generation, older.generation),
        rotatedAt: record.rotated_at,
        nextRotation: record.next_rotation,
        [current]: live,
        [previous]: adopted !== undefined && adopted === record.previous?.id ? { ...older, adopted } : older,
        ...(older.generation > record.generation ? { back: true } : {}),
    };
    const sentence =
        `rebuilt from ${policy.recordAt}: generation ${record.generation} is live in ${current}. If this is a new name or ` +
        `another parent of a credential that runs already, name its old place in aliases: without them pulumi up refuses it`;
    return transition(ledger, facts, "rebuilt", sentence);
}

/**
 * Where nobody can be asked, the store tells: the value before is in its overlap only while it is published too. What was
 * revoked or has left never comes back.
 */
function previousState(facts: Facts, record: RotationRecord, policy: Policy): SlotState {
    if (!record.previous) return UNUSED;
    const { generation, id } = record.previous;
    if (policy.unlisted && facts.beside !== true) return { generation, phase: "absent", since: facts.now };
    if (facts.remote === null) return { generation, phase: "overlap", since: record.rotated_at };
    const found = facts.remote.find((credential) => credential.id === id);
    if (found === undefined) return { generation, phase: "absent" };
    return found.active
        ? { generation, phase: "overlap", since: record.rotated_at }
        : { generation, phase: "inactive", since: facts.now };
}
