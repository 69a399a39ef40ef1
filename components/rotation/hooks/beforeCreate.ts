import { otherSlot } from "../../decision/types";
import { redactedIds, remoteOf, stemsFromIntent, unknownCredentials } from "../../decision/attribution";
import { fullMessage, nameTakenMessage } from "../../decision/transitions";
import { GateContext, isMinting } from "./gateContext";
import { removeLeftovers } from "./leftovers";
import { pass } from "./passed";
import { notAsked, startsAfresh, stateLacks } from "./stateLacks";

/**
 * Before a credential is made: refuses to make one that the record says exists, and looks for leftovers of an
 * interrupted run. Runs only when the engine is about to create, so it knows what no list can tell: that the state
 * holds no such credential.
 */
export async function beforeMint(context: GateContext): Promise<void> {
    const { kind, scope, ledger, facts, policy } = context;
    pass(context, "mint");
    const generation = ledger[ledger.current].generation;
    if (!isMinting(context)) {
        if (remoteOf(ledger, ledger.current, facts) === "missing") throw new Error(notAsked(context));
        if (await startsAfresh(context)) return;
        throw new Error(stateLacks(context, ledger.current));
    }
    await Promise.all([kind.beforeMint?.(), context.beforeMint?.()]);
    const unknown = unknownCredentials(ledger, { ...facts, remote: await kind.listCredentials(scope) });
    const orphans = unknown.filter((credential) => stemsFromIntent(ledger.intent, credential, generation));
    const foreign = unknown.filter((credential) => !orphans.includes(credential));
    const others = ledger[otherSlot(ledger.current)].phase === "absent" ? 0 : 1;
    const crowd = kind.otherCredentialCount?.() ?? 0;
    if (policy.capacity !== undefined && foreign.length + crowd + others + 1 > policy.capacity) {
        throw new Error(fullMessage(policy, redactedIds(foreign), crowd));
    }
    const inThePlace = foreign.filter((credential) => credential.slot === ledger.current);
    if (inThePlace.length > 0) throw new Error(nameTakenMessage(policy, inThePlace));
    await removeLeftovers(context, orphans);
    context.beside = foreign.map((credential) => credential.id);
}

/** Before the previous credential is made: it never is, for its slot holds one or is not registered at all. */
export async function beforePrevious(context: GateContext): Promise<void> {
    throw new Error(stateLacks(context, otherSlot(context.ledger.current)));
}
