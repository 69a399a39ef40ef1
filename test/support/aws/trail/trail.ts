import { AwsError, type Reply, jsonReply } from "../protocol/errors";
import type { Params } from "../protocol/operation";
import { type Observed, type TrailEvent, eventOf } from "./event";
import { fits, nextToken, parseLookup } from "./lookup";

/** What tests may set of CloudTrail. */
export interface TrailOptions {
    /** Real milliseconds until an event can be looked up. @default 0 */
    delayMs?: number;
    /** LookupEvents in a second and a region; AWS allows 2. @default 2 */
    requestsPerSecond?: number;
}

interface Kept {
    event: TrailEvent;
    region: string;
    /** When it was recorded, by the real clock. */
    ms: number;
}

/** CloudTrail: keeps every management event, newest first, each in the region it was made in. */
export class Trail {
    private readonly kept: Kept[] = [];
    private readonly requests = new Map<string, number[]>();

    constructor(
        private readonly account: string,
        private readonly now: () => Date,
        public options: TrailOptions,
    ) {}

    record(observed: Observed): void {
        const event = eventOf(observed, this.account);
        this.kept.push({ event, region: observed.region, ms: performance.now() });
    }

    /** Answers LookupEvents. */
    lookup(params: Params, region: string): Reply {
        this.throttle(region);
        const lookup = parseLookup(params, this.now().getTime());
        const visible = performance.now() - (this.options.delayMs ?? 0);
        const found = this.kept
            .filter((kept) => kept.region === region && kept.ms <= visible && fits(kept.event, lookup))
            .reverse();
        const end = lookup.offset + lookup.limit;
        const page = found.slice(lookup.offset, end);
        return jsonReply({
            Events: page.map(({ event }) => ({ ...event, EventTime: event.EventTime.getTime() / 1000 })),
            ...(found.length > end ? { NextToken: nextToken(params, end) } : {}),
        });
    }

    /** So many requests a second in each region of an account, by the real clock. */
    private throttle(region: string): void {
        const now = performance.now();
        const recent = (this.requests.get(region) ?? []).filter((at) => at > now - 1000);
        this.requests.set(region, recent);
        if (recent.length >= (this.options.requestsPerSecond ?? 2)) {
            throw new AwsError("ThrottlingException", "Rate exceeded");
        }
        recent.push(now);
    }
}
