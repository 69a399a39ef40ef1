import { idOf, redactedId } from "../../decision/attribution";
import { Slot } from "../../decision/types";
import type { GateContext } from "./gateContext";

/** What somebody else deleted is gone from a refreshed state too; it is made anew only where that is asked for. */
export function notAsked({ policy, ledger, facts }: GateContext): string {
    const id = redactedId(idOf(ledger, ledger.current, facts.record) ?? "");
    return (
        `${policy.title}: ${id} was deleted by somebody else, and nothing is made in its place without being asked for. ` +
        `Set rotation.heal: true or a new value of rotation.rotate, and run again`
    );
}

/**
 * True where the memory is of a place that the program does not name any more, as after a first run at somebody else's
 * record: neither the state nor the place holds anything, so a value that nobody has yet is made.
 */
export async function startsAfresh({ policy, facts, again }: GateContext): Promise<boolean> {
    if (!policy.unlisted || facts.record !== null || again === undefined) return false;
    return (await again.record()) === null && (await again.places()).length === 0;
}

/** The state does not hold what the record says exists: a state that was lost, or an old one. */
export function stateLacks({ kind, ledger, facts, policy }: GateContext, slot: Slot): string {
    const { remediation: wayOut = "take the key over with adopt: { accessKeyId, secretAccessKey }" } = kind;
    const id = redactedId(idOf(ledger, slot, facts.record) ?? "");
    return (
        `${policy.title}: ${policy.recordAt} says that generation ${ledger[slot].generation} (${id}) exists in ${slot}, but ` +
        `this stack's state does not hold it, so its secret cannot be had from there. None was made in its place. Ways ` +
        `out: restore the state (pulumi stack import), or ${wayOut}. If the credential was renamed or has another parent, ` +
        `name its old place in aliases. If another stack publishes there, give this one ` +
        `a place and a user of its own. If the engine was asked to replace it (--replace, a ` +
        `taint), do without, and set a new value of rotation.rotate for a new one`
    );
}
