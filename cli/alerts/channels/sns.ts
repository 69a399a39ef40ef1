import { createHash } from "node:crypto";
import type { PublishCommandInput, SNSClientConfig } from "@aws-sdk/client-sns";
import { agentFor } from "pulumi-credential-rotation/plain";
import { type Alert, type Channel, type Occasion } from "../alert";
import { type Patience, PATIENCE } from "../post";

/** Settings of a topic. */
export interface SnsSettings {
    topicArn: string;
    /** Default: the one in the topic's ARN. */
    region?: string;
    /** For tests. */
    endpoint?: string;
    occasions: Occasion[];
}

/** A message to an SNS topic, with whatever AWS credentials the run has. */
export function sns(
    { topicArn, region, endpoint, occasions }: SnsSettings,
    { attempts, timeoutMs }: Pick<Patience, "attempts" | "timeoutMs"> = PATIENCE,
): Channel {
    return {
        title: `SNS topic ${topicArn.split(":").at(-1) ?? ""}`,
        occasions,
        closes: false,
        send: async (alert, stop) => {
            // Loaded when there is something to send: it takes a while.
            const { SNSClient, PublishCommand } = await import("@aws-sdk/client-sns");
            const config: SNSClientConfig = {
                region: region ?? topicArn.split(":")[3],
                endpoint,
                maxAttempts: attempts,
            };
            // Without it a service that takes a request and never answers would hold the command for ever.
            const limits = { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true };
            const address = endpoint ?? `https://sns.${region ?? topicArn.split(":")[3]}.amazonaws.com`;
            const { AWS_CA_BUNDLE: bundle } = process.env;
            const agent = await agentFor(address, bundle ? { caFiles: [bundle] } : {});
            const way = agent && (address.startsWith("https:") ? { httpsAgent: agent } : { httpAgent: agent });
            const client = new SNSClient({ ...config, requestHandler: { ...limits, ...way } });
            try {
                await client.send(new PublishCommand(snsMessage(alert, topicArn)), { abortSignal: stop });
            } catch (error) {
                const { name, message } = error as Error;
                throw new Error(`SNS refused it: ${name}: ${message.slice(0, 200)}`);
            } finally {
                client.destroy();
            }
        },
    };
}

/** A subject has less than 100 characters, of ASCII, without line breaks. */
export function snsMessage(alert: Alert, topicArn: string): PublishCommandInput {
    const subject = alert.summary.replace(/[^\x20-\x7e]+/g, " ").trim();
    const { occasion, stack } = alert;
    const fifo = topicArn.endsWith(".fifo") ? fifoOf(alert) : {};
    return {
        TopicArn: topicArn,
        Subject: subject.length < 100 ? subject : `${subject.slice(0, 96)}...`,
        Message: JSON.stringify(alert, null, 2),
        MessageAttributes: {
            occasion: { DataType: "String", StringValue: occasion },
            stack: { DataType: "String", StringValue: stack },
        },
        ...fifo,
    };
}

/**
 * Messages of one stack and occasion arrive in order. What is the same alert, sent twice, is delivered once; a topic
 * takes an id for five minutes as seen before, whatever group it came in, so that it is made of all that tells
 * two alerts apart. Both allow 128 characters of letters, digits and punctuation.
 */
function fifoOf({ key, at, state, summary, detail, credentials }: Alert): Partial<PublishCommandInput> {
    const plain = key.replace(/[^\w-]/g, "-");
    const group =
        plain === key.replaceAll("/", "-") && plain.length <= 128 ? plain : `${plain.slice(0, 111)}-${digest(key)}`;
    return { MessageGroupId: group, MessageDeduplicationId: digest(key, at, state, summary, detail, ...credentials) };
}

function digest(...parts: string[]): string {
    const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
    return parts.length > 1 ? hash : hash.slice(0, 16);
}
