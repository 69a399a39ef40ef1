import assert from "node:assert/strict";
import { ANCHOR, at, bad, good, type Played, type Player, short } from "../../../support/apiKey/player";
import type { Consumer } from "../../../support/consumer";
import { EngineSuite, fresh, Listed, Run, RunOptions, Stack, stepsSaid, withStack } from "../../../support/harness";
import { Use, Vendor, vendorConsumer } from "../../../support/vendors";

export { at, folded } from "../../../support/apiKey/player";

/** What one run did, at the vendor and at AWS. */
export type Told = Run & Played;

/** Plain runs of these kinds are played in `wordForWord` and `oneBroken`. */
export const COUNTED = "the calls that the vendor gets in an update are counted";

/** One credential with its stack, its vendor, and a service that uses it all the while. */
export class Story implements Player {
    constructor(
        readonly name: string,
        readonly stack: Stack,
        readonly vendor: Vendor,
        readonly consumer: Consumer,
    ) {}

    /** `pulumi up`, which may fail. */
    async run(options: RunOptions = {}): Promise<Told> {
        this.begin(options);
        return this.seen(await this.stack.up({ noPreview: COUNTED, ...options }));
    }

    /** `pulumi up` that must succeed. */
    async ok(options: RunOptions = {}): Promise<Told> {
        return good(await this.run(options));
    }

    /** `pulumi up` that must fail, saying this. */
    async fails(pattern: RegExp, options: RunOptions = {}): Promise<Told> {
        return bad(await this.run(options), pattern);
    }

    async preview(options: RunOptions = {}): Promise<Told> {
        this.begin(options);
        return this.seen(await this.stack.preview(options));
    }

    /** What stands at the vendor: `g1-blue`. */
    standing(): string[] {
        return this.vendor.names().map(short).sort();
    }

    breakStore() {
        const match = { service: "secretsmanager", action: "PutSecretValue" } as const;
        const fault = this.stack.aws.fault({ match, kind: "deny", times: 99 });
        return { mend: () => fault.remove() };
    }

    /** Sets the vendor's clock, and forgets the calls that it had before the run. */
    begin({ now }: RunOptions): void {
        if (now !== undefined) this.vendor.keyring.setNow(new Date(now));
        this.vendor.takeCalls();
    }

    /** What the run said of this key is so at the vendor. */
    private assertTrue({ events }: Run): void {
        const standing = this.standing();
        for (const { name, what, slot, generation } of stepsSaid(events)) {
            if (name !== this.name || what === "disables") continue;
            const stands = standing.includes(`g${generation}-${slot}`);
            assert.equal(stands, what === "makes", `said that it ${what} ${slot}: ${standing.join()} stand`);
        }
    }

    /** The run with the calls that the vendor had meanwhile. */
    seen(run: Run): Told {
        if (run.code === 0 && !run.preview) this.assertTrue(run);
        return { ...run, failed: run.code !== 0, calls: this.vendor.takeCalls().map(short) };
    }
}

/** What a story is about. */
export interface StoryOptions {
    vendor: Vendor;
    use: Use;
    /** Kind, settings and management key. */
    entry: Listed;
    config?: Record<string, unknown>;
    /** The program as it is cloned, and not compiled beforehand. */
    asWritten?: boolean;
}

/**
 * Runs a story on a stack of its own. The service must have used the key, and never have failed; the vendor must have
 * known every request.
 */
export function story(suite: EngineSuite, options: StoryOptions, tell: (story: Story) => Promise<void>): Promise<void> {
    return together(suite, [options], ([one]) => tell(one));
}

/** The same for several credentials on one stack. */
export async function together(
    { aws }: EngineSuite,
    options: StoryOptions[],
    tell: (stories: Story[], stack: Stack) => Promise<void>,
): Promise<void> {
    const now = at(0, 12);
    const cast = await Promise.all(
        options.map(async ({ vendor, use, entry }) => {
            const name = fresh("key");
            const secret = `prod/${name}`;
            const stores = [
                { secretsManager: { name: secret, recoveryWindowInDays: 0 } },
                { ssm: { prefix: `/${name}` } },
            ];
            const listed = {
                name,
                every: "30d",
                anchor: ANCHOR,
                endpoint: vendor.endpoint,
                stores,
                ...entry,
            } as Listed;
            vendor.keyring.setNow(new Date(now));
            return { name, vendor, listed, consumer: await vendorConsumer(aws, vendor, use, secret) };
        }),
    );
    const config = Object.assign({}, ...options.map((one) => one.config)) as Record<string, unknown>;
    try {
        const credentials = cast.map(({ listed }) => listed);
        const asWritten = options.some((one) => one.asWritten);
        await withStack({ aws, credentials, now, config, asWritten, warm: !asWritten }, async (stack) => {
            const stories = cast.map(({ name, vendor, consumer }) => new Story(name, stack, vendor, consumer));
            await tell(stories, stack);
            for (const { consumer } of stories) await unharmed(consumer);
            for (const { vendor } of cast) vendor.clearFaults();
        });
        for (const { vendor } of cast) nothingLeft(vendor);
    } finally {
        for (const { vendor, consumer } of cast) {
            vendor.clearFaults();
            await consumer.stop();
        }
    }
}

/** The service came to use a key, and never failed. */
async function unharmed(consumer: Consumer): Promise<void> {
    await consumer.attempts(3);
    const { logins, failures } = consumer.stats();
    assert.deepEqual(failures, [], "the service that uses the key failed");
    assert.ok(logins > 0, "the service never came to use a key");
    await consumer.stop();
}

function nothingLeft(vendor: Vendor): void {
    const ours = vendor.names().map(short);
    assert.deepEqual(
        ours.filter((one) => /^g\d/.test(one)),
        [],
        "keys that outlived their stack",
    );
    vendor.assertMatched();
}
