import { setTimeout as wait } from "node:timers/promises";
import { outgoing } from "pulumi-credential-rotation/plain";

/** What a service answered. */
export interface Answer {
    status: number;
    body: string;
}

/** How patiently it is sent. */
export interface Patience {
    attempts: number;
    timeoutMs: number;
    /** Longest pause that a service may ask for. */
    longestMs: number;
    sleep(ms: number, stop?: AbortSignal): Promise<unknown>;
    /** Ends it early. */
    stop?: AbortSignal;
}

/** For one alert over one channel; what all of them together may take is limited where they are sent. */
export const PATIENCE: Patience = {
    attempts: 4,
    timeoutMs: 10_000,
    longestMs: 20_000,
    sleep: (ms, signal) => wait(ms, undefined, { signal }),
};

/**
 * Posts a text. Tries again where the service asks for it (429, 5xx) or cannot be reached, which may deliver it twice;
 * never after any other refusal.
 *
 * @param what who is asked, for the error; the address is left out, for it may be a secret
 * @param sent with the secrets in it, which are taken out of what the service answers, as the address is
 * @throws Error when it was not taken
 */
export async function post(
    what: string,
    url: string,
    { body, headers, secrets = [] }: { body: string; headers: Record<string, string>; secrets?: string[] },
    good: (status: number) => boolean,
    { attempts, timeoutMs, longestMs, sleep, stop }: Patience = PATIENCE,
): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
        const answer = await once(url, body, headers, timeoutMs, stop);
        stop?.throwIfAborted();
        if (typeof answer !== "string" && good(answer.status)) return answer;
        const again = typeof answer === "string" || answer.status === 429 || answer.status >= 500;
        if (!again || attempt >= attempts) throw new Error(`${what} ${refusal(answer, url, secrets)}`);
        const asked = typeof answer === "string" ? undefined : answer.retryAfterMs;
        await sleep(Math.min(asked ?? 1000 * 2 ** (attempt - 1), longestMs), stop);
    }
}

async function once(
    url: string,
    body: string,
    headers: Record<string, string>,
    timeoutMs: number,
    stop?: AbortSignal,
): Promise<(Answer & { retryAfterMs?: number }) | string> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(new DOMException("too late", "TimeoutError")), timeoutMs);
    const stopped = (): void => limit.abort();
    stop?.addEventListener("abort", stopped);
    try {
        const response = await outgoing(url, {
            method: "POST",
            body,
            headers: { "content-type": "application/json", ...headers },
            redirect: "error",
            signal: limit.signal,
        });
        const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
        const retry = Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {};
        return { status: response.status, body: await response.text(), ...retry };
    } catch (error) {
        const { code } = ((error as Error).cause ?? {}) as { code?: string };
        return (error as Error).name === "TimeoutError" ? `did not answer within ${timeoutMs / 1000} s` : (code ?? "");
    } finally {
        clearTimeout(timer);
        stop?.removeEventListener("abort", stopped);
    }
}

function refusal(answer: Answer | string, url: string, secrets: string[]): string {
    if (typeof answer === "string") return answer.startsWith("did") ? answer : `could not be reached (${answer})`;
    const said = [...partsOf(url), ...secrets].reduce(
        (text, secret) => text.replaceAll(secret, "[secret]"),
        answer.body,
    );
    return `answered ${answer.status}: ${said.trim().slice(0, 200)}`;
}

/** The address, and the path by which servers and proxies name it when they refuse. */
function partsOf(url: string): string[] {
    const { pathname, search } = new URL(url);
    return [url, `${pathname}${search}`, pathname].filter((part) => part !== "/");
}
