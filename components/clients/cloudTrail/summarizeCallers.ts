import { singleLine } from "../../shared/singleLine";
import { KeyUse, TRAIL_LIMITS } from "./trail";

/** How many callers a sentence names. */
const CALLERS = 3;

/** Who used a key, for a sentence: each caller once, the one of the newest use first. */
export function summarizeCallers(uses: KeyUse[]): string {
    if (uses.length === 0) return `CloudTrail names nobody (${TRAIL_LIMITS})`;
    const callers = new Map<string, KeyUse[]>();
    for (const use of uses) {
        const who = `${short(use.userAgent) || "an unknown program"} from ${use.sourceIp || "an unknown address"}`;
        callers.set(who, [...(callers.get(who) ?? []), use]);
    }
    const named = [...callers].slice(0, CALLERS).map(([who, [newest, ...older]]) => {
        const times = older.length === 0 ? "" : `, ${older.length + 1} times`;
        const refused = newest.errorCode === undefined ? "" : `, refused with ${newest.errorCode}`;
        return `${who} (${newest.source.replace(".amazonaws.com", "")}:${newest.name} in ${newest.region}, last ${newest.time}${times}${refused})`;
    });
    const rest = callers.size - named.length;
    return `CloudTrail names ${named.join("; ")}${rest > 0 ? ` and ${rest} more` : ""} (${TRAIL_LIMITS})`;
}

/** Somebody else wrote it, so it is cut to a length that a person reads, and to one line. */
function short(text: string): string {
    const plain = singleLine(text);
    return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain;
}
