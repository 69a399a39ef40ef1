import { type AlertService, jsonOf, type RawReply, serveAlerts } from "./listen";

/** What PagerDuty made of the events: its incidents, and the change events of the service. */
export interface PagerDutyEvent {
    kind: "trigger" | "acknowledge" | "resolve" | "change";
    dedupKey?: string;
    summary?: string;
    severity?: string;
    body: Record<string, unknown>;
}

export const ROUTING_KEY = "0123456789abcdef0123456789abcdef";

const SEVERITIES = ["critical", "error", "warning", "info"];
const ACTIONS = ["trigger", "acknowledge", "resolve"];

/** PagerDuty's Events API v2: 202 for what is well formed, 400 with the list of errors for the rest. */
export async function startPagerDuty(): Promise<AlertService<PagerDutyEvent> & { open(): string[] }> {
    const service = await serveAlerts<PagerDutyEvent>(({ method, path, text }) => {
        if (method !== "POST" || !["/v2/enqueue", "/v2/change/enqueue"].includes(path))
            return { reply: answer(404, {}) };
        const body = jsonOf(text);
        if (body === undefined) return { reply: answer(400, invalid(["body is not JSON"])) };
        if (text.length > 512 * 1024) return { reply: answer(413, invalid(["event is larger than 512 KB"])) };
        return path === "/v2/enqueue" ? alert(body) : change(body);
    });
    const open = (): string[] => {
        const keys = new Set<string>();
        for (const { kind, dedupKey = "" } of service.taken) {
            if (kind === "trigger") keys.add(dedupKey);
            if (kind === "resolve") keys.delete(dedupKey);
        }
        return [...keys];
    };
    return { ...service, open };
}

/** The answer to somebody who sends too much. */
export const TOO_MANY: RawReply = answer(429, {
    status: "throttle exceeded",
    message: "Requests for this service are arriving too quickly",
});

function alert(body: Record<string, unknown>) {
    const { routing_key: routing, event_action: action, dedup_key: dedup, payload } = body;
    const errors = routingErrors(routing);
    if (!ACTIONS.includes(String(action))) errors.push("'event_action' is missing or invalid");
    if (dedup !== undefined && (typeof dedup !== "string" || dedup.length > 255))
        errors.push("'dedup_key' is too long");
    if (action !== "trigger" && dedup === undefined) errors.push("'dedup_key' is missing");
    const { summary, source, severity } = (payload ?? {}) as Record<string, unknown>;
    if (action === "trigger") {
        errors.push(...summaryErrors(summary));
        if (typeof source !== "string" || source === "") errors.push("'payload.source' is missing or blank");
        if (!SEVERITIES.includes(String(severity))) errors.push("'payload.severity' is invalid");
    }
    if (errors.length > 0) return { reply: answer(400, invalid(errors)) };
    const taken = { kind: action, dedupKey: dedup, summary, severity, body } as PagerDutyEvent;
    return { reply: answer(202, { status: "success", message: "Event processed", dedup_key: dedup }), taken };
}

function change(body: Record<string, unknown>) {
    const { summary, timestamp } = (body.payload ?? {}) as Record<string, unknown>;
    const errors = [...routingErrors(body.routing_key), ...summaryErrors(summary)];
    if (timestamp !== undefined && Number.isNaN(Date.parse(String(timestamp))))
        errors.push("'payload.timestamp' is invalid");
    if (errors.length > 0) return { reply: answer(400, invalid(errors)) };
    const taken: PagerDutyEvent = { kind: "change", summary: String(summary), body };
    return { reply: answer(202, { status: "success", message: "Change event processed" }), taken };
}

function routingErrors(key: unknown): string[] {
    return key === ROUTING_KEY ? [] : ["Invalid routing key"];
}

function summaryErrors(summary: unknown): string[] {
    const good = typeof summary === "string" && summary !== "" && summary.length <= 1024;
    return good ? [] : ["'payload.summary' is missing or blank"];
}

function invalid(errors: string[]): object {
    return { status: "invalid event", message: "Event object is invalid", errors };
}

function answer(status: number, body: object): RawReply {
    return { status, text: JSON.stringify(body), headers: { "content-type": "application/json" } };
}
