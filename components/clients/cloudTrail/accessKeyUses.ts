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
 * @param settings how AWS is reached; `regions` defaults to its region, that of the last use, and those in which the
 *   partition records IAM and STS
 * @param since RFC 3339
 * @throws the SDK's error, for example AccessDeniedException
 */
export async function usesOfAccessKey(
    settings: AwsSettings,
    accessKeyId: string,
    since: string,
    { regions, most = 1000, progress, refused }: Partial<TrailLimits> = {},
): Promise<KeyUse[]> {
    const last = regions === undefined ? await lastUseOf(settings, accessKeyId).catch(() => undefined) : undefined;
    const asked = regions ?? regionsFor(settings, last, true);
    return lookUpUses(settings, accessKeyId, new Date(since), { regions: asked, most, progress, refused });
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

/**
 * Where each partition of AWS records what its global services are asked, by how its regions begin. Of China neither of
 * its two regions is the one for all services.
 */
const GLOBAL: [string, string[]][] = [
    ["us-gov-", ["us-gov-west-1"]],
    ["cn-", ["cn-north-1", "cn-northwest-1"]],
    ["us-iso-", ["us-iso-east-1"]],
    ["us-isob-", ["us-isob-east-1"]],
    ["us-isof-", ["us-isof-south-1"]],
    ["eu-isoe-", ["eu-isoe-west-1"]],
    ["eusc-", ["eusc-de-east-1"]],
];

/** Where CloudTrail may know of uses of a key: in no other partition than the key's. */
export function regionsFor({ region }: AwsSettings, last: LastUse | undefined, everywhere = false): string[] {
    const named = [last?.region, region].filter(
        (one): one is string => one !== undefined && /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(one),
    );
    const global = GLOBAL.find(([start]) => named[0]?.startsWith(start))?.[1] ?? ["us-east-1"];
    return [...new Set(everywhere || named.length === 0 ? [...named, ...global] : named)];
}
