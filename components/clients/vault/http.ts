import * as http from "node:http";
import * as https from "node:https";
import { agentFor } from "../network";
import { isTransient, VaultError } from "./errors";
import { checkAddress, VaultConnection } from "./settings";

/** Time after which a request that brought no answer counts as failed. */
const TIMEOUT_MS = 20_000;

/** One request to Vault. */
export interface VaultRequest {
    method: "GET" | "POST" | "PUT" | "DELETE" | "LIST";
    /** Below `/v1/`. Never holds a secret. */
    path: string;
    body?: object;
    /** Milliseconds. Default: 20 s. */
    timeoutMs?: number;
}

/** An answer that was read. */
export interface VaultAnswer {
    status: number;
    /** The body as JSON; undefined if it was none. */
    body: unknown;
}

/** Statuses by which a standby names the active node. */
const REDIRECTS = [301, 302, 307, 308];

/**
 * Makes one request; any status is an answer. A standby that names the active node is followed once, as the `vault` command
 * does, though never from an encrypted address to a plain one. `fetch` would do, could it be told of certificates.
 *
 * @throws VaultError when none came, with nothing but the address in it
 */
export async function sendToVault(reach: VaultConnection, request: VaultRequest): Promise<VaultAnswer> {
    const { location, ...answer } = await send(reach, `${reach.address}/v1/${request.path}`, request);
    if (!REDIRECTS.includes(answer.status) || location === undefined) return answer;
    const next = URL.canParse(location, reach.address) ? new URL(location, reach.address) : undefined;
    if (next === undefined || !mayFollow(reach, next)) return answer;
    const { status, body } = await send(reach, next.href, request);
    return { status, body };
}

/** The token goes with it, so the same holds for that address as for the one that was given. */
function mayFollow({ address, plainHttp }: VaultConnection, { protocol, origin, username }: URL): boolean {
    if (username !== "" || (address.startsWith("https:") && protocol !== "https:")) return false;
    try {
        checkAddress(origin, plainHttp);
        return true;
    } catch {
        return false;
    }
}

/** Longest answer that is read; Vault takes no larger request. */
const MAX_BYTES = 32 * 1024 * 1024;

async function send(
    reach: VaultConnection,
    url: string,
    request: VaultRequest,
): Promise<VaultAnswer & { location?: string }> {
    const { address, namespace, tls, token } = reach;
    const { method, body, timeoutMs = TIMEOUT_MS } = request;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
        accept: "application/json",
        "x-vault-request": "true",
        ...(token === undefined ? {} : { "x-vault-token": token }),
        ...(namespace ? { "x-vault-namespace": namespace } : {}),
        ...(text === undefined
            ? {}
            : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    };
    const begin = url.startsWith("https:") ? https.request : http.request;
    const agent = (await agentFor(url, {}, tls)) as http.Agent | undefined;
    return new Promise((resolve, reject) => {
        const fail = (what: string): void => reject(new VaultError(`${what} (${method} ${address})`, undefined));
        const sent = begin(url, { method, headers, agent, ...tls, signal: AbortSignal.timeout(timeoutMs) });
        sent.once("close", () => agent?.destroy());
        sent.once("error", (error: NodeJS.ErrnoException) => {
            const late = error.name === "AbortError" || error.name === "TimeoutError";
            fail(
                late ? `no answer within ${timeoutMs / 1000} s` : `the connection failed (${error.code ?? error.name})`,
            );
        });
        sent.once("response", (response) => {
            const chunks: Buffer[] = [];
            let size = 0;
            response.on("data", (chunk: Buffer) => {
                size += chunk.length;
                if (size > MAX_BYTES) return void response.destroy(new Error("too large"));
                chunks.push(chunk);
            });
            response.once("error", () => fail("the answer broke off"));
            response.once("end", () => {
                const { location } = response.headers;
                resolve({ status: response.statusCode ?? 0, body: parse(String(Buffer.concat(chunks))), location });
            });
        });
        sent.end(text);
    });
}

/**
 * Whether an answer is Vault's own. What stands between may answer too, and a page of a proxy is not "nothing stands there".
 *
 * @throws VaultError where it is none
 */
export function mustBeVaults({ status, body }: VaultAnswer): void {
    if (status === 204 || (typeof body === "object" && body !== null)) return;
    if (REDIRECTS.includes(status)) throw rejection(status, body);
    throw new VaultError(`${status}, with an answer that is not Vault's (no JSON)`, undefined);
}

/**
 * Makes one request that must succeed.
 *
 * @throws VaultError with Vault's own words
 */
export async function requestVault(reach: VaultConnection, request: VaultRequest): Promise<unknown> {
    const { status, body } = await sendToVault(reach, request);
    if (status < 200 || status >= 300) throw rejection(status, body);
    mustBeVaults({ status, body });
    return body;
}

/** A refusal as an error. */
export function rejection(status: number, body: unknown): VaultError {
    const { errors } = (body ?? {}) as { errors?: unknown };
    const said = (Array.isArray(errors) ? errors : []).map((line) => String(line).replace(/\s+/g, " ").trim());
    return new VaultError(`${status}${said.length > 0 ? ` ${said.join("; ").slice(0, 300)}` : ""}`, status, said);
}

const PAUSES_MS = [300, 900];

/** Repeats a request without a lasting effect while it fails for reasons that may pass: three times in all. */
export async function withRetry<T>(run: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
        try {
            return await run();
        } catch (error) {
            if (tries >= PAUSES_MS.length || !isTransient(error)) throw error;
            await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[tries]));
        }
    }
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}
