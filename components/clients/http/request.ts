import { isHere, networkHint, outgoing } from "../network";
import { Probe } from "../../shared/verification";
import { Acted, isTransient, scrub, VendorError } from "./errors";

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
    /** In place of `body`, the fields of a form. */
    form?: Record<string, string>;
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
    /** False for a body that is not JSON, which no vendor sends: a page of a proxy, for example. */
    isJson: boolean;
}

/**
 * Makes one call. Any status is an answer.
 *
 * @throws VendorError when none came, with nothing but the address in it
 */
export async function send(call: Call): Promise<Answer> {
    const { endpoint, method, path, headers, timeoutMs = TIMEOUT_MS } = call;
    const [type, body] = bodyOf(call);
    const sent: Record<string, string> = type === undefined ? {} : { "content-type": type };
    try {
        const response = await outgoing(`${endpoint.replace(/\/+$/, "")}${path}`, {
            method,
            headers: { accept: "application/json", ...sent, ...headers },
            body,
            signal: AbortSignal.timeout(timeoutMs),
            redirect: "error",
        });
        return { status: response.status, ...parse(await response.text()) };
    } catch (error) {
        const late = error instanceof Error && error.name === "TimeoutError";
        const what = late ? `no answer within ${timeoutMs / 1000} s` : "the connection failed";
        throw new VendorError(`${what} (${method} ${endpoint})${unless(error, endpoint)}`, undefined, "unknown");
    }
}

function bodyOf({ body, form }: Call): [type: string | undefined, body: string | undefined] {
    if (form !== undefined) return ["application/x-www-form-urlencoded", new URLSearchParams(form).toString()];
    return body === undefined ? [undefined, undefined] : ["application/json", JSON.stringify(body)];
}

/** What the network has to do with it; nothing where the failure was the vendor's. */
function unless(error: unknown, endpoint: string): string {
    const { code, message } = (error as { cause?: { code?: string; message?: string } }).cause ?? {};
    return message === "unexpected redirect" || isHere(new URL(endpoint).hostname)
        ? ""
        : `: ${networkHint(endpoint, code ?? "")}`;
}

/**
 * Makes one call that must succeed.
 *
 * @param read takes the vendor's own words out of the body of an error
 * @throws VendorError with those words, secrets taken out
 */
export async function request(call: Call, read: (body: unknown) => string): Promise<unknown> {
    const { status, body, isJson } = await send(call);
    if (!isJson) throw new VendorError(`${status} ${NOT_JSON}`, status, actedOn(status), false);
    if (status >= 200 && status < 300) return body;
    const said = scrub(read(body), call.secrets);
    throw new VendorError(`${status}${said ? ` ${said}` : ""}`, status, actedOn(status));
}

/** What is said of an answer that no vendor gives. */
export const NOT_JSON = "the answer is not JSON: something between this machine and the vendor may have given it";

/**
 * What an answer that is none of the vendor's successes says of the effect: a server in trouble, or a proxy that waited too
 * long or answered in its place, may have passed the call on.
 */
export function actedOn(status: number): Acted {
    return status < 400 || status === 408 || status >= 500 ? "unknown" : "no";
}

/**
 * Uses a key once. A page of something on the way, whatever its status, says nothing of the key.
 *
 * @param judge reads the vendor's own answer
 */
export async function tryKey(call: Call, judge: (answer: Answer) => Probe): Promise<Probe> {
    const answer = await send({ timeoutMs: VERIFY_TIMEOUT_MS, ...call });
    return answer.isJson ? judge(answer) : { state: "unknown", detail: `${answer.status} ${NOT_JSON}` };
}

const PAUSES_MS = [300, 900];

/** Repeats a call without a lasting effect while it fails for reasons that may pass: three times in all. */
export async function withRetry<T>(run: () => Promise<T>, pause: (ms: number) => Promise<void> = sleep): Promise<T> {
    for (let tries = 0; ; tries++) {
        try {
            return await run();
        } catch (error) {
            if (tries >= PAUSES_MS.length || !isTransient(error)) throw error;
            await pause(PAUSES_MS[tries]);
        }
    }
}

function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
}

function parse(text: string): { body: unknown; isJson: boolean } {
    if (text.trim() === "") return { body: undefined, isJson: true };
    try {
        return { body: JSON.parse(text) as unknown, isJson: true };
    } catch {
        return { body: undefined, isJson: false };
    }
}
