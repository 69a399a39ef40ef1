import { lastUseOf, regionsFor } from "../../clients/cloudTrail/accessKeyUses";
import { summarizeCallers } from "../../clients/cloudTrail/summarizeCallers";
import { KeyUse, lookUpUses } from "../../clients/cloudTrail/trail";
import { AwsSettings } from "../../clients/aws/settings";
import { RemoteCredential } from "../../decision/types";

/** IAM tells of a use within four hours, as a rule. */
export const LAST_USED_LAG_MS = 4 * 3_600_000;

/** One page of CloudTrail a region: enough for a sentence. */
const MAX_SHOWN = 50;

/**
 * Adds how a key was used since that moment. IAM knows of every call, hours late; CloudTrail within minutes, but of management
 * events only, and names the caller. Each fills the gap of the other.
 */
export async function withUsage(
    settings: AwsSettings,
    key: RemoteCredential,
    since: string,
): Promise<RemoteCredential> {
    const last = await lastUseOf(settings, key.id).catch((error: unknown) => reasonOf(error));
    if (typeof last === "string") return { ...key, useUnknown: `GetAccessKeyLastUsed failed with ${last}` };
    const regions = regionsFor(settings, last);
    const uses = await lookUpUses(settings, key.id, new Date(since), { regions, most: MAX_SHOWN }).catch(reasonOf);
    const newest = typeof uses === "string" ? undefined : uses[0];
    const seen = [last && { at: last.at, what: `${last.service} in ${last.region}` }, newest && told(newest)]
        .filter((one) => one !== undefined)
        .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
    if (seen === undefined) return key;
    const by = typeof uses === "string" ? `CloudTrail could not be asked who it was (${uses})` : summarizeCallers(uses);
    return { ...key, lastUsedAt: seen.at, lastUsedFor: seen.what, lastUsedBy: by };
}

function told({ time, source, region }: KeyUse): { at: string; what: string } {
    return { at: time, what: `${source.replace(".amazonaws.com", "")} in ${region}` };
}

/** The name of a failure; its text is not passed on, for an SDK's error may hold the request. */
function reasonOf(error: unknown): string {
    return error instanceof Error ? error.name : "unknown error";
}
