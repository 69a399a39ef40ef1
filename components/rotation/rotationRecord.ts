import { RotationRecord } from "../decision/types";

/** The record as it stands in the store: one line of JSON with a fixed order of fields. */
export function formatRecord(record: RotationRecord): string {
    const { generation, slot, rotated_at, next_rotation, id, previous, copies } = record;
    const more = { ...(previous ? { previous } : {}), ...(copies ? { copies } : {}) };
    return JSON.stringify({ generation, slot, rotated_at, next_rotation, id, ...more });
}

/** What a store has to tell: the record, or null where there is none. @throws Error as `parseRecord` does */
export function recordIn(text: string | undefined, at: string): RotationRecord | null {
    return text === undefined ? null : parseRecord(text, at);
}

/**
 * Reads a record.
 *
 * @param at where it was found, for the error
 * @throws Error that names the place and the field; never the whole text, for it may be somebody's secret
 */
export function parseRecord(text: string, at: string): RotationRecord {
    let value: Partial<RotationRecord>;
    try {
        value = JSON.parse(text) as Partial<RotationRecord>;
    } catch {
        throw unreadable(at, "it is not JSON");
    }
    if (typeof value !== "object" || value === null) throw unreadable(at, "it is not a JSON object");
    if (value.slot !== "blue" && value.slot !== "green") {
        throw unreadable(at, `its slot is ${JSON.stringify(value.slot)}, expected "blue" or "green"`);
    }
    if (!Number.isInteger(value.generation) || (value.generation as number) < 1) {
        throw unreadable(at, `its generation is ${JSON.stringify(value.generation)}, expected a whole number from 1`);
    }
    for (const field of ["rotated_at", "next_rotation"] as const) {
        if (Number.isNaN(Date.parse(String(value[field])))) {
            throw unreadable(at, `its ${field} is ${JSON.stringify(value[field])}, expected RFC 3339`);
        }
    }
    if (typeof value.id !== "string" || value.id === "") throw unreadable(at, "its id is missing");
    if (value.previous !== undefined && !isPrevious(value.previous)) {
        throw unreadable(at, "its previous is no other slot, expected generation and id, or nothing at all");
    }
    return value as RotationRecord;
}

function isPrevious(value: unknown): boolean {
    const { generation, id } = { ...(value as Partial<RotationRecord["previous"]> | null) };
    return Number.isInteger(generation) && (generation as number) >= 0 && typeof id === "string" && id !== "";
}

function unreadable(at: string, what: string): Error {
    return new Error(
        `${at} is not a rotation record: ${what}. Nothing was changed. If something else uses this name, give the store ` +
            `another one; if the record was damaged, restore its previous version`,
    );
}
