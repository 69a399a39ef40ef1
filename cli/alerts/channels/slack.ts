import { type Alert, type Channel, cut, type Occasion } from "../alert";
import { PATIENCE, type Patience, post } from "../post";

/** Settings of an incoming webhook. */
export interface SlackSettings {
    /** The webhook's address, which is a secret. */
    url: string;
    occasions: Occasion[];
}

/** Slack cuts texts that are longer. */
const LONGEST_TEXT = 3000;
const ICONS = { failure: ":rotating_light:", held: ":hourglass:", overdue: ":alarm_clock:", "late-use": ":warning:" };

/** A message in a channel of Slack. It has no incident to close, so only what fires and what succeeds is told. */
export function slack({ url, occasions }: SlackSettings, patience?: Patience): Channel {
    return {
        title: "Slack",
        occasions,
        closes: false,
        send: async (alert, stop) => {
            const sent = { body: JSON.stringify(slackMessage(alert)), headers: {} };
            await post("Slack", url, sent, (status) => status === 200, { ...PATIENCE, ...patience, stop });
        },
    };
}

/** `text` is what notifications show; the block below it holds the rest. */
export function slackMessage(alert: Alert): object {
    const icon = alert.occasion === "success" ? ":white_check_mark:" : ICONS[alert.occasion];
    const head = `${icon} *${escape(alert.summary)}*`;
    const detail =
        alert.detail === "" ? "" : `\n\`\`\`${cut(escape(alert.detail).replaceAll("```", "'''"), 2500)}\`\`\``;
    const link = alert.link ? `\n<${alert.link}|the run>` : "";
    const text = cut(`${icon} ${escape(alert.summary)}`, LONGEST_TEXT);
    const block = { type: "section", text: { type: "mrkdwn", text: cut(`${head}${detail}${link}`, LONGEST_TEXT) } };
    return { text, blocks: [block] };
}

/** The three signs that Slack gives a meaning. */
function escape(text: string): string {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
