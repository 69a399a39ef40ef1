import { createHmac, randomUUID } from "node:crypto";
import type { Channel, Occasion } from "../alert";
import { PATIENCE, type Patience, post } from "../post";

/** Settings of a webhook of one's own. */
export interface WebhookSettings {
    url: string;
    /** With it each delivery is signed. */
    secret?: string;
    occasions: Occasion[];
}

/** Posts the alert as JSON to an address of one's own; any answer of 200 to 299 counts as taken. */
export function webhook({ url, secret, occasions }: WebhookSettings, patience?: Patience): Channel {
    return {
        title: "webhook",
        occasions,
        closes: true,
        send: async (alert, stop) => {
            const body = JSON.stringify(alert);
            const headers = webhookHeaders(body, secret, new Date(), randomUUID());
            await post("the webhook", url, { body, headers }, (status) => status >= 200 && status < 300, {
                ...PATIENCE,
                ...patience,
                stop,
            });
        },
    };
}

/** Time and delivery of a body, and the proof that it comes from here: HMAC-SHA256 over `<seconds>.<body>`. */
export function webhookHeaders(body: string, secret: string | undefined, at: Date, delivery: string) {
    const seconds = Math.floor(at.getTime() / 1000);
    const headers: Record<string, string> = {
        "x-rotation-timestamp": String(seconds),
        "x-rotation-delivery": delivery,
    };
    if (secret === undefined) return headers;
    const proof = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
    return { ...headers, "x-rotation-signature": `v1=${proof}` };
}
