import * as pulumi from "@pulumi/pulumi";
import { ResolvedConsumer } from "../../consumers/resolveConsumers";
import { isNotFound } from "../../stores/notFound";
import {
    idOf,
    isConfirmed,
    remoteOf,
    stemsFromIntent,
    unknownCredentials,
    redactedId,
    redactedIds,
} from "../../decision/attribution";
import { CredentialKind } from "../credentialKind";
import { Fields, Scope } from "../../shared/scope";
import { notAsked, startsAfresh, stateLacks } from "./stateLacks";
import { fullMessage, nameTakenMessage } from "../../decision/transitions";
import { removeLeftovers } from "./leftovers";
import { Gate, pass } from "./passed";
import { Facts, Ledger, otherSlot, Policy, RotationRecord } from "../../decision/types";
import { Clock, Probe, verify } from "../../shared/verification";

/** Reads what a store holds by now, which may be more than the decision saw. */
export interface StoreReader {
    record(): Promise<RotationRecord | null>;
    /** What all stores give out; nothing where it is not there yet. */
    places(): Promise<PublishedCopy[]>;
}

/** What the gates of one credential know. */
export interface GateContext {
    scope: Scope;
    kind: CredentialKind;
    ledger: Ledger;
    facts: Facts;
    policy: Policy;
    consumers: ResolvedConsumer[];
    limits: { deadlineMs: number; successes: number };
    pace: Clock;
    /** Credentials that stood beside ours just before this run made one. */
    beside?: string[];
    /** Looks once more, at what stands there now. */
    again?: StoreReader;
    /** Gates that were passed in this run. */
    passed?: Set<Gate>;
    /** Refuses to make a credential that the stores could not publish. */
    beforeMint?(): Promise<void>;
}

/** True if the published generation is being minted: nothing on record names its identifier yet. */
export function isMinting({ ledger, facts }: GateContext): boolean {
    return idOf(ledger, ledger.current, facts.record) === undefined;
}

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

/** One place that was read back. */
export interface PublishedCopy {
    at: string;
    fields: Fields;
}

/** Before the record is written: what the stores give back is what was meant, and works. */
export async function beforeRecord(
    context: GateContext,
    wanted: Fields,
    seen: () => Promise<PublishedCopy[]>,
): Promise<void> {
    pass(context, "record");
    const places = await settled(context, wanted, seen);
    const wrong = places.find(({ fields }) => !agrees(wanted, fields));
    if (wrong) {
        throw new Error(
            `${wrong.at} gives back something else than what was published there: somebody else writes to it, or a write ` +
                `was lost. The rotation is not confirmed and the previous credential stays valid. Run again to publish it anew`,
        );
    }
    const whole = places.filter(({ fields }) => Object.keys(wanted).every((name) => name in fields));
    for (const { at, fields } of whole) {
        const own = Object.fromEntries(Object.keys(wanted).map((name) => [name, fields[name]]));
        const once = { ...context.limits, successes: 1 };
        const answer: Probe = await verify(() => context.kind.probe(own), once, context.pace);
        if (answer.state === "alive") continue;
        throw new Error(
            `what ${at} gives back does not work (${answer.detail}): the rotation is not confirmed and the previous ` +
                `credential stays valid. Run again`,
        );
    }
}

/** Reads until the stores agree, for a store may give back the older value for a moment, or not know what is new. */
async function settled(
    context: GateContext,
    wanted: Fields,
    seen: () => Promise<PublishedCopy[]>,
): Promise<PublishedCopy[]> {
    const { limits, pace } = context;
    const started = pace.now();
    for (;;) {
        const isLast = pace.now() - started > Math.min(limits.deadlineMs, 15_000);
        const places = await seen().catch((error: unknown) => {
            if (!isNotFound(error)) throw error;
            if (!isLast) return "what was just written is not known there yet";
            throw new Error(
                `what was just published cannot be read back (${(error as Error).message}): somebody else deleted it, or a ` +
                    `write was lost. The rotation is not confirmed and the previous credential stays valid. Run again to ` +
                    `publish it anew`,
            );
        });
        const late = typeof places === "string" ? undefined : places.find(({ fields }) => !agrees(wanted, fields));
        if (typeof places !== "string" && (!late || isLast)) return places;
        const why = typeof places === "string" ? places : `${late?.at} still gives back the older value`;
        pace.waiting?.(pace.now() - started, why);
        await pace.pause(500);
    }
}

function agrees(wanted: Fields, found: Fields): boolean {
    return Object.keys(wanted).every((name) => !(name in found) || found[name] === wanted[name]);
}

/** Progress of a wait, on the terminal only. */
export function reportProgress(pace: Clock, what: string, resource: pulumi.Resource): Clock {
    return {
        ...pace,
        waiting: (elapsed, detail) =>
            void pulumi.log.info(`${what}: ${Math.round(elapsed / 1000)} s, ${detail}`, resource, undefined, true),
    };
}
