import { setTimeout as wait } from "node:timers/promises";
import type { CloudTrailClient, Event } from "@aws-sdk/client-cloudtrail";

/** One use of a key, as CloudTrail recorded it. */
export interface Use {
    /** RFC 3339. */
    time: string;
    /** The API that was called, for example `GetCallerIdentity`. */
    name: string;
    /** The service, for example `sts.amazonaws.com`. */
    source: string;
    region: string;
    sourceAddress?: string;
    userAgent?: string;
    /** The refusal, where there was one: a disabled key is in use by somebody who fails. */
    error?: string;
}

/** CloudTrail answers two requests a second, for an account in a region. */
const PAUSE_MS = 600;

/** What CloudTrail cannot tell; said beside every answer. */
export const LIMITS =
    "CloudTrail tells of management events of the last 90 days in one region; reads of S3 objects, DynamoDB items and " +
    "other data events are not in it";

/**
 * All uses of an access key that CloudTrail knows of, newest first.
 *
 * @param limit no more than that many
 */
export async function usesOf(
    client: CloudTrailClient,
    accessKeyId: string,
    { since, limit, sleep = wait }: { since?: Date; limit: number; sleep?(ms: number): Promise<unknown> },
): Promise<Use[]> {
    const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
    const uses: Use[] = [];
    let token: string | undefined;
    do {
        const page = await client.send(
            new LookupEventsCommand({
                LookupAttributes: [{ AttributeKey: "AccessKeyId", AttributeValue: accessKeyId }],
                StartTime: since,
                MaxResults: 50,
                NextToken: token,
            }),
        );
        uses.push(...(page.Events ?? []).map(useOf));
        token = page.NextToken;
        if (token !== undefined) await sleep(PAUSE_MS);
    } while (token !== undefined && uses.length < limit);
    return uses.slice(0, limit);
}

function useOf({ EventTime, EventName = "", EventSource = "", CloudTrailEvent }: Event): Use {
    const detail = details(CloudTrailEvent);
    return {
        time: EventTime?.toISOString() ?? "",
        name: EventName,
        source: EventSource,
        region: detail.awsRegion ?? "",
        ...(detail.sourceIPAddress ? { sourceAddress: detail.sourceIPAddress } : {}),
        ...(detail.userAgent ? { userAgent: detail.userAgent } : {}),
        ...(detail.errorCode ? { error: detail.errorCode } : {}),
    };
}

type Detail = Partial<Record<"awsRegion" | "sourceIPAddress" | "userAgent" | "errorCode", string>>;

function details(text: string | undefined): Detail {
    try {
        return JSON.parse(text ?? "{}") as Detail;
    } catch {
        return {};
    }
}
