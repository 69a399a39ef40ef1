import type { Reason } from "./reasons";

export type { Reason } from "./reasons";

import type { Owner } from "./owner";

/** The two places a credential can live in. */
export type Slot = "blue" | "green";

/** Where a slot stands: published, still valid beside it, disabled (can come back), or not there. */
export type Phase = "live" | "overlap" | "inactive" | "absent";

/** The other slot of the pair. */
export function otherSlot(slot: Slot): Slot {
    return slot === "blue" ? "green" : "blue";
}

/** What the ledger remembers of one slot. */
export interface SlotState {
    /** Serial number of the mint that this slot holds or held; 0 if it was never used. */
    generation: number;
    phase: Phase;
    /** When the phase began, by the clock of the run that decided it (RFC 3339). */
    since?: string;
    /** Public identifier of a credential that existed before and was taken over. */
    adopted?: string;
    /** Public identifier, if it was on record when the ledger last changed. */
    id?: string;
}

/** Why the ledger last moved, and in which run. */
export interface Transition {
    /** Identifies the run, so that the same run can tell that it was the one. */
    run: string;
    reason: string;
    sentence: string;
}

/** A mint that was asked for. */
export interface Intent {
    /** The run that asked first (RFC 3339). */
    since: string;
    /** Identifiers that stood at the vendor before it, or were made at another time. */
    known: string[];
    /** The word that the name of what it makes carries, for kinds whose names have one. */
    mark?: string;
    /** Later runs that went on with it before this one (RFC 3339), the last few. */
    again?: string[];
}

/** The memory of one credential between runs: what was decided, never what was merely seen. */
export interface Ledger {
    /** Version of this layout. */
    version: 1;
    /** Slot to publish. */
    current: Slot;
    /** Highest generation that was ever asked for. */
    generation: number;
    /** When the current slot was published (RFC 3339); the time of the plan until the store's record confirms it. */
    rotatedAt: string;
    /** When the next scheduled rotation falls due (RFC 3339); in the past while it is overdue. */
    nextRotation: string;
    blue: SlotState;
    green: SlotState;
    /** The mint under way or last finished: since when, and which identifiers stood there before it. */
    intent?: Intent;
    /** Last emergency nonce that was acted upon. */
    nonce?: string;
    /** The previous slot leaves as soon as the consumers have moved, and does not wait for the end of its overlap. */
    revoking?: boolean;
    /** True while the older generation is published on request. */
    back?: boolean;
    moved: Transition;
}

/** The small document that is written to the store after the secret itself. */
export interface RotationRecord {
    generation: number;
    slot: Slot;
    /** When this generation was published (RFC 3339). */
    rotated_at: string;
    /** When the next one is due (RFC 3339). */
    next_rotation: string;
    /** Public identifier of the published credential, for example an access key id. Never a secret. */
    id: string;
    /** The other slot as it was when this record was written. */
    previous?: { generation: number; id: string };
    /** When each store that cannot be read was written, as it says itself (RFC 3339), by the store's title. */
    copies?: Record<string, string>;
}

/** A credential as its vendor lists it. */
export interface RemoteCredential {
    /** Public identifier, for example an access key id. */
    id: string;
    active: boolean;
    /** When the vendor made it (RFC 3339), if it says so. */
    createdAt?: string;
    /** When it dies by itself (RFC 3339), if it does. */
    expiresAt?: string;
    /** What the vendor calls it, where that is a name of ours. Never a secret. */
    name?: string;
    /** The mint that made it, where its name tells. */
    generation?: number;
    /** The word in its name that tells which ledger's mint made it, if it has one. */
    mark?: string;
    /** When it was last used (RFC 3339), if the vendor tells. */
    lastUsedAt?: string;
    /** The place that it fills by its name, for kinds whose slots have names of their own at the vendor. */
    slot?: Slot;
    /** What it was used for then, for sentences, for example `s3 in eu-central-1`. */
    lastUsedFor?: string;
    /** Who used it, for sentences, as a log of the vendor tells. */
    lastUsedBy?: string;
    /** Why its use cannot be told, where that was asked and not answered. */
    useUnknown?: string;
    /** Who is using it right now, if the vendor tells, for example `2 sessions: api@10.0.0.4`. */
    inUse?: string;
}

