import { iamClient } from "../aws/clients";
import { AwsSettings } from "../aws/settings";
import { KeyUse, lookUpUses, TrailLimits } from "./trail";

/** The last use of an access key, as IAM tells it: up to four hours late, and only the last one. */
export interface LastUse {
    /** RFC 3339. */
    at: string;
    service: string;
    region: string;
}

/**
 * Every use of an access key since a moment that CloudTrail knows of, newest first; also of a key that is disabled or
 * deleted. Management events of the last 90 days only.
 *
 * @param settings how AWS is reached; `regions` defaults to its region, us-east-1 and the region of the last use
 * @param since RFC 3339
 * @throws the SDK's error, for example AccessDeniedException
 */
export async function usesOfAccessKey(
    settings: AwsSettings,
    accessKeyId: string,
    since: string,
    { regions, most = 1000, progress }: Partial<TrailLimits> = {},
): Promise<KeyUse[]> {
    const last = regions === undefined ? await lastUseOf(settings, accessKeyId).catch(() => undefined) : undefined;
    const asked = regions ?? regionsFor(settings, last, true);
    return lookUpUses(settings, accessKeyId, new Date(since), { regions: asked, most, progress });
}

/** The last use that IAM knows of; undefined if there is none. */
export async function lastUseOf(settings: AwsSettings, accessKeyId: string): Promise<LastUse | undefined> {
    const { GetAccessKeyLastUsedCommand } = await import("@aws-sdk/client-iam");
    const client = await iamClient(settings);
    const { AccessKeyLastUsed: use } = await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }));
    if (use?.LastUsedDate === undefined) return undefined;
    return { at: use.LastUsedDate.toISOString(), service: use.ServiceName ?? "N/A", region: use.Region ?? "N/A" };
}

/** The user whose key it is; undefined if AWS does not say so. */
export async function ownerOf(settings: AwsSettings, accessKeyId: string): Promise<string | undefined> {
    const { GetAccessKeyLastUsedCommand } = await import("@aws-sdk/client-iam");
    const client = await iamClient(settings);
    return (await client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }))).UserName;
}

/** Where CloudTrail may know of uses of a key. */
export function regionsFor({ region }: AwsSettings, last: LastUse | undefined, everywhere = false): string[] {
    const named = [last?.region, region].filter(
        (one): one is string => one !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(one),
    );
    return [...new Set(everywhere || named.length === 0 ? [...named, "us-east-1"] : named)];
}
