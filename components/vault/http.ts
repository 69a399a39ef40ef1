import * as http from "node:http";
import * as https from "node:https";
import { mayPass, VaultError } from "./errors";
import { Reach } from "./settings";

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

/**
 * Makes one request; any status is an answer. `fetch` would do, could it be told of certificates.
 *
 * @throws VaultError when none came, with nothing but the address in it
 */
export function askVault(reach: Reach, request: VaultRequest): Promise<VaultAnswer> {
    const { address, namespace, ca, token } = reach;
    const { method, path, body, timeoutMs = TIMEOUT_MS } = request;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
        accept: "application/json",
        "x-vault-request": "true",
        "x-vault-token": token,
        ...(namespace ? { "x-vault-namespace": namespace } : {}),
        ...(text === undefined
            ? {}
            : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    };
    const url = `${address}/v1/${path}`;
    const send = url.startsWith("https:") ? https.request : http.request;
    return new Promise((resolve, reject) => {
        const fail = (what: string): void => reject(new VaultError(`${what} (${method} ${address})`, undefined));
        const sent = send(url, { method, headers, ...(ca ? { ca } : {}), signal: AbortSignal.timeout(timeoutMs) });
        sent.once("error", (error: NodeJS.ErrnoException) => {
            const late = error.name === "AbortError" || error.name === "TimeoutError";
            fail(
                late ? `no answer within ${timeoutMs / 1000} s` : `the connection failed (${error.code ?? error.name})`,
            );
        });
        sent.once("response", (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.once("error", () => fail("the answer broke off"));
            response.once("end", () => {
                resolve({ status: response.statusCode ?? 0, body: parse(String(Buffer.concat(chunks))) });
            });
        });
        sent.end(text);
    });
}

/**
 * Makes one request that must succeed.
 *
 * @throws VaultError with Vault's own words
 */
export async function demandVault(reach: Reach, request: VaultRequest): Promise<unknown> {
    const { status, body } = await askVault(reach, request);
    if (status >= 200 && status < 300) return body;
    throw refusal(status, body);
}

/** A refusal as an error. */
export function refusal(status: number, body: unknown): VaultError {
    const { errors } = (body ?? {}) as { errors?: unknown };
    const said = (Array.isArray(errors) ? errors : []).map((line) => String(line).replace(/\s+/g, " ").trim());
    return new VaultError(`${status}${said.length > 0 ? ` ${said.join("; ").slice(0, 300)}` : ""}`, status, said);
}

const PAUSES_MS = [300, 900];

/** Repeats a request without a lasting effect while it fails for reasons that may pass: three times in all. */
export async function patiently<T>(run: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
        try {
            return await run();
        } catch (error) {
            if (tries >= PAUSES_MS.length || !mayPass(error)) throw error;
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
