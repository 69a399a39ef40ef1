import { isDeepStrictEqual } from "node:util";
import { KvData, KvFound, KvLocation, KvWritten, readKv } from "../../clients/vault/kv";
import { VaultConnection } from "../../clients/vault/settings";

/** When each version came to be, by its number. */
export type Written = Record<string, string>;

/** How many of the last versions are looked at with the stack's end; an engine keeps 10 unless it was told otherwise. */
const MAX_VERSIONS = 100;

/** Requests side by side. */
const AT_ONCE = 10;

/** The times with that of one more version; of the last ones only. */
export function withVersion(written: Written | undefined, { version, created }: KvWritten): { written?: Written } {
    if (created === undefined) return written ? { written } : {};
    const all = Object.entries<string>({ ...written, [version]: created }).sort(([a], [b]) => Number(a) - Number(b));
    return { written: Object.fromEntries(all.slice(-MAX_VERSIONS)) };
}

/** What stands at a place by version, up to the last one that this stack wrote; what was deleted has no data. */
export async function versionsThere(
    reach: VaultConnection,
    place: KvLocation,
    found: KvFound,
    { version }: { version: number },
): Promise<KvFound[]> {
    const last = Math.min(version, found.version);
    const numbers = Array.from({ length: Math.min(last, MAX_VERSIONS) }, (_, index) => last - index);
    const all: KvFound[] = [];
    for (let at = 0; at < numbers.length; at += AT_ONCE) {
        const some = numbers.slice(at, at + AT_ONCE).map(async (number) => {
            if (number === found.version) return found;
            return readKv(reach, place, number);
        });
        all.push(...(await Promise.all(some)));
    }
    return all.filter((one) => one.version > 0);
}

/** What is known of the versions that this stack wrote. */
interface Known {
    first: number;
    version: number;
    written?: Written;
    /** What it wrote last. */
    last: KvData;
}

/**
 * Which versions this stack wrote and which somebody else did. Numbers do not tell: they begin anew where somebody deleted
 * the whole secret. The time at which Vault says that a version came to be does; where it was not kept, by an older release,
 * the last version is told by what it holds and those before by the names of their fields. A version that was deleted
 * already, or that an interrupted run of this stack wrote, is neither.
 */
export function writerOf(versions: KvFound[], known: Known): { ours: number[]; others: number[] } {
    const of = (owner: Owner) =>
        versions.flatMap((one) => (ownerOf(one, known) === owner ? one.version : [])).sort((a, b) => a - b);
    return { ours: of("ours"), others: of("others") };
}

type Owner = "ours" | "others" | "nobody";

function ownerOf({ version, data, created }: KvFound, { first, version: newest, written, last }: Known): Owner {
    const time = written?.[version];
    if (time !== undefined && time !== created) return "others";
    if (data === undefined) return "nobody";
    if (time !== undefined) return "ours";
    if (version < first) return isDeepStrictEqual(data, last) ? "nobody" : "others";
    // From the first one that was kept on, each of ours was kept.
    if (version > Math.min(...Object.keys(written ?? {}).map(Number))) return "others";
    const alike = version === newest ? isDeepStrictEqual(data, last) : sameNames(data, last);
    return alike ? "ours" : "others";
}

function sameNames(a: KvData, b: KvData): boolean {
    return isDeepStrictEqual(Object.keys(a).sort(), Object.keys(b).sort());
}
