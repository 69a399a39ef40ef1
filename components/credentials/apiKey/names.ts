import { createHash } from "node:crypto";
import { Slot } from "../../rotation/types";

/** Longest part of a credential's name that goes into its keys' names; Stripe cuts names at 100 characters. */
const LONGEST = 50;

/** What tells the keys of one credential from all others in the vendor's account. */
export interface Owner {
    project: string;
    stack: string;
    credential: string;
}

/**
 * How the names of a credential's keys begin, for example `rotation-billing-3f9a1c2e`. The digits stem from project,
 * stack and credential, so that two stacks that share an account never take each other's keys for their own.
 */
export function prefixOf({ project, stack, credential }: Owner): string {
    const digits = createHash("sha256")
        .update(JSON.stringify([project, stack, credential]))
        .digest("hex")
        .slice(0, 8);
    return `rotation-${credential.slice(0, LONGEST)}-${digits}`;
}

/** Name of one key, for example `rotation-billing-3f9a1c2e-g4-green`. */
export function nameOf(prefix: string, generation: number, slot: Slot): string {
    return `${prefix}-g${generation}-${slot}`;
}

/** How a name begins; both slots of a credential begin alike. */
export function beginningOf(name: string): string {
    return name.replace(/-g\d{1,9}-(blue|green)$/, "");
}

/** Generation and slot of a key of ours; undefined for everybody else's. */
export function parseName(prefix: string, name: string): { generation: number; slot: Slot } | undefined {
    if (!name.startsWith(`${prefix}-g`)) return undefined;
    const found = /^(\d{1,9})-(blue|green)$/.exec(name.slice(prefix.length + 2));
    return found ? { generation: Number(found[1]), slot: found[2] as Slot } : undefined;
}
