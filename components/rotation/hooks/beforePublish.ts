import { isConfirmed, redactedId, stemsFromIntent, unknownCredentials } from "../../decision/attribution";
import { Fields } from "../../shared/scope";
import { verify } from "../../shared/verification";
import { agrees } from "./beforeRecord";
import { GateContext, isMinting, PublishedCopy } from "./gateContext";
import { removeLeftovers } from "./leftovers";
import { pass } from "./passed";

/**
 * After a credential was made: a reply that got lost makes the provider ask a second time, and one of the two
 * credentials is nobody's. It is told from others by having come up in this run, or by being disabled already.
 */
async function afterMint(context: GateContext, id: string): Promise<void> {
    const { kind, scope, ledger, facts, beside } = context;
    if (!isMinting(context)) return;
    const { generation } = ledger[ledger.current];
    const twins = unknownCredentials(ledger, { ...facts, remote: await kind.listCredentials(scope) }).filter(
        (credential) => credential.id !== id && stemsFromIntent(ledger.intent, credential, generation),
    );
    await removeLeftovers(
        context,
        twins.filter((twin) => !twin.active || beside?.includes(twin.id) === false),
    );
}

/**
 * Before anything is published: the credential must work, several times in a row.
 *
 * @param seen reads the stores back, to find out whether an earlier run published it already
 */
export async function beforePublish(
    context: GateContext,
    id: string,
    fields: Fields,
    seen: () => Promise<PublishedCopy[]>,
): Promise<void> {
    const { kind, scope, ledger, policy, limits, pace } = context;
    pass(context, "publish");
    await afterMint(context, id);
    const answer = await verify(() => kind.probe(fields), limits, pace);
    if (answer.state === "alive") return;
    const what = `${policy.title} ${redactedId(id)}, generation ${ledger[ledger.current].generation}`;
    const waited = `${limits.deadlineMs / 1000} s`;
    if (answer.state === "unknown") {
        throw new Error(
            `could not find out within ${waited} whether the ${what} works (${answer.detail}): it is neither published nor ` +
                `deleted. The published credential is untouched. Run again when the service answers`,
        );
    }
    if (!isMinting(context)) {
        throw new Error(`the ${what} does not work (${answer.detail}): it is not published. ${remediation(context)}`);
    }
    await refuseIfPublished(context, fields, seen, `the ${what} does not work any more (${answer.detail})`);
    await kind.discard(scope, id);
    throw new Error(
        `the new ${what} did not prove to work within ${waited} (${answer.detail}): it was deleted and nothing was ` +
            `published. The published credential is untouched. The next run starts this rotation afresh`,
    );
}

/** A run that was interrupted may have published it already: then somebody may hold it, and it is not deleted. */
async function refuseIfPublished(
    { ledger }: GateContext,
    fields: Fields,
    seen: () => Promise<PublishedCopy[]>,
    what: string,
): Promise<void> {
    if (ledger.moved.reason !== "finishing") return;
    const places = await seen().catch((error: Error) => error.message);
    const told = typeof places === "string" ? places : places.find((place) => holds(place, fields))?.at;
    if (told === undefined) return;
    const why =
        typeof places === "string" ? `it cannot be told whether a store gives it out: ${told}` : `${told} gives it out`;
    throw new Error(
        `${what}, and is not deleted, for an earlier run may have published it: ${why}. The credential on record is ` +
            `untouched. Run again; if it never works, delete it at the vendor, and the next run starts afresh`,
    );
}

/** True if all that the place gives out of a credential is of this one. */
function holds({ fields: found }: PublishedCopy, wanted: Fields): boolean {
    return agrees(wanted, found) && Object.keys(wanted).some((name) => name in found);
}

/** A rotation that is asked for is heard only once the last change of direction is on record. */
function remediation({ ledger, facts }: GateContext): string {
    if (ledger.back) return `To get out of this, remove rotation.use and run again`;
    if (isConfirmed(ledger, facts.record))
        return `To get out of this, set a new value of rotation.rotate and run again`;
    if (facts.record === null) {
        const way = ledger[ledger.current].adopted ? "correct what adopt says of it" : "delete it at the vendor";
        return `To get out of this, ${way} and run again`;
    }
    return `To get out of this, set rotation.use: "previous" and run, then put a new value of rotation.rotate in its place`;
}
