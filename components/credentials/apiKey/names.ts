import { createHash, randomBytes } from "node:crypto";
import { Slot } from "../../decision/types";

/** Longest part of a credential's name that goes into its keys' names; Stripe cuts names at 100 characters. */
const MAX_LENGTH = 50;

/** What tells the keys of one credential from all others in the vendor's account. */
export interface Owner {
    project: string;
    stack: string;
    credential: string;
}

/**
 * How the names of a credential's keys begin, for example `rotation-billing-3f9a1c2e`. The digits stem from project,
 * stack and credential. Two stacks of two backends or organisations may agree in all three: what tells their keys apart
 * is the mark.
 */
export function prefixOf({ project, stack, credential }: Owner): string {
    const digits = createHash("sha256")
        .update(JSON.stringify([project, stack, credential]))
        .digest("hex")
        .slice(0, 8);
    return `rotation-${credential.slice(0, MAX_LENGTH)}-${digits}`;
}

/** What Stripe leaves of a name, less the longest `-g999999999-green`. */
const ROOM = 100 - 17;

/** A random word that a ledger keeps from its first mint on; shorter behind a very long prefix. */
export function newMark(prefix: string): string {
    const length = Math.min(8, Math.max(4, ROOM - prefix.length - 1));
    return randomBytes(4).toString("hex").slice(0, length);
}

/** Name of one key, for example `rotation-billing-3f9a1c2e-07d2c4ab-g4-green`; older ones have no mark. */
export function nameOf(prefix: string, generation: number, slot: Slot, mark?: string): string {
    return `${prefix}${mark === undefined ? "" : `-${mark}`}-g${generation}-${slot}`;
}

/** How a name without a mark begins; both slots of a credential of an older version begin alike. */
export function beginningOf(name: string): string {
    return name.replace(/-g\d{1,9}-(blue|green)$/, "");
}

/** What a name of ours tells. */
export interface Parsed {
    generation: number;
    slot: Slot;
    mark?: string;
}

/** Generation, slot and mark of a key with our prefix; undefined for everybody else's. */
export function parseName(prefix: string, name: string): Parsed | undefined {
    if (!name.startsWith(`${prefix}-`)) return undefined;
    const found = /^(?:([0-9a-f]{4,8})-)?g(\d{1,9})-(blue|green)$/.exec(name.slice(prefix.length + 1));
    if (!found) return undefined;
    const [, mark, generation, slot] = found;
    return { generation: Number(generation), slot: slot as Slot, ...(mark === undefined ? {} : { mark }) };
}
