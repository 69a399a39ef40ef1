import type { Channel, Occasion } from "../alert";
import { pagerDuty } from "./pagerDuty";
import { slack } from "./slack";
import { sns } from "./sns";
import { webhook } from "./webhook";

/** A field of a channel's settings. */
export interface Field {
    required: boolean;
    /** True: it may not stand in plain text in the stack's file. */
    secret: boolean;
    /** Environment variable that holds it, for a channel without configuration. */
    env?: string;
    /** What a good value looks like. */
    pattern: RegExp;
    expected: string;
}

/** A row of the table of channels. */
export interface ChannelKind {
    fields: Record<string, Field>;
    /** What it is told of where `on` does not say. */
    usual: Occasion[];
    make(values: Record<string, string>, occasions: Occasion[]): Channel;
}

const address = { pattern: /^https?:\/\/\S+$/, expected: "an http(s) address" };
/** Where a secret goes, in the address itself or in what is sent there. */
const encrypted = {
    pattern: /^https:\/\/[^\s/?#@]+([/?#]\S*)?$|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/\S*)?$/,
    expected: "an address that begins with https:// (http:// only to this machine itself)",
};
const alarms: Occasion[] = ["failure", "held", "overdue", "late-use"];
const all: Occasion[] = [...alarms, "success"];

/** The table of channels: what may stand as the key of an entry of `rotation:alerts`. */
export const channels: Record<string, ChannelKind> = {
    slack: {
        fields: { webhookUrl: { required: true, secret: true, env: "SLACK_WEBHOOK_URL", ...encrypted } },
        usual: alarms,
        make: ({ webhookUrl }, occasions) => slack({ url: webhookUrl, occasions }),
    },
    pagerDuty: {
        fields: {
            routingKey: {
                required: true,
                secret: true,
                env: "PAGERDUTY_ROUTING_KEY",
                pattern: /^\w{32}$/,
                expected: "an integration key of 32 characters",
            },
            endpoint: { required: false, secret: false, env: "PAGERDUTY_ENDPOINT", ...encrypted },
        },
        usual: all,
        make: ({ routingKey, endpoint }, occasions) => pagerDuty({ routingKey, endpoint, occasions }),
    },
    sns: {
        fields: {
            topicArn: {
                required: true,
                secret: false,
                env: "ROTATION_SNS_TOPIC_ARN",
                pattern: /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+(\.fifo)?$/,
                expected: "the ARN of a topic",
            },
            region: { required: false, secret: false, pattern: /^[a-z0-9-]+$/, expected: "a region" },
            endpoint: { required: false, secret: false, env: "ROTATION_SNS_ENDPOINT", ...address },
        },
        usual: alarms,
        make: ({ topicArn, region, endpoint }, occasions) => sns({ topicArn, region, endpoint, occasions }),
    },
    webhook: {
        fields: {
            url: { required: true, secret: false, env: "ROTATION_WEBHOOK_URL", ...address },
            secret: {
                required: false,
                secret: true,
                env: "ROTATION_WEBHOOK_SECRET",
                pattern: /^.{16,}$/,
                expected: "at least 16 characters",
            },
        },
        usual: all,
        make: ({ url, secret }, occasions) => webhook({ url, secret, occasions }),
    },
};
