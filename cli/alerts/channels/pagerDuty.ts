import { type Alert, type Channel, cut, type Occasion } from "../alert";
import { PATIENCE, type Patience, post } from "../post";

/** Settings of an Events API v2 integration. */
export interface PagerDutySettings {
    /** The integration key, 32 characters; a secret. */
    routingKey: string;
    /** Another region or a test. Default: https://events.pagerduty.com */
    endpoint?: string;
    occasions: Occasion[];
}

const SEVERITIES = { failure: "error", held: "warning", overdue: "error", "late-use": "critical", success: "info" };

/**
 * An incident for what fires, closed by the first run in which it does not, and a change event for every rotation.
 * Source of the shapes: PagerDuty developer docs, Events API v2 (send alert event, send change event).
 */
export function pagerDuty({ routingKey, endpoint, occasions }: PagerDutySettings, patience?: Patience): Channel {
    const base = (endpoint ?? "https://events.pagerduty.com").replace(/\/$/, "");
    return {
        title: "PagerDuty",
        occasions,
        closes: true,
        send: async (alert, stop) => {
            const { path, event } = pagerDutyEvent(alert);
            const body = JSON.stringify({ routing_key: routingKey, ...event });
            const sent = { body, headers: {}, secrets: [routingKey] };
            await post("PagerDuty", `${base}${path}`, sent, (status) => status === 202, {
                ...PATIENCE,
                ...patience,
                stop,
            });
        },
    };
}

/** The event without its routing key, and where it goes. */
export function pagerDutyEvent(alert: Alert): { path: string; event: object } {
    const { occasion, state, project, stack, credentials, detail, key, at, link } = alert;
    const source = cut(`${project}/${stack}`, 255);
    const summary = cut(alert.summary, 1024);
    const links = link ? { links: [{ href: link, text: "the run" }] } : {};
    const custom_details = { credentials, ...(detail ? { detail: cut(detail, 10_000) } : {}) };
    if (state === "told") {
        return {
            path: "/v2/change/enqueue",
            event: { payload: { summary, source, timestamp: at, custom_details }, ...links },
        };
    }
    if (state === "over") return { path: "/v2/enqueue", event: { event_action: "resolve", dedup_key: cut(key, 255) } };
    const payload = { summary, source, severity: SEVERITIES[occasion], timestamp: at, class: occasion, custom_details };
    const client = "credential-rotation";
    return {
        path: "/v2/enqueue",
        event: { event_action: "trigger", dedup_key: cut(key, 255), payload, client, ...links },
    };
}
