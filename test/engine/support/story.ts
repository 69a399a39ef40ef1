import assert from "node:assert/strict";
import { type Consumer, ssmConsumer } from "../../support/consumer";
import { EngineSuite, fresh, Listed, Stack, StackOptions, withStack } from "../../support/harness";

/** One user with its stack, and a service that uses the key all the while. */
export interface Story {
    stack: Stack;
    /** Name of the user, and of the prefix below which its key is published. */
    user: string;
    consumer: Consumer;
}

/** A window begins at this moment, and at every thirtieth day after it. */
export const ANCHOR = "2030-01-01T00:00:00Z";

/** What becomes of a story: fields of its credential, and how its stack is made. */
export interface StoryOptions extends Partial<StackOptions> {
    set?: Listed;
    /** A user that is there already. Default: a new one. */
    user?: string;
    /** Where its service finds the key. Default: a slash and the user's name. */
    prefix?: string;
    /** True where no key ever comes to be published, or the test takes the published one away. */
    quiet?: boolean;
}

/** Runs a story on a stack of its own. The service must have used the key, and never have failed. */
export async function story(
    { aws }: EngineSuite,
    options: StoryOptions,
    tell: (story: Story) => Promise<void>,
): Promise<void> {
    const { set, user = fresh("user"), prefix = `/${user}`, quiet = false, ...rest } = options;
    if (options.user === undefined) await aws.createUser(user);
    const entry = credential(user, set);
    const parameterName = `${prefix}/credential`;
    const consumer = await ssmConsumer(aws, { parameterName });
    try {
        await withStack({ aws, credentials: [entry], now: at(0, 12), ...rest }, async (stack) => {
            await tell({ stack, user, consumer });
            if (!quiet) await unharmed(consumer);
            await consumer.stop();
        });
    } finally {
        await consumer.stop();
    }
}

/** The service came to use a key, and never failed. */
export async function unharmed(consumer: Consumer): Promise<void> {
    await consumer.attempts(3);
    const { logins, failures } = consumer.stats();
    assert.deepEqual(failures, [], "the service that uses the key failed");
    assert.ok(logins > 0, "the service never came to use a key");
}

/** The entry of one credential with a period of thirty days, an overlap and a retention of a day each. */
export function credential(user: string, set: Listed = {}): Listed {
    const store = { ssm: { prefix: `/${user}` } };
    const calendar = { every: "30d", anchor: ANCHOR };
    return { kind: "aws-iam-access-key", name: user, user, ...calendar, stores: [store], ...set };
}

/** A moment, in days and hours after the anchor; windows begin on the days 0, 30, 60 … */
export function at(day: number, hour = 0): string {
    return new Date(Date.parse(ANCHOR) + (day * 24 + hour) * 3_600_000).toISOString();
}

/** Lines in the order in which they happened, save that what happened side by side is sorted. */
export function ordered(lines: string[], user: string): string[] {
    const beside = (line: string): boolean =>
        /Parameter \/|update .*-ssm-|create .*-ssm-/.test(line) && !/\/rotation$|-record$/.test(line);
    const sorted: string[] = [];
    let block: string[] = [];
    for (const line of lines.map((one) => one.replaceAll(user, "app"))) {
        if (beside(line)) {
            block.push(line);
            continue;
        }
        sorted.push(...block.sort(), line);
        block = [];
    }
    return [...sorted, ...block.sort()];
}

/** What a publication writes, in order. */
export const PUBLISHED = [
    "ssm:PutParameter /app/aws_access_key_id",
    "ssm:PutParameter /app/aws_secret_access_key",
    "ssm:PutParameter /app/credential",
    "ssm:PutParameter /app/rotation",
];
