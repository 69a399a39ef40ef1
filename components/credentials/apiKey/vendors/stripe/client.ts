import type * as http from "node:http";
import type Stripe from "stripe";
import { agentFor } from "../../../../clients/network";
import { scrub, VendorError } from "../../../../clients/http/errors";
import { actedOn, NOT_JSON, TIMEOUT_MS } from "../../../../clients/http/request";

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
    const agent = (await agentFor(endpoint)) as http.Agent | undefined;
    return new Sdk(key, {
        httpClient: under(basePath(endpoint), Sdk.createNodeHttpClient(agent)),
        host: hostname.replace(/^\[|\]$/g, ""),
        protocol: protocol === "http:" ? "http" : "https",
        ...(port ? { port } : {}),
        timeout: TIMEOUT_MS,
        maxNetworkRetries: 0,
        telemetry: false,
    });
}

/** The path of a base address, for example `/stripe` of a proxy; empty where there is none. */
export function basePath(endpoint: string): string {
    return new URL(endpoint).pathname.replace(/\/+$/, "");
}

/** The SDK knows host and port of an address, and no path: it is set before that of each request. */
function under(base: string, client: Stripe.HttpClient): Stripe.HttpClient {
    const { makeRequest } = client;
    client.makeRequest = async (host, port, path, ...rest) =>
        withStatus(await makeRequest.call(client, host, port, base + path, ...rest));
    return client;
}

/** What the SDK is told of an error whose words are not Stripe's. */
const STRANGE = "not_stripes_words";

/** The SDK goes by the body alone: JSON of something on the way, whatever its status, would be a success to it. */
function withStatus(response: Stripe.HttpClientResponse): Stripe.HttpClientResponse {
    const { toJSON } = response;
    response.toJSON = async () => {
        const body: unknown = await toJSON.call(response);
        const isStripes = typeof (body as { error?: unknown } | null)?.error === "object";
        if (response.getStatusCode() < 400 || isStripes) return body;
        return { error: { type: "api_error", code: STRANGE, message: "the answer is not in Stripe's form" } };
    };
    return response;
}

/** A failure of the SDK without the request and the answer that the SDK keeps in it. */
export function stripeFailure(error: unknown, secrets: string[]): VendorError {
    const { statusCode: status, code, type, message = "" } = error as Partial<Stripe.errors.StripeError>;
    if (status === undefined && type === "StripeAPIError")
        return new VendorError(NOT_JSON, undefined, "unknown", false);
    if (status === undefined)
        return new VendorError("the connection failed, or no answer came in time", undefined, "unknown");
    const said = scrub([code === STRANGE ? undefined : code, message].filter(Boolean).join(": "), secrets);
    const closed = status === 403 || (status === 404 && /Unrecognized request URL/.test(message));
    const isVendors = !/Unrecognized request URL/.test(message) && code !== STRANGE;
    // A 409 speaks of another request with this Idempotency-Key, which may have made the key.
    const acted = status === 409 ? "unknown" : actedOn(status);
    return new VendorError(`${status} ${said}${closed ? `. ${APP_NEEDED}` : ""}`, status, acted, isVendors);
}
