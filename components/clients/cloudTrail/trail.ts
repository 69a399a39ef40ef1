import type { Event } from "@aws-sdk/client-cloudtrail";
import { cloudTrailClient } from "../aws/clients";
import { AwsSettings } from "../aws/settings";
import { singleLine } from "../../shared/singleLine";

/** One use of an access key, as CloudTrail tells it. */
export interface KeyUse {
    /** RFC 3339. */
    time: string;
    /** What was called, for example `ListBuckets`. */
    name: string;
    /** The service that was called, for example `s3.amazonaws.com`. */
    source: string;
    region: string;
    userAgent: string;
    sourceIp: string;
    /** Why it was refused, if it was. */
    errorCode?: string;
}

/** How far a look-up goes. */
export interface TrailLimits {
    /** Regions to ask; CloudTrail keeps events where they happened, those of global services in us-east-1. */
    regions: string[];
    /** At most so many uses of each region, the newest. */
    most: number;
    /** Told after each answer, for progress. */
    progress?(region: string, found: number): void;
    /** Told of a region that could not be asked, while another could; without it that is an error. */
    refused?(region: string, error: Error): void;
}

/** What CloudTrail cannot tell, for output. */
export const TRAIL_LIMITS =
    "CloudTrail knows management events of the last 90 days only: reads of S3 objects, for example, are not in it";

const NINETY_DAYS_MS = 90 * 86_400_000;

/** CloudTrail allows two requests a second in an account and region; others ask too. */
const REQUEST_INTERVAL_MS = 600;

/** Attempts at one page while CloudTrail asks to wait. */
const ATTEMPTS = 6;

/**
 * The uses of an access key since a moment, newest first.
 *
 * @throws the SDK's error, for example AccessDeniedException without `cloudtrail:LookupEvents`
 */
export async function lookUpUses(
    settings: AwsSettings,
    accessKeyId: string,
    since: Date,
    limits: TrailLimits,
): Promise<KeyUse[]> {
    const asked = await Promise.allSettled(
        limits.regions.map((region) => inRegion(settings, accessKeyId, since, region, limits)),
    );
    const found = asked.map((one, index) => {
        if (one.status === "fulfilled") return one.value;
        const answered = asked.some(({ status }) => status === "fulfilled");
        if (!answered || limits.refused === undefined) throw one.reason;
        limits.refused(limits.regions[index], one.reason as Error);
        return [];
    });
    return found.flat().sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
}

async function inRegion(
    settings: AwsSettings,
    accessKeyId: string,
    since: Date,
    region: string,
    { most, progress }: TrailLimits,
): Promise<KeyUse[]> {
    const { LookupEventsCommand } = await import("@aws-sdk/client-cloudtrail");
    const client = await cloudTrailClient({ ...settings, region });
    const StartTime = new Date(Math.max(since.getTime(), Date.now() - NINETY_DAYS_MS, 0));
    const LookupAttributes = [{ AttributeKey: "AccessKeyId" as const, AttributeValue: accessKeyId }];
    const uses: KeyUse[] = [];
    let NextToken: string | undefined;
    do {
        if (NextToken !== undefined) await sleep(REQUEST_INTERVAL_MS);
        const command = new LookupEventsCommand({ LookupAttributes, StartTime, MaxResults: 50, NextToken });
        const page = await patiently(() => client.send(command));
        uses.push(...(page.Events ?? []).map((event) => useOf(event, region)));
        progress?.(region, uses.length);
        NextToken = page.NextToken;
    } while (NextToken !== undefined && uses.length < most);
    return uses.slice(0, most);
}

async function patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
        try {
            return await ask();
        } catch (error) {
            const asksToWait = error instanceof Error && /Throttl|TooManyRequests/.test(error.name);
            if (!asksToWait || tries >= ATTEMPTS) throw error;
            await sleep(REQUEST_INTERVAL_MS * tries);
        }
    }
}

/** What an event tells. Whoever used the key chose the name of their program, so it is told on one line. */
export function useOf({ EventTime, EventName = "", EventSource = "", CloudTrailEvent }: Event, region: string): KeyUse {
    const detail = parsed(CloudTrailEvent);
    const text = (name: string): string => (typeof detail[name] === "string" ? singleLine(detail[name]) : "");
    const errorCode = text("errorCode");
    return {
        time: (EventTime ?? new Date(0)).toISOString(),
        name: EventName,
        source: EventSource,
        region: text("awsRegion") || region,
        userAgent: text("userAgent"),
        sourceIp: text("sourceIPAddress"),
        ...(errorCode ? { errorCode } : {}),
    };
}

function parsed(text: string | undefined): Record<string, unknown> {
    try {
        return JSON.parse(text ?? "{}") as Record<string, unknown>;
    } catch {
        return {};
    }
}

function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
}
