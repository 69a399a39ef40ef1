import { AwsError } from "../protocol/errors";
import type { Params } from "../protocol/operation";
import type { TrailEvent } from "./event";

/** What LookupEvents was asked, checked as CloudTrail checks it. */
export interface Lookup {
    attribute?: { key: string; value: string };
    from: number;
    to: number;
    limit: number;
    offset: number;
}

const NINETY_DAYS = 90 * 86_400_000;

const FIELDS: Record<string, (event: TrailEvent) => string[]> = {
    AccessKeyId: (event) => [event.AccessKeyId],
    EventId: (event) => [event.EventId],
    EventName: (event) => [event.EventName],
    EventSource: (event) => [event.EventSource],
    ReadOnly: (event) => [event.ReadOnly],
    ResourceName: (event) => event.Resources.map((one) => one.ResourceName),
    ResourceType: (event) => event.Resources.map((one) => one.ResourceType),
    Username: (event) => [event.Username],
};

/** Reads the parameters of LookupEvents; throws what CloudTrail answers to wrong ones. */
export function parseLookup(params: Params, now: number): Lookup {
    const attributes = (params.LookupAttributes ?? []) as Record<string, string>[];
    const { AttributeKey: key = "", AttributeValue: value = "" } = attributes[0] ?? {};
    if (attributes.length > 1 || (attributes.length === 1 && (!FIELDS[key] || value === ""))) {
        const message = "You can use only one lookup attribute, with a known key and a value.";
        throw new AwsError("InvalidLookupAttributesException", message);
    }
    const limit = params.MaxResults === undefined ? 50 : Number(params.MaxResults);
    if (!Number.isInteger(limit) || limit < 1 || limit > 50) {
        throw new AwsError("InvalidMaxResultsException", "MaxResults has to be from 1 to 50.");
    }
    const from = params.StartTime === undefined ? -Infinity : Number(params.StartTime) * 1000;
    const to = params.EndTime === undefined ? Infinity : Number(params.EndTime) * 1000;
    if (Number.isNaN(from) || Number.isNaN(to) || from > to) {
        throw new AwsError("InvalidTimeRangeException", "The start time is after the end time.");
    }
    return {
        ...(attributes.length === 1 ? { attribute: { key, value } } : {}),
        from: Math.max(from, now - NINETY_DAYS),
        to,
        limit,
        offset: offsetOf(params),
    };
}

export function fits(event: TrailEvent, { attribute, from, to }: Lookup): boolean {
    const time = event.EventTime.getTime();
    if (time < from || time > to) return false;
    return !attribute || FIELDS[attribute.key]!(event).includes(attribute.value);
}

/** A token is bound to the request it continues: AWS wants the same parameters again. */
export function nextToken(params: Params, offset: number): string {
    return Buffer.from(JSON.stringify([offset, identity(params)])).toString("base64");
}

function offsetOf(params: Params): number {
    if (params.NextToken === undefined) return 0;
    try {
        const plain = Buffer.from(String(params.NextToken), "base64").toString();
        const [offset, asked] = JSON.parse(plain) as [number, string];
        if (asked === identity(params)) return offset;
    } catch {
        // refused below
    }
    throw new AwsError("InvalidNextTokenException", "The token is not one for this request.");
}

function identity({ LookupAttributes, StartTime, EndTime }: Params): string {
    return JSON.stringify([LookupAttributes, StartTime, EndTime]);
}
