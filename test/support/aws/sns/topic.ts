import type { Backdoor } from "../moto/backdoor";
import { xmlText } from "../protocol/errors";

/** A message as a queue that subscribes a topic gets it. */
export interface SnsMessage {
    Subject: string;
    Message: string;
    MessageAttributes: Record<string, { Type: string; Value: string }>;
}

/** A topic with one queue that subscribes it; moto keeps and delivers. */
export interface Topic {
    arn: string;
    /** What its queue got since it was asked last. */
    messages(): Promise<SnsMessage[]>;
}

/** Makes them behind the guard's back, as their owner does. */
export async function makeTopic(backdoor: Backdoor, name: string, place: { account: string; region: string }) {
    const { account, region } = place;
    const sns = (action: string, params: object) => backdoor.plain("sns", action, params, region);
    const sqs = (action: string, params: object) => backdoor.plain("sqs", action, params, region);
    const arn = xmlText(await sns("CreateTopic", { Name: name }), "TopicArn") ?? "";
    await sqs("CreateQueue", { QueueName: name });
    await sns("Subscribe", { TopicArn: arn, Protocol: "sqs", Endpoint: `arn:aws:sqs:${region}:${account}:${name}` });
    const QueueUrl = `http://127.0.0.1/${account}/${name}`;
    const messages = async (): Promise<SnsMessage[]> => {
        const taken = String(await sqs("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: "10" }));
        // What was received comes again after a while of the test's clock, unless it is deleted.
        for (const handle of taken.match(/<ReceiptHandle>[^<]*<\/ReceiptHandle>/g) ?? []) {
            await sqs("DeleteMessage", { QueueUrl, ReceiptHandle: xmlText(handle, "ReceiptHandle") });
        }
        const bodies = taken.match(/<Body>[^<]*<\/Body>/g) ?? [];
        return bodies.map((body) => JSON.parse(xmlText(body, "Body") ?? "") as SnsMessage);
    };
    return { arn, messages };
}
