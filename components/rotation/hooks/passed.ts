import type { Gate, GateContext } from "./gateContext";

/** What must have been passed before the next one, where this run makes or moves what is published. */
const BEFORE: Record<Gate, { gate: Gate; step: string } | undefined> = {
    mint: undefined,
    publish: { gate: "mint", step: "the new credential was made" },
    record: { gate: "publish", step: "it was published" },
};

/**
 * Notes that a gate is being passed, and refuses to where the step before it went by without its own: something took the
 * hook away.
 */
export function pass(context: GateContext, gate: Gate): void {
    const { ledger, facts, policy } = context;
    const passed = (context.passed ??= new Set());
    const before = BEFORE[gate];
    passed.add(gate);
    const begun = ledger.moved.run === facts.run && BEGINNINGS[gate]?.includes(ledger.moved.reason) === true;
    if (before === undefined || !begun || passed.has(before.gate) || ledger[ledger.current].adopted) return;
    throw new Error(
        `${policy.title}: ${before.step} without the check before it, or was left out of this run (--target, --exclude). ` +
            `Nothing more is done with it, and the credential on record stays valid. Leave the hooks of a credential's ` +
            `resources alone in transforms, and run again`,
    );
}

const MINTS = ["first-issue", "window", "emergency", "healing"];

/** Moves in which the step before certainly belongs to the same run; one that is finished may have had it earlier. */
const BEGINNINGS: Partial<Record<Gate, string[]>> = {
    publish: MINTS,
    record: [...MINTS, "going-back", "going-forward"],
};
