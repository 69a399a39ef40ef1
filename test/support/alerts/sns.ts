import { type AlertService, type RawReply, serveAlerts } from "./listen";

/** A message that a topic took. */
export interface SnsPublish {
    topicArn: string;
    subject: string;
    message: string;
    group?: string;
}

/** Topics that exist. */
export const TOPIC = "arn:aws:sns:eu-central-1:123456789012:rotation";
export const FIFO_TOPIC = `${TOPIC}.fifo`;

/** SNS in its query protocol: Publish, and the refusals that the service model names. */
export function startSns(): Promise<AlertService<SnsPublish>> {
    const seen = new Set<string>();
    return serveAlerts<SnsPublish>(({ method, path, headers, text }) => {
        if (method !== "POST" || path !== "/") return { reply: error(404, "InvalidAction", "no such path") };
        if (!headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) {
            return { reply: error(403, "MissingAuthenticationToken", "Request is missing Authentication Token") };
        }
        const form = new URLSearchParams(text);
        if (form.get("Action") !== "Publish") return { reply: error(400, "InvalidAction", "not emulated") };
        const [topicArn, subject, message, group] = ["TopicArn", "Subject", "Message", "MessageGroupId"].map(
            (name) => form.get(name) ?? "",
        );
        const wrong = refusal(topicArn, subject, message, group, form.get("MessageDeduplicationId") ?? "");
        if (wrong) return { reply: wrong };
        const xml = `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId></PublishResult></PublishResponse>`;
        // A FIFO topic accepts a repetition, and delivers it to nobody.
        const id = form.get("MessageDeduplicationId");
        if (id !== null && seen.has(id)) return { reply: reply(200, xml) };
        if (id !== null) seen.add(id);
        return { reply: reply(200, xml), taken: { topicArn, subject, message, ...(group ? { group } : {}) } };
    });
}

function refusal(topic: string, subject: string, message: string, group: string, once: string): RawReply | undefined {
    if (topic !== TOPIC && topic !== FIFO_TOPIC) return error(404, "NotFound", "Topic does not exist");
    if (subject.length > 100 || !/^[\x21-\x7e][\x20-\x7e]*$/.test(subject)) {
        return error(400, "InvalidParameter", "Invalid parameter: Subject");
    }
    if (message === "" || Buffer.byteLength(message) > 262_144)
        return error(400, "InvalidParameter", "Invalid parameter: Message");
    if (topic === FIFO_TOPIC && (group === "" || once === "")) {
        return error(
            400,
            "InvalidParameter",
            "Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
        );
    }
    for (const [name, id] of [
        ["MessageGroupId", group],
        ["MessageDeduplicationId", once],
    ])
        if (topic === FIFO_TOPIC && !/^[A-Za-z0-9!-/:-@[-`{-~]{1,128}$/.test(id))
            return error(400, "InvalidParameter", `Invalid parameter: ${name}`);
    if (topic === TOPIC && group !== "") return error(400, "InvalidParameter", "Invalid parameter: MessageGroupId");
    return undefined;
}

function error(status: number, code: string, message: string): RawReply {
    const type = status >= 500 ? "Receiver" : "Sender";
    return reply(
        status,
        `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    );
}

function reply(status: number, text: string): RawReply {
    return { status, text, headers: { "content-type": "text/xml" } };
}
