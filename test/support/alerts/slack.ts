import { type AlertService, jsonOf, type RawReply, serveAlerts } from "./listen";

/** A message as the channel shows it. */
export interface SlackPost {
    text: string;
    blocks: { type: string; text?: { type: string; text: string } }[];
}

const PATH = "/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx";

/** Slack's incoming webhooks: plain-text answers, `ok` or the code of the refusal. */
export async function startSlack(): Promise<AlertService<SlackPost> & { url: string }> {
    const service = await serveAlerts<SlackPost>(({ method, path, headers, text }) => {
        if (path !== PATH) return refuse(404, "no_service");
        if (method !== "POST") return refuse(400, "invalid_payload");
        const body = jsonOf(text);
        if (body === undefined || !headers["content-type"]?.startsWith("application/json")) {
            return refuse(400, "invalid_payload");
        }
        if (typeof body.text !== "string" || body.text === "") return refuse(400, "no_text");
        const blocks = (body.blocks ?? []) as SlackPost["blocks"];
        const good = Array.isArray(blocks) && blocks.length <= 50 && blocks.every(isSection);
        return good
            ? { reply: { status: 200, text: "ok" }, taken: { text: body.text, blocks } }
            : refuse(400, "invalid_blocks");
    });
    return { ...service, url: `${service.endpoint}${PATH}` };
}

/** The answer to somebody who sends too much. */
export const RATE_LIMITED: RawReply = { status: 429, text: "rate_limited", headers: { "retry-after": "1" } };

function isSection({ type, text }: SlackPost["blocks"][number]): boolean {
    return type === "section" && text?.type === "mrkdwn" && text.text.length > 0 && text.text.length <= 3000;
}

function refuse(status: number, text: string) {
    return { reply: { status, text } };
}
