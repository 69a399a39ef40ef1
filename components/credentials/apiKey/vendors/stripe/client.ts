import type Stripe from "stripe";
import { scrub, VendorError } from "../../errors";
import { actedOn, TIMEOUT_MS } from "../../http";

/** Options of one request. */
export type RequestOptions = { idempotencyKey?: string };

/** What an account must have before Stripe lets anybody make keys. */
export const APP_NEEDED =
    "Stripe lets only a Stripe App make keys: the management key must belong to the account that owns an approved App with the " +
    "permission api_key_write, and that App must be installed in the account whose keys these are (docs/stripe.md)";

/** A client that asks once and tells Stripe nothing of how long it took. The SDK is read when it is needed: it is large. */
export async function clientOf({ endpoint }: { endpoint: string }, key: string): Promise<Stripe> {
    const { default: Sdk } = await import("stripe");
    const { protocol, hostname, port } = new URL(endpoint);
    return new Sdk(key, {
        host: hostname.replace(/^\[|\]$/g, ""),
        protocol: protocol === "http:" ? "http" : "https",
        ...(port ? { port } : {}),
        timeout: TIMEOUT_MS,
        maxNetworkRetries: 0,
        telemetry: false,
    });
}

/** A failure of the SDK without the request and the answer that the SDK keeps in it. */
export function stripeFailure(error: unknown, secrets: string[]): VendorError {
    const { statusCode: status, code, message = "" } = error as Partial<Stripe.errors.StripeError>;
    if (status === undefined)
        return new VendorError("the connection failed, or no answer came in time", undefined, "unknown");
    const said = scrub([code, message].filter(Boolean).join(": "), secrets);
    const closed = status === 403 || (status === 404 && /Unrecognized request URL/.test(message));
    return new VendorError(`${status} ${said}${closed ? `. ${APP_NEEDED}` : ""}`, status, actedOn(status));
}
