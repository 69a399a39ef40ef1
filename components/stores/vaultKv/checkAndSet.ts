import { isDeepStrictEqual } from "node:util";
import { KvData, KvFound } from "../../clients/vault/kv";

/** What a write is decided by. */
export interface DesiredDocument {
    /** What is to stand there. */
    data: KvData;
    /** What this stack wrote last; undefined if nothing that it knows of. */
    last?: KvData;
    /** What stands there now. */
    found: KvFound;
    /** Take over what somebody else wrote. */
    overwrite: boolean;
    /** Name of the field that tells when it was published; it differs when an interrupted run is made up for. */
    when: string;
}

/** What to do: nothing, to write if this version still stands there, or to leave somebody else's alone. */
export type Step = { act: "keep" } | { act: "write"; cas: number } | { act: "refuse"; foreign: "path" | "version" };

/**
 * Whether a document may be written. Ours is what holds what we wrote last or were about to write: a run that was killed,
 * or whose answer got lost, may have written it without its being in the state. Numbers would not do: they begin anew
 * where somebody deleted the whole secret and made another.
 *
 * What stands there already is written once more where the state does not know it: the resource that wrote it may be
 * another one of this run, which takes its own versions away at the end. So it is with the last of several stores when
 * one before it is taken off the list.
 */
export function decideWrite({ data, last, found, overwrite, when }: DesiredDocument): Step {
    const write: Step = { act: "write", cas: found.version };
    if (found.data === undefined) return write;
    if (isDeepStrictEqual(found.data, data)) return last === undefined ? write : { act: "keep" };
    if (last !== undefined && alike(found.data, last, when)) return write;
    if (overwrite || alike(found.data, data, when)) return write;
    return { act: "refuse", foreign: last === undefined ? "path" : "version" };
}

/** True if what stands there is what this stack wrote last or is about to write; see `decideWrite`. */
export function isOwn({ data, last, found, when }: Omit<DesiredDocument, "overwrite">): boolean {
    if (found.data === undefined) return false;
    return alike(found.data, data, when) || (last !== undefined && alike(found.data, last, when));
}

function alike(a: KvData, b: KvData, when: string): boolean {
    return isDeepStrictEqual({ ...a, [when]: undefined }, { ...b, [when]: undefined });
}
