import { isNotFound } from "../stores/notFound";
import { ReadBack, Store } from "../stores/store";
import { CredentialKind } from "./credentialKind";
import { Fields, Scope } from "../shared/scope";
import { RemoteCredential, RotationRecord } from "../decision/types";

/** Whom to ask for what is published. */
export interface Inspection {
    scope: Scope;
    kind: CredentialKind;
    store: Store;
}

/** What the first store gives out; nothing where a part of it is missing. */
export async function publishedPlaces(
    { scope, store }: Inspection,
    record: RotationRecord,
    fieldNames: string[],
): Promise<ReadBack[]> {
    const { generation, slot, rotated_at: rotatedAt } = record;
    try {
        return await store.readBack({ scope, fieldNames, generation, slot, rotatedAt });
    } catch (error) {
        if (isNotFound(error)) return [];
        throw error;
    }
}

/** The first place that gives out all fields. */
export function wholeOf(places: ReadBack[], fieldNames: string[]): Fields | undefined {
    return places.find(({ fields }) => fieldNames.every((name) => typeof fields[name] === "string"))?.fields;
}

/**
 * A list may lack for a moment what was made just before. What it lacks and what is published all the same is tried: one
 * that works exists. Only where it is refused as well, or cannot be tried, does the list stand.
 */
export async function withTried(
    look: Inspection,
    remote: RemoteCredential[] | null,
    record: RotationRecord | null,
): Promise<RemoteCredential[] | null> {
    if (remote === null || record === null || remote.some(({ id }) => id === record.id)) return remote;
    const { fieldNames } = look.kind;
    const fields = wholeOf(await publishedPlaces(look, record, fieldNames), fieldNames);
    if (fields === undefined || !Object.values(fields).includes(record.id)) return remote;
    const answer = await look.kind.probe(fields);
    return answer.state === "alive" ? [...remote, { id: record.id, active: true }] : remote;
}

/**
 * Whether the value before the published one is published too. A memory that is built anew goes by that: what was revoked
 * or has left must not come back.
 */
export async function givesBoth(look: Inspection, record: RotationRecord | null): Promise<boolean | undefined> {
    const { pair, fieldNames } = look.kind;
    if (pair === undefined || record?.previous === undefined) return undefined;
    const more = pair.fieldNames.filter((name) => !fieldNames.includes(name));
    const places = await publishedPlaces(look, record, pair.fieldNames);
    return places.some(({ fields }) => more.every((name) => typeof fields[name] === "string"));
}
