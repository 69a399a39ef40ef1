import { otherSlot } from "pulumi-credential-rotation/plain";
import type { Credential } from "../state/credentials";

/** A key to look for. */
export interface AuditedKey {
    id: string;
    /** The credential that it belongs to, where the state knows. */
    name?: string;
    /** Which of its slots held it, and in which phase that is now. */
    slot?: string;
    generation?: number;
    phase?: string;
    /** Since when it is in that phase (RFC 3339). */
    since?: string;
}

/** An access key id of AWS. */
const KEY_ID = /^(AKIA|ASIA)[A-Z0-9]{12,}$/;

/** True for an access key id, as opposed to a credential's name. */
export function isKeyId(text: string): boolean {
    return KEY_ID.test(text);
}

/** The keys of a credential: the retired one first, or all; or the one that was named by its id. */
export function keysToAudit(wanted: string, credentials: Credential[], all: boolean): AuditedKey[] {
    const known = credentials.flatMap(keysOf);
    if (isKeyId(wanted)) return [known.find(({ id }) => id === wanted) ?? { id: wanted }];
    const own = known.filter(({ name }) => name === wanted);
    return all ? own : own.filter(({ phase }) => phase !== "live");
}

function keysOf({ name, currentSlot, ids, ledger }: Credential): AuditedKey[] {
    return [otherSlot(currentSlot), currentSlot].flatMap((slot) => {
        const id = ids[slot];
        if (id === undefined) return [];
        const { generation, phase, since } = ledger?.[slot] ?? {};
        return [{ id, name, slot, generation, phase, ...(since ? { since } : {}) }];
    });
}
