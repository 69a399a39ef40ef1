import type * as pulumi from "@pulumi/pulumi";
import { Slot } from "../decision/types";
import { ConsumerAccess } from "../shared/consumerAccess";

/** What was published, as a consumer is told of it. Never a secret. */
export interface Release {
    /** Name of the credential. */
    credential: string;
    /** Serial of the published mint. It is smaller than the one before where the user went back. */
    generation: number;
    slot: Slot;
    /** When it was published (RFC 3339). */
    publishedAt: string;
}

/**
 * What a consumer says of itself: it runs on the release; it does not yet (`behind`); or it could not be asked
 * (`unknown`). `detail` goes into sentences, for example `2 of 5 pods updated`.
 */
export interface Confirmation {
    state: "confirmed" | "behind" | "unknown";
    detail: string;
    /** True where waiting within this run changes nothing. Default: false. */
    final?: boolean;
}

/**
 * How a type of consumer is refreshed and asked. Adding one is one file in `drivers/` that answers these, and one row in
 * the table there.
 *
 * Every call has a time limit of its own, and no error carries a secret, a header or a body.
 */
export interface ConsumerDriver<S> {
    /** Name of the row in the table of drivers, for example `kubernetes-rollout`. */
    type: string;
    /** What it is called in sentences, for example `deployment myapp in namespace prod`. */
    title(settings: S): string;
    /**
     * Asks it to move to the release. Asking again for the same release starts nothing new.
     *
     * @throws Error that says why it could not be asked
     */
    refresh(reach: ConsumerAccess<S>, release: Release): Promise<void>;
    /**
     * Which release it runs on, as told by the consumer's side, not by our having asked for a restart. A failure that says
     * nothing of it is `unknown`, not an exception.
     */
    confirm(reach: ConsumerAccess<S>, release: Release): Promise<Confirmation>;
    /**
     * Keeps at the consumer's side that it confirmed, where what it confirms by may go away again. It is called after each
     * confirmation that a run waited for, and never in a preview. Default: nothing is kept.
     *
     * @throws Error that says why it could not be kept
     */
    remember?(reach: ConsumerAccess<S>, release: Release): Promise<void>;
    /**
     * False where nobody can wait for it within a run, for it is a person: then the run goes on and says what it waits
     * for. Default: true.
     */
    canWait?: boolean;
}

/** One consumer of a credential, as the user lists it. */
export interface Consumer {
    /** Row in the table of drivers. */
    readonly type: string;
    /** What it is called among the consumers of the credential; no other one there has this name. */
    readonly name: string;
    /** Public settings of the driver; kept in the state as JSON. */
    readonly settings: object;
    /** What the consumer wants to be shown. Secret. */
    readonly secret?: pulumi.Input<string>;
    /** How long a run waits for it to confirm. Default: `10m`. */
    readonly deadline?: string;
    /** Names of consumers that must have moved before it is asked, for it reads what they write. Default: none. */
    readonly after?: string[];
    /** What the program knows of it beside its settings, handed to the driver with each call and never kept. */
    readonly context?: string;
    /** A driver of its own, where the package has none for its type. */
    readonly driver?: ConsumerDriver<never>;
}

/** The consumers of a credential, or why there are none that could be told. */
export type Consumers = Consumer[] | { none: string };
