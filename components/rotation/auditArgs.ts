import { toMilliseconds } from "../schedule/duration";
import { parseMoment } from "../schedule/calendar";
import { AuditPolicy } from "../decision/types";

/** How the use of a previous credential is looked at before it is taken away. */
export interface AuditArgs {
    /**
     * How long it must not have been used before it is disabled; the time by which the vendor tells late (IAM: 4 hours) is
     * added. Uses in the first half of the overlap, while consumers move, do not count. `0s` looks at no use. Default: `12h`.
     */
    quietTime?: string;
    /** What a use does: `hold` keeps the credential with a warning, `fail` keeps it and makes the run fail. Default: `hold`. */
    onUse?: "hold" | "fail";
    /** Uses up to this moment (RFC 3339) were looked into and do not count. */
    reviewed?: string;
}

/**
 * Reads them; undefined if no use is looked at.
 *
 * @throws Error that names the field, the value and what was expected
 */
export function readAudit(name: string, args: AuditArgs = {}, lagMs = 0): AuditPolicy | undefined {
    const { quietTime = "12h", onUse = "hold", reviewed } = args;
    if (onUse !== "hold" && onUse !== "fail") {
        throw new Error(`${name}: audit.onUse: ${JSON.stringify(onUse)}; expected "hold" or "fail"`);
    }
    if (reviewed !== undefined) parseMoment(reviewed, "audit.reviewed");
    const quietMs = toMilliseconds(quietTime, "audit.quietTime");
    return quietMs === 0 ? undefined : { quietMs, lagMs, onUse, reviewed };
}
