import * as pulumi from "@pulumi/pulumi";
import { Claim } from "../shared/uniqueness";
import { Owner } from "../decision/owner";
import { RemoteCredential, RotationRecord, Slot } from "../decision/types";
import { Fields, Scope } from "../shared/scope";
import { Probe } from "../shared/verification";

/** What a slot is to hold. */
export interface SlotRequest {
    slot: Slot;
    /** Serial of the mint; another one asks for another credential. */
    generation: number;
    /** False: disabled, but not deleted. */
    enabled: boolean;
    /** True while this generation is being made: nothing on record names it yet. */
    creating: boolean;
    /** True for the slot that is published. */
    published: boolean;
    /** Existing credential to take over in place of minting one. */
    adopted?: string;
    /** The word that tells the names of this credential's from those of another stack; none for those of older versions. */
    mark?: string;
    /** Public identifier of what the other slot holds or held last, for kinds that copy its permissions. */
    otherSlotId?: string;
}

/** A slot that was registered with the engine. */
export interface RegisteredSlot {
    resource: pulumi.Resource;
    /** Public identifier. */
    id: pulumi.Output<string>;
    /** The credential itself; secret. */
    fields: pulumi.Output<Fields>;
}

/** What is published while the previous credential is valid beside the current one. */
export interface PublishedPair {
    /** Names of the fields. */
    fieldNames: string[];
    fields(current: Fields, previous: Fields): Fields;
}

/** What a second look told. */
export interface PublishedInspection {
    remote: RemoteCredential[];
    /** Why the vendor refuses what is published; undefined if it does not. */
    refused?: string;
}

/**
 * What the mechanism must know of a sort of credential. Adding one is one file that answers these, and one row in the
 * table of kinds.
 */
export interface CredentialKind {
    /** What it is called in sentences, for example `IAM access key of myapp-user`. Known without asking anybody. */
    title(): Promise<string>;
    /** Names of the fields that are published. */
    fieldNames: string[];
    /** Present where consumers accept two at once: both are published during the overlap, which ends with that. */
    pair?: PublishedPair;
    /** False where the vendor can only delete. */
    canDisable: boolean;
    /** True where there is no vendor to ask: `observe` knows nothing, and what the ledger remembers is all there is. */
    notListable?: boolean;
    /** How many the vendor allows beside each other; undefined if there is no limit that matters. */
    capacity?: number;
    /** True where only one can be valid at a time: a new one ends the one before it, without an overlap. */
    singleValid?: boolean;
    /** What no other credential of the program may have too, as far as it is known; asked after `observe`. */
    claims?(): Promise<Claim[]>;
    /** Everything of this sort that stands at the vendor; null where it cannot be known in this preview. */
    listCredentials(scope: Scope): Promise<RemoteCredential[] | null>;
    /** Whose the credentials are at the vendor; undefined where that cannot be known in this preview. Kept by the ledger. */
    owner?(): Promise<Owner | undefined>;
    /** Why the last `missed` takes what is published for somebody else's, and the ways out. */
    ownerChangeReason?(): string | undefined;
    /** A random word for the names of a credential that has none yet, so that no other stack's are like them. */
    mark?(): string;
    /** How many of other people's the last `observe` saw and left out; none where it leaves none out. */
    otherCredentialCount?(): number;
    /** How to get on when the state was lost, for a sentence. Default: that a key can be taken over with `adopt`. */
    remediation?: string;
    /** The argument that names a credential to take over, for sentences. Default: `adopt.accessKeyId`. */
    adoptField?: string;
    /** What the last `observe` saw that stands in the way of a first issue and was not made here. */
    firstIssueBlocker?(): string | undefined;
    /**
     * Looks for what the record names and `observe` did not list: it has another name there, or an argument that says whose
     * it is was changed in place.
     *
     * @param published reads what the first store gives out; undefined where a part of it is missing
     * @throws Error that names the argument, for what is published would be made anew or deleted on the spot
     */
    findUnlisted?(
        record: RotationRecord,
        remote: RemoteCredential[],
        published: () => Promise<Fields | undefined>,
    ): Promise<RemoteCredential[]>;
    /**
     * Looks again at what `observe` saw, knowing what is on record and what the first store gives out: for kinds whose
     * list cannot tell generations apart, or that somebody changed a secret.
     */
    inspectPublished?(
        remote: RemoteCredential[],
        record: RotationRecord,
        published: Fields | undefined,
    ): Promise<PublishedInspection>;
    /** How late the vendor tells of a use, in milliseconds. Default: 0. */
    usageLagMs?: number;
    /**
     * Adds to a listed credential how it was used since that moment (RFC 3339), for vendors whose list does not say so.
     * It is asked only of the previous one, when its time is over. What cannot be told is said in `useUnknown`.
     */
    audit?(scope: Scope, credential: RemoteCredential, since: string): Promise<RemoteCredential>;
    /**
     * Just before one is made: finds out whether a new one can be verified from here, for one that cannot be tried must not
     * be made. Kinds without it are known to reach their vendor, for `observe` asked where the verification will.
     *
     * @throws Error that says what was not reached, and what to set
     */
    beforeMint?(): Promise<void>;
    /** Registers a slot. */
    register(scope: Scope, request: SlotRequest, opts: pulumi.CustomResourceOptions): RegisteredSlot;
    /** Uses the credential once, as its consumer would. */
    probe(fields: Fields): Promise<Probe>;
    /** Disables a credential of ours that the state does not hold. */
    disable(scope: Scope, id: string): Promise<void>;
    /** Deletes a credential of ours that nobody uses; one that is gone already is a success. */
    discard(scope: Scope, id: string): Promise<void>;
}