/** What a consumer said of the generation that is on record. */
export interface ConsumerFact {
    /** What it is called among the consumers. */
    name: string;
    /** What it is called in sentences. */
    title: string;
    state: "confirmed" | "behind" | "unknown";
    detail: string;
}

/** Everything that a decision looks at, gathered before it. */
export interface Facts {
    /** Identifies this run; changes with every program start. */
    run: string;
    /** The clock (RFC 3339, UTC). */
    now: string;
    /** The window of the calendar that holds `now`. */
    window: { start: string; end: string };
    /** The store's record; null if there is none. */
    record: RotationRecord | null;
    /** True in a preview in which the store cannot be asked yet: its provider is not known before the update. */
    unseen?: boolean;
    /** What the vendor lists; null if that cannot be known yet (preview of a user that is still to be made). */
    remote: RemoteCredential[] | null;
    /** True where the first store gives out the value before the published one too, for kinds that publish both. */
    beside?: boolean;
    /** How many more of other people's stand there, which are only counted. */
    crowd?: number;
    /** What stands in the way of a first issue and was not made here, and the ways out. */
    obstacle?: string;
    /** Why the vendor refuses what is published, where only a login with it can tell that somebody changed it. */
    refused?: string;
    /** Whose the credentials are, as far as that is known. */
    whose?: Owner;
    /** Why what is published seems to be somebody else's, where only that itself tells. */
    elsewhere?: string;
    /** A random word for the names of a credential whose ledger has none yet. */
    mark?: string;
    /** What the consumers say of the generation on record; none where they were not asked, for nothing hangs on it. */
    consumers?: ConsumerFact[];
}

/** What the user asked for. Times are in milliseconds. */
export interface Policy {
    /** What the credential is called in sentences, for example `IAM access key of myapp-user`. */
    title: string;
    /** Where the record stands, for sentences, for example `/myapp/rotation in SSM`. */
    recordAt: string;
    overlapMs: number;
    retentionMs: number;
    /** False where the vendor can only delete: then the overlap ends with the deletion, and there is no retention. */
    canDisable: boolean;
    /** True where there is no vendor to ask, so that what the ledger remembers is all there is. */
    unlisted?: boolean;
    /** True where only one can be valid at a time: a new one ends the one before it, without an overlap. */
    exclusive?: boolean;
    /** How many credentials the vendor allows beside each other; undefined if it does not matter. */
    capacity?: number;
    /** Emergency: a new value rotates now. */
    nonce?: string;
    /** With `nonce`: disable the replaced credential in the same run, once the consumers have moved. */
    revoke?: boolean;
    /** Which generation to publish while both exist. */
    use: "current" | "previous";
    /** Replace a live credential that somebody else deleted or disabled. */
    heal: boolean;
    adopt?: { id: string; as: "current" | "previous" };
    /** What that is called, for sentences. Default: `adopt.accessKeyId`. */
    adoptField?: string;
    /** How to get on where the state does not hold what is published, for sentences. Default: that of an access key. */
    wayOut?: string;
    /** True where some consumer cannot be waited for within a run. */
    attended?: boolean;
    /** How the use of a credential that is to leave is looked at; undefined: not at all. */
    audit?: AuditPolicy;
}

/** When a use of the previous credential speaks against taking it away. Times are in milliseconds. */
export interface AuditPolicy {
    /** How long it must not have been used. */
    quietMs: number;
    /** How late the vendor tells of a use. */
    lagMs: number;
    /** Whether a run only says so, or fails too. */
    onUse: "hold" | "fail";
    /** Uses up to this moment were looked into and do not count (RFC 3339). */
    reviewed?: string;
}

/**
 * How loudly a decision is said: not at all, as information, as a warning, or as an error that fails the run
 * after everything that is safe was done.
 */
export type Level = "silent" | "info" | "warning" | "error";

/** What to do, why, and in a sentence. */
export type Decision =
    | { kind: "go"; ledger: Ledger; reason: Reason; sentence: string; level: Level; moved: boolean }
    | { kind: "stop"; reason: Reason; sentence: string };

/** What a rule looks at: the memory of earlier runs, what this one saw, and what the user wants. */
export interface Run {
    ledger: Ledger;
    facts: Facts;
    policy: Policy;
}

/** What the program hands to the ledger: facts and policy, as one JSON text, so that nothing of it is compared. */
export interface LedgerRequest {
    facts: Facts;
    policy: Policy;
}
