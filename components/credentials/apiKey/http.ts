import { Acted, mayPass, scrub, VendorError } from "./errors";

/** Time after which a call that brought no answer counts as failed. */
export const TIMEOUT_MS = 20_000;

/** The same for a verification, which is repeated anyway. */
export const VERIFY_TIMEOUT_MS = 5_000;

/** One call to a vendor. */
export interface Call {
    /** Base address, for example `https://api.sendgrid.com`. */
    endpoint: string;
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    /** Path with its query. Never holds a secret. */
    path: string;
    headers: Record<string, string>;
    body?: unknown;
    /** What must not show in an error, whoever wrote it. */
    secrets: string[];
    /** Milliseconds. Default: 20 s. */
    timeoutMs?: number;
}

/** An answer that was read. */
export interface Answer {
    status: number;
    /** The body as JSON; undefined if it was none. */
    body: unknown;
}

/**
 * Makes one call. Any status is an answer.
 *
 * @throws VendorError when none came, with nothing but the address in it
 */
export async function ask(call: Call): Promise<Answer> {
    const { endpoint, method, path, headers, body, timeoutMs = TIMEOUT_MS } = call;
    const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    try {
        const response = await fetch(`${endpoint.replace(/\/+$/, "")}${path}`, {
            method,
            headers: { accept: "application/json", ...json, ...headers },
            body: body === undefined ? undefined : JSON.stringify(body),
            signal: AbortSignal.timeout(timeoutMs),
            redirect: "error",
        });
        return { status: response.status, body: parse(await response.text()) };
    } catch (error) {
        const late = error instanceof Error && error.name === "TimeoutError";
        const what = late ? `no answer within ${timeoutMs / 1000} s` : "the connection failed";
        throw new VendorError(`${what} (${method} ${endpoint})`, undefined, "unknown");
    }
}

/**
 * Makes one call that must succeed.
 *
 * @param read takes the vendor's own words out of the body of an error
 * @throws VendorError with those words, secrets taken out
 */
export async function demand(call: Call, read: (body: unknown) => string): Promise<unknown> {
    const { status, body } = await ask(call);
    if (status >= 200 && status < 300) return body;
    const said = scrub(read(body), call.secrets);
    throw new VendorError(`${status}${said ? ` ${said}` : ""}`, status, actedOn(status));
}

/** What a refusal says of the effect: a server in trouble may have acted before it failed. */
export function actedOn(status: number): Acted {
    return status >= 500 ? "unknown" : "no";
}

const PAUSES_MS = [300, 900];

/** Repeats a call without a lasting effect while it fails for reasons that may pass: three times in all. */
export async function patiently<T>(run: () => Promise<T>, pause: (ms: number) => Promise<void> = sleep): Promise<T> {
    for (let tries = 0; ; tries++) {
        try {
            return await run();
        } catch (error) {
            if (tries >= PAUSES_MS.length || !mayPass(error)) throw error;
            await pause(PAUSES_MS[tries]);
        }
    }
}

function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}
