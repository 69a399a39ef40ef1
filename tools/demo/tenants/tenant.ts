import type { Entry } from "../../../stack/schema";
import type { House } from "../stage/house";

/** A key as its vendor has it. */
export interface HeldKey {
    id: string;
    /** False for one that is disabled. */
    active: boolean;
}

/** What is published for a credential, as its service reads it. */
export type Document = Record<string, string>;

/** One credential of the stack's file, settled with a stand-in for its vendor: all that the demo must know of a kind. */
export interface Tenant {
    /** The entry as it is to be played: with the address of the stand-in. */
    readonly entry: Entry;
    /** Configuration that the entry refers to; `{ secret }` is encrypted by whoever writes it down. */
    readonly config: Record<string, unknown>;
    /** Where the keys stand, in words: `AWS`, `Stripe`. */
    readonly vendor: string;
    /** Logs in once with what is published, as the service does; rejects when it is refused. */
    login(published: Document): Promise<void>;
    /** The public identifier in what is published. */
    idIn(published: Document): string;
    /** What must never show in a message. */
    secretIn(published: Document): string;
    /** This credential's keys at the vendor, disabled ones too. */
    keys(): HeldKey[] | Promise<HeldKey[]>;
    /** How many were ever made for it. */
    made(): number | Promise<number>;
    /** The next key that is made never works, until the fault is taken away. Missing where that cannot be arranged. */
    breakNextKey?(): { remove(): void };
    /** Moves the vendor's clock. */
    setNow?(now: Date): void;
    /** Requests that the stand-in does not know; missing where it is no double but the real thing. */
    unmatched?(): string[];
    close?(): Promise<void>;
}

/** How a kind of credential settles in. */
export type Settle = (entry: Entry, house: House) => Promise<Tenant>;
