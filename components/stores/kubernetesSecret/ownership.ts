import { FoundSecret } from "../../clients/kubernetes/secrets";

/** Why a Secret that stands there may not be written; undefined if it may. The sentence goes on from what it is called. */
export function whyNotOurs(found: FoundSecret | undefined, overwrite: boolean): string | undefined {
    if (found === undefined) return undefined;
    if (found.immutable) return `is immutable, so no rotation can change it: delete it, or give the store another name`;
    if (found.isOurs || overwrite) return undefined;
    const whose = found.others.length > 0 ? ` (${found.others.join(", ")} has its fields)` : "";
    return `exists and was not made here${whose}; it was left as it is. Give the store another name, or set overwrite: true`;
}

/** True if nobody else has anything in it: then it leaves as a whole. */
export function isAllOurs({ others }: FoundSecret): boolean {
    return others.length === 0;
}
