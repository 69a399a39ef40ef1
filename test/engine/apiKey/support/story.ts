import assert from "node:assert/strict";
import type { Consumer } from "../../../support/consumer";
import { EngineSuite, fresh, Listed, Run, RunOptions, Stack, withStack } from "../../../support/harness";
import { Use, Vendor, vendorConsumer } from "../../../support/vendors";

/** A window begins at this moment, and at every thirtieth day after it. */
const ANCHOR = "2030-01-01T00:00:00Z";

/** What one run did, at the vendor and at AWS. */
export interface Played extends Run {
    /** Calls to the vendor, with the names of keys cut to their ends: `create g1-blue 201`. */
    calls: string[];
}

/** One credential with its stack, its vendor, and a service that uses it all the while. */
export class Story {
    constructor(
        readonly name: string,
        readonly stack: Stack,
        readonly vendor: Vendor,
        readonly consumer: Consumer,
    ) {}

    /** `pulumi up` that must succeed. */
    async ok(options: RunOptions = {}): Promise<Played> {
        return this.seen(await this.at(options).ok(options));
    }

    /** `pulumi up` that must fail, saying this. */
    async fails(pattern: RegExp, options: RunOptions = {}): Promise<Played> {
        return this.seen(await this.at(options).fails(pattern, options));
    }

    async preview(options: RunOptions = {}): Promise<Played> {
        return this.seen(await this.at(options).preview(options));
    }

    /** What stands at the vendor: `g1-blue`. */
    standing(): string[] {
        return this.vendor.names().map(short).sort();
    }

    /** What is published, as services read it. */
    private at({ now }: RunOptions): Stack {
        if (now !== undefined) this.vendor.keyring.setNow(new Date(now));
        this.vendor.takeCalls();
        return this.stack;
    }

    private seen(run: Run): Played {
        return { ...run, calls: this.vendor.takeCalls().map(short) };
    }
}

/** Cuts names of keys to what differs between them. */
export function short(text: string): string {
    return text.replace(/rotation-[A-Za-z0-9_.-]+?-[0-9a-f]{8}-(g\d+-(?:blue|green))/g, "$1");
}

/** Runs of equal calls, each once, with its number: verifications are several. */
export function folded(calls: string[]): string[] {
    const runs: { call: string; count: number }[] = [];
    for (const call of calls) {
        const last = runs.at(-1);
        if (last?.call === call) last.count++;
        else runs.push({ call, count: 1 });
    }
    return runs.map(({ call, count }) => (count === 1 ? call : `${call} x${count}`));
}

/** A moment, in days and hours after the anchor; windows begin on the days 0, 30, 60 … */
export function at(day: number, hour = 0, minute = 0): string {
    return new Date(Date.parse(ANCHOR) + ((day * 24 + hour) * 60 + minute) * 60_000).toISOString();
}

/** What a story is about. */
export interface StoryOptions {
    vendor: Vendor;
    use: Use;
    /** Kind, settings and management key. */
    entry: Listed;
    config?: Record<string, unknown>;
}

/**
 * Runs a story on a stack of its own. The service must have used the key, and never have failed; the vendor must have
 * known every request.
 */
export async function story(
    { aws }: EngineSuite,
    options: StoryOptions,
    tell: (story: Story) => Promise<void>,
): Promise<void> {
    const { vendor, use, entry, config } = options;
    const name = fresh("key");
    const stores = [
        { secretsManager: { name: `prod/${name}`, recoveryWindowInDays: 0 } },
        { ssm: { prefix: `/${name}` } },
    ];
    const listed: Listed = {
        name,
        every: "30d",
        anchor: ANCHOR,
        endpoint: vendor.endpoint,
        stores,
        ...entry,
    };
    const now = at(0, 12);
    vendor.keyring.setNow(new Date(now));
    const consumer = await vendorConsumer(aws, vendor, use, `prod/${name}`);
    try {
        await withStack({ aws, credentials: [listed], now, config }, async (stack) => {
            await tell(new Story(name, stack, vendor, consumer));
            await consumer.attempts(3);
            const { logins, failures } = consumer.stats();
            assert.deepEqual(failures, [], "the service that uses the key failed");
            assert.ok(logins > 0, "the service never came to use a key");
            await consumer.stop();
            vendor.clearFaults();
        });
        assert.deepEqual(
            vendor
                .names()
                .map(short)
                .filter((one) => /^g\d/.test(one)),
            [],
            "keys that outlived their stack",
        );
        vendor.assertMatched();
    } finally {
        vendor.clearFaults();
        await consumer.stop();
    }
}
