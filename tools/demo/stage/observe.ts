import { Light, otherOf, Picture, Slot } from "../story/lifecycle";
import type { Household } from "./household";

/** The rotation record, as far as the demo looks into it. */
interface RotationRecord {
    slot: Slot;
    id: string;
    next_rotation: string;
    previous?: { id: string };
}

/** What vendor and store hold for one credential, whatever the package says. */
export interface Observed {
    picture: Picture;
    /** Last characters of the published key's id. */
    suffix: string;
    /** When the next rotation is due (RFC 3339); undefined while nothing is published. */
    nextRotation?: string;
    /** Keys that the record does not know. */
    strays: string[];
    /** Keys of this credential at the vendor, disabled ones too. */
    keys: number;
}

/** Looks at the vendor and at the store with the administrator's eyes. */
export async function look({ tenant, shelf }: Household): Promise<Observed> {
    const [keys, text] = await Promise.all([tenant.keys(), shelf.record()]);
    const known = text === undefined ? undefined : (JSON.parse(text) as RotationRecord);
    const lightOf = (id: string | undefined, active: Light): Light => {
        const key = keys.find((one) => one.id === id);
        if (key === undefined) return "absent";
        return key.active ? active : "inactive";
    };
    const slot = known?.slot ?? "blue";
    const picture = {
        [slot]: lightOf(known?.id, "live"),
        [otherOf(slot)]: lightOf(known?.previous?.id, "overlap"),
    } as Picture;
    const ours = [known?.id, known?.previous?.id];
    return {
        picture,
        suffix: suffixOf(known?.id ?? ""),
        nextRotation: known?.next_rotation,
        strays: keys.filter(({ id }) => !ours.includes(id)).map(({ id }) => suffixOf(id)),
        keys: keys.length,
    };
}

/** What is left of a credential, at its vendor and in its store. */
export async function leftovers({ name, tenant, shelf }: Household): Promise<string[]> {
    const [keys, published] = await Promise.all([tenant.keys(), shelf.leftovers()]);
    return [...keys.map(({ id }) => `key ${suffixOf(id)} of ${name} at ${tenant.vendor}`), ...published];
}

function suffixOf(id: string): string {
    return `…${id.slice(-4)}`;
}
