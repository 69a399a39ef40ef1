import * as pulumi from "@pulumi/pulumi";
import { DateTime } from "luxon";
import { confirmAll } from "../consumers/confirm";
import { ResolvedConsumer } from "../consumers/resolveConsumers";
import { Unknowable } from "../stores/notFound";
import { Store } from "../stores/store";
import { RotationPlan } from "./rotationArgs";
import { rfc3339, Window } from "../schedule/calendar";
import { claimUnique } from "../shared/uniqueness";
import { CredentialKind } from "./credentialKind";
import { Fields, Scope } from "../shared/scope";
import { givesBoth, publishedPlaces, wholeOf, withTried } from "./inspectPublished";
import { recordIn } from "./rotationRecord";
import { runId } from "../shared/runScope";
import { AuditPolicy, ConsumerFact, Facts, Policy, RemoteCredential, RotationRecord } from "../decision/types";
import { usesCountFrom } from "../decision/usageWindow";

/** What is asked, and of whom. */
export interface GatherRequest {
    scope: Scope;
    kind: CredentialKind;
    /** The store that holds the record. */
    store: Store;
    consumers: ResolvedConsumer[];
    audit?: AuditPolicy;
    rotation: RotationPlan;
    adopt?: Policy["adopt"];
    now: DateTime;
    window: Window;
}

/**
 * Asks store and vendor, side by side; then the consumers and how the previous credential was used, where something hangs
 * on it. A missing record is none; any other failure ends the program, which changes and deletes nothing.
 *
 * @throws ResourceError with a sentence and no stack
 */
export async function gather(questions: GatherRequest): Promise<{ facts: Facts; policy: Policy }> {
    const { scope, kind, store, rotation, adopt, audit, now, window } = questions;
    try {
        const [title, text, listed] = await Promise.all([
            kind.title(),
            readRecord(store, scope),
            kind.listCredentials(scope),
        ]);
        const unseen = text === UNSEEN;
        const place = store.recordLocation?.(scope);
        claimUnique(scope, place === undefined ? [] : [{ key: place, title: `the record ${store.recordTitle}` }]);
        claimUnique(scope, (await kind.claims?.()) ?? []);
        const recordAt = store.recordTitle;
        const record = unseen ? null : recordIn(text, recordAt);
        const known = await withTried(questions, await withMissed(questions, listed, record), record);
        const beside = await givesBoth(questions, record);
        const { remote: examined, refused } = await inspect(questions, known, record);
        const [consumers, remote] = await Promise.all([
            asked(questions, record, examined),
            audited(questions, record, examined),
        ]);
        const { overlapMs, retentionMs, nonce, revoke, use, heal } = rotation;
        const {
            capacity,
            canDisable,
            notListable: unlisted,
            singleValid: exclusive,
            adoptField,
            remediation: wayOut,
        } = kind;
        const [crowd, obstacle, mark, whose] = [
            kind.otherCredentialCount?.(),
            kind.firstIssueBlocker?.(),
            kind.mark?.(),
            await kind.owner?.(),
        ];
        const attended = questions.consumers.some(({ driver }) => driver.canWait === false);
        return {
            facts: {
                ...{ run: runId(), now: rfc3339(now), window, record, remote, crowd, obstacle, refused, consumers },
                ...{ mark, whose, elsewhere: kind.ownerChangeReason?.(), beside },
                ...(unseen ? { unseen } : {}),
            },
            policy: {
                ...{ title, recordAt, overlapMs, retentionMs, canDisable, unlisted, exclusive, capacity },
                ...{ nonce, revoke, use, heal, adopt, attended, audit, adoptField, wayOut },
            },
        };
    } catch (error) {
        throw new pulumi.ResourceError(error instanceof Error ? error.message : String(error), scope.parent, true);
    }
}

const UNSEEN = Symbol("a record that cannot be known in this preview");

function readRecord(store: Store, scope: Scope): Promise<string | undefined | typeof UNSEEN> {
    return store.readRecord(scope).catch((error: unknown) => {
        if (error instanceof Unknowable) return UNSEEN;
        throw error;
    });
}

/** The list, with what the record names and only a look for it can find. */
async function withMissed(
    questions: GatherRequest,
    remote: RemoteCredential[] | null,
    record: RotationRecord | null,
): Promise<RemoteCredential[] | null> {
    const { kind } = questions;
    if (kind.findUnlisted === undefined || remote === null || record === null) return remote;
    const isListed = (wanted: string) => remote.some(({ id }) => id === wanted);
    if (isListed(record.id) && (record.previous === undefined || isListed(record.previous.id))) return remote;
    return [...remote, ...(await kind.findUnlisted(record, remote, () => published(questions, record)))];
}

/** What the first store gives out of the generation on record; undefined where a part of it is missing. */
async function published(questions: GatherRequest, record: RotationRecord): Promise<Fields | undefined> {
    const { fieldNames } = questions.kind;
    return wholeOf(await publishedPlaces(questions, record, fieldNames), fieldNames);
}

/** The second look that some kinds need, at what the first store gives out. A part that is missing there is not looked at. */
async function inspect(
    questions: GatherRequest,
    remote: RemoteCredential[] | null,
    record: RotationRecord | null,
): Promise<{ remote: RemoteCredential[] | null; refused?: string }> {
    const { kind } = questions;
    if (kind.inspectPublished === undefined || remote === null || record === null) return { remote };
    return kind.inspectPublished(remote, record, await published(questions, record));
}

/** The consumers are asked only while there is a previous credential that waits for them. */
async function asked(
    { scope, consumers }: GatherRequest,
    record: RotationRecord | null,
    remote: RemoteCredential[] | null,
): Promise<ConsumerFact[] | undefined> {
    if (consumers.length === 0 || record?.previous === undefined) return undefined;
    if (remote !== null && previousIn(record, remote) === undefined) return undefined;
    const { generation, slot, rotated_at: publishedAt } = record;
    return confirmAll(consumers, { credential: scope.name, generation, slot, publishedAt });
}

/** How the previous credential was used is asked only when its overlap is over or it is disabled already. */
async function audited(
    { scope, kind, rotation, audit, now }: GatherRequest,
    record: RotationRecord | null,
    remote: RemoteCredential[] | null,
): Promise<RemoteCredential[] | null> {
    if (!kind.audit || audit === undefined || record === null || remote === null) return remote;
    const previous = previousIn(record, remote);
    if (previous === undefined || rotation.use === "previous") return remote;
    const over = now.toMillis() >= Date.parse(record.rotated_at) + rotation.overlapMs;
    if (previous.active && !over) return remote;
    const since = usesCountFrom(record.rotated_at, record.rotated_at, rotation, audit);
    const seen = await kind.audit(scope, previous, new Date(since).toISOString());
    return remote.map((credential) => (credential === previous ? seen : credential));
}

function previousIn({ previous }: RotationRecord, remote: RemoteCredential[]): RemoteCredential | undefined {
    return remote.find(({ id }) => id === previous?.id);
}
