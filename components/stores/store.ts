import * as pulumi from "@pulumi/pulumi";
import { Fields, Scope } from "../shared/scope";
import { Slot } from "../decision/types";
import { VaultRule } from "../clients/vault/rules";

/** What is published, and how. */
export interface Publication {
    scope: Scope;
    /** The credential; secret. */
    fields: pulumi.Output<Fields>;
    /** Names of the fields, known even where their values are not yet. */
    fieldNames: string[];
    generation: number;
    slot: Slot;
    /** RFC 3339. */
    rotatedAt: string;
    /** True when an earlier run may have written part of this. */
    resuming: boolean;
    /** Options that every resource of the publication carries. */
    opts: pulumi.CustomResourceOptions;
    /**
     * Hooks for a resource that publishes: they keep unverified credentials out. A check of the store's own may be
     * added, which runs before the resource is made; `what` tells it from the others of the credential.
     */
    gate(beforeCreate?: () => Promise<void>, what?: string): pulumi.ResourceHookBinding;
    /**
     * Hooks for a resource that holds nothing of the credential, such as an empty secret: the store's own check alone.
     * It must not wait for the credential: where that fails to be made, the engine would wait for the hook for ever.
     */
    room(beforeCreate: () => Promise<void>, what: string): pulumi.ResourceHookBinding;
}

/** What was published, for reading it back. */
export type Published = Pick<Publication, "scope" | "fieldNames" | "generation" | "slot" | "rotatedAt">;

/** What a store gave back. */
export interface ReadBack {
    /** Where it was read, for sentences. */
    at: string;
    /** The fields found there; a place may hold only some. */
    fields: Fields;
}

/**
 * A place where credentials are published. Adding one is one file that answers these, and one row in the table of
 * stores.
 */
export interface Store {
    /** Short name of the type of store, for example `ssm`; several stores of one type are told apart by their order. */
    readonly type: string;
    /** Where it publishes, for sentences, for example `/myapp in SSM`. */
    readonly title: string;
    /**
     * Present where what is written cannot be read, as with the secrets of a CI system. Such a store is never the first. It is
     * written after all that can be read, and is never called verified: `writtenAt` tells when the place itself says that it
     * was written (RFC 3339), which the record keeps. A copy that fails leaves the rotation unconfirmed, so the previous
     * credential stays valid. `readBack`, `record` and `readRecord` are not asked.
     */
    readonly copy?: { writtenAt(published: pulumi.Resource[]): pulumi.Output<string> };
    /** Where the record stands, for sentences. */
    readonly recordTitle: string;
    /** Tells the place of the record from all others, for no other credential may have it; stores without it are not told apart. */
    recordLocation?(scope: Scope): string;
    /**
     * Refuses what does not fit the fields of the credential; stores without it take any.
     *
     * @throws Error that names the field, the value and what was expected
     */
    checkFields?(fieldNames: string[]): void;
    /**
     * Just before a credential is made: refuses where it could not be published.
     *
     * @param holdsRecord true for the first store, which has the record too
     * @throws Error that says what stands in the way, and what to do
     */
    beforeMint?(scope: Scope, holdsRecord: boolean): Promise<void>;
    /** Registers the resources that hold the credential. */
    publish(publication: Publication): pulumi.Resource[];
    /** Reads what was published; throws if a part is missing. */
    readBack(published: Published): Promise<ReadBack[]>;
    /** Registers the resource that holds the record. */
    record(scope: Scope, value: pulumi.Output<string>, opts: pulumi.CustomResourceOptions): pulumi.Resource;
    /** Reads the record; undefined if there is none. Any other failure is thrown. */
    readRecord(scope: Scope): Promise<string | undefined>;
    /**
     * What the rotating identity must be allowed to do here to publish fields of these names, as IAM statements; empty
     * for stores outside AWS.
     */
    permissions(fieldNames: string[]): PolicyStatement[];
    /** What the rotating token must be allowed to do here, as rules of a Vault policy; only stores in Vault have it. */
    vaultRules?(): VaultRule[];
}

/** A statement of an IAM policy. */
export interface PolicyStatement {
    Sid?: string;
    Effect: "Allow";
    Action: string[];
    Resource: string | string[];
}
