import { ResolvedConsumer } from "../../consumers/resolveConsumers";
import { idOf } from "../../decision/attribution";
import { Facts, Ledger, Policy, RotationRecord } from "../../decision/types";
import { Fields, Scope } from "../../shared/scope";
import { Clock } from "../../shared/verification";
import { CredentialKind } from "../credentialKind";

/** The gates of a rotation, in their order. */
export type Gate = "mint" | "publish" | "record";

/** Reads what a store holds by now, which may be more than the decision saw. */
export interface StoreReader {
    record(): Promise<RotationRecord | null>;
    /** What all stores give out; nothing where it is not there yet. */
    places(): Promise<PublishedCopy[]>;
}

/** One place that was read back. */
export interface PublishedCopy {
    at: string;
    fields: Fields;
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
