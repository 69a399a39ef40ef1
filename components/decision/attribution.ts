import { Facts, Ledger, otherSlot, RemoteCredential, RotationRecord, Slot } from "./types";

/** Clocks of the vendor and of this machine may differ by this much. */
const SKEW_MS = 5 * 60_000;

/** No run that makes a credential goes on for longer than this after it decided to. */
const MAX_RUN_MS = 60 * 60_000;

/** True if the store's record names exactly what the ledger wants published. */
export function isConfirmed(ledger: Ledger, record: RotationRecord | null): record is RotationRecord {
    return record !== null && record.slot === ledger.current && record.generation === ledger[ledger.current].generation;
}

/** Public identifier of what a slot holds, where adoption, ledger or record tell it. */
export function idOf(ledger: Ledger, slot: Slot, record: RotationRecord | null): string | undefined {
    const state = ledger[slot];
    const own = state.adopted ?? state.id;
    if (own !== undefined) return own;
    if (record === null || state.generation === 0) return undefined;
    if (record.slot === slot && record.generation === state.generation) return record.id;
    const previous = otherSlot(record.slot) === slot ? record.previous : undefined;
    return previous?.generation === state.generation ? previous.id : undefined;
}

/** What the vendor says of a slot: the credential, `missing`, or `unknown` where that cannot be told. */
export function remoteOf(ledger: Ledger, slot: Slot, facts: Facts): RemoteCredential | "missing" | "unknown" {
    const id = idOf(ledger, slot, facts.record);
    if (id === undefined || facts.remote === null) return "unknown";
    return facts.remote.find((credential) => credential.id === id) ?? "missing";
}

/**
 * Credentials at the vendor that nothing accounts for. What the record names is ours, even where the ledger already
 * asks for another one in that slot.
 */
export function unknownCredentials(ledger: Ledger, facts: Facts): RemoteCredential[] {
    const { record, remote } = facts;
    const ours = [idOf(ledger, "blue", record), idOf(ledger, "green", record), record?.id, record?.previous?.id];
    return (remote ?? []).filter((credential) => !ours.includes(credential.id));
}

/**
 * True if the stranger was not there yet when the mint began that the ledger has under way.
 *
 * @param generation that mint; one whose name tells another generation, or another ledger, does not stem from it
 */
export function appearedSince(intent: Ledger["intent"], stranger: RemoteCredential, generation?: number): boolean {
    if (intent === undefined || intent.known.includes(stranger.id)) return false;
    if (stranger.generation === undefined) return true;
    return stranger.mark === intent.mark && (generation === undefined || stranger.generation === generation);
}

/**
 * True if the stranger can only stem from that mint: its name says so, or else it was made while one of the runs went
 * on that worked at it.
 */
export function stemsFromIntent(intent: Ledger["intent"], stranger: RemoteCredential, generation?: number): boolean {
    if (intent === undefined || !appearedSince(intent, stranger, generation)) return false;
    if (stranger.generation !== undefined || stranger.createdAt === undefined) return true;
    const made = Date.parse(stranger.createdAt);
    const runs = [intent.since, ...(intent.again ?? [])].map((run) => Date.parse(run));
    return runs.some((run) => made >= run - SKEW_MS && made <= run + MAX_RUN_MS);
}

/** Identifiers of all that stand at the vendor. */
export function ids(remote: RemoteCredential[] | null): string[] {
    return (remote ?? []).map((credential) => credential.id);
}

/** The last four characters: enough for a person to find a key, not enough to be of use to anybody else. */
export function redactedId(id: string): string {
    return `…${id.slice(-4)}`;
}

/** Several identifiers for a sentence. */
export function redactedIds(credentials: RemoteCredential[]): string {
    return credentials
        .map(({ id, name, active }) => `${name ? `${name} ` : ""}${redactedId(id)} (${active ? "active" : "inactive"})`)
        .join(", ");
}
