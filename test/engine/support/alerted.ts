import { ROUTING_KEY, startPagerDuty } from "../../support/alerts/pagerDuty";
import { startReceiver, WEBHOOK_SECRET } from "../../support/alerts/receiver";
import { startSlack } from "../../support/alerts/slack";
import { type Aws } from "../../support/aws";
import { type Stack } from "../../support/harness";

const SUMMARIES: [RegExp, string][] = [
    [/^(?::\w+: )?Rotation overdue for (.*)$/, "overdue"],
    [/^(?::\w+: )?(.*) is held back/, "held"],
    [/^(?::\w+: )?(.*) was used after it was disabled/, "late-use"],
];

/** Every channel at once: Slack, PagerDuty, a webhook, and a topic of SNS that moto keeps. */
export interface Alerted {
    /** What the commands are given; the one AWS right in it is to publish to the topic. */
    env: NodeJS.ProcessEnv;
    secrets: string[];
    /** What fired since this was asked last, as `channel occasion names`, sorted. */
    taken(): Promise<string[]>;
    /** Occasions of PagerDuty's open incidents, sorted. */
    open(): string[];
    close(): Promise<void>;
}

/** Starts them and gives the stack the settings of those that have no secret in their address. */
export async function startAlerted(aws: Aws, stack: Stack): Promise<Alerted> {
    const [slack, pagerDuty, receiver] = await Promise.all([startSlack(), startPagerDuty(), startReceiver()]);
    const topic = await aws.addTopic(`topic-${stack.name}`);
    const pipeline = await aws.addPrincipal(`alerts-${stack.name}`, {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["sns:Publish"], Resource: [topic.arn] }],
    });
    const seen = { slack: 0, pagerDuty: 0, webhook: 0 };
    const since = <T>(channel: keyof typeof seen, all: readonly T[]): T[] => {
        const [from, to] = [seen[channel], all.length];
        seen[channel] = to;
        return all.slice(from, to);
    };
    return {
        env: {
            SLACK_WEBHOOK_URL: slack.url,
            PAGERDUTY_ROUTING_KEY: ROUTING_KEY,
            PAGERDUTY_ENDPOINT: pagerDuty.endpoint,
            ROTATION_WEBHOOK_URL: receiver.endpoint,
            ROTATION_WEBHOOK_SECRET: WEBHOOK_SECRET,
            ROTATION_SNS_TOPIC_ARN: topic.arn,
            ROTATION_SNS_ENDPOINT: aws.endpoint,
            AWS_ENDPOINT_URL_CLOUDTRAIL: aws.endpoint,
            AWS_ACCESS_KEY_ID: pipeline.accessKeyId,
            AWS_SECRET_ACCESS_KEY: pipeline.secretAccessKey,
        },
        secrets: [slack.url, ROUTING_KEY, WEBHOOK_SECRET, pipeline.secretAccessKey],
        async taken() {
            const posts = since("slack", slack.taken).map(({ text }) => `slack ${briefly(text)}`);
            const events = since("pagerDuty", pagerDuty.taken).filter(({ kind }) => kind === "trigger");
            const bodies = since("webhook", receiver.taken).filter(({ state }) => state === "firing");
            const messages = (await topic.messages()).map(({ Message }) => JSON.parse(Message) as never);
            return [
                ...posts,
                ...events.map(({ summary = "" }) => `pagerDuty ${briefly(summary)}`),
                ...bodies.map((body) => `webhook ${named(body)}`),
                ...messages.map((body) => `sns ${named(body)}`),
            ].sort();
        },
        open: () =>
            pagerDuty
                .open()
                .map((key) => key.split("/").at(-1) ?? key)
                .sort(),
        async close() {
            await Promise.all([slack.close(), pagerDuty.close(), receiver.close()]);
        },
    };
}

/** Occasion and names out of the one line that people see. */
function briefly(summary: string): string {
    for (const [pattern, occasion] of SUMMARIES) {
        const names = pattern.exec(summary)?.[1];
        if (names !== undefined) return `${occasion} ${names}`;
    }
    return `something else: ${summary}`;
}

function named({ occasion, credentials }: Record<string, unknown>): string {
    return `${String(occasion)} ${(credentials as string[]).join()}`;
}
