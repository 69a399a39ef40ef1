import { createHmac, timingSafeEqual } from "node:crypto";
import { type AlertService, jsonOf, serveAlerts } from "./listen";

export const WEBHOOK_SECRET = "a-secret-of-the-webhook";
const TOLERANCE_S = 300;

/** Somebody's own webhook that checks the signature, the time, and that no delivery comes twice. */
export function startReceiver(): Promise<AlertService<Record<string, unknown>>> {
    const seen = new Set<string>();
    return serveAlerts<Record<string, unknown>>(({ method, headers, text }) => {
        const refuse = (status: number, why: string) => ({ reply: { status, text: why } });
        if (method !== "POST") return refuse(405, "post it");
        const timestamp = String(headers["x-rotation-timestamp"]);
        const given = Buffer.from(String(headers["x-rotation-signature"]));
        const proof = createHmac("sha256", WEBHOOK_SECRET).update(`${timestamp}.${text}`).digest("hex");
        const wanted = Buffer.from(`v1=${proof}`);
        if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return refuse(401, "wrong signature");
        if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_S) return refuse(401, "too old");
        const delivery = String(headers["x-rotation-delivery"]);
        if (seen.has(delivery)) return refuse(409, "delivered already");
        seen.add(delivery);
        const body = jsonOf(text);
        return body === undefined ? refuse(400, "not JSON") : { reply: { status: 204, text: "" }, taken: body };
    });
}
