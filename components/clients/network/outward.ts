import type * as http from "node:http";
import { agentFor, isDetour } from "./agent";

/** What our own calls say of a request. */
export interface Outgoing {
    method?: string;
    headers?: Record<string, string>;
    body?: string;
    signal: AbortSignal;
    /** Redirects lead somewhere nobody named: they are a failure, or an answer like any other. */
    redirect: "error" | "manual";
}

/** `fetch` for our own calls: where the environment names a proxy or certificates of its own, it obeys. */
export async function outgoing(address: string, outgoing: Outgoing): Promise<Response> {
    return isDetour(address) ? detour(address, outgoing) : fetch(address, outgoing);
}

/** The same through Node's older client, for `fetch` can be given no agent. Fails as `fetch` does: the reason is the cause. */
async function detour(
    address: string,
    { method = "GET", headers, body, signal, redirect }: Outgoing,
): Promise<Response> {
    const { request } = address.startsWith("https:") ? await import("node:https") : await import("node:http");
    const agent = (await agentFor(address)) as http.Agent | undefined;
    return new Promise((resolve, reject) => {
        const fail = (error: Error): void =>
            reject(signal.aborted ? (signal.reason as Error) : new TypeError("fetch failed", { cause: error }));
        const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
        const sent = request(address, { method, headers: { ...headers, ...length }, agent, signal });
        sent.once("close", () => agent?.destroy());
        sent.once("error", fail);
        sent.once("response", (response) => {
            const { statusCode: status = 0, headers: found } = response;
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.once("error", fail);
            response.once("end", () => {
                if (redirect === "error" && status >= 300 && status < 400)
                    return fail(new Error("unexpected redirect"));
                const told = Object.entries(found).flatMap(([name, value]) =>
                    typeof value === "string" ? [[name, value]] : [],
                );
                const empty = status === 204 || status === 205 || status === 304;
                resolve(
                    new Response(empty ? null : Buffer.concat(chunks), { status, headers: told as [string, string][] }),
                );
            });
        });
        sent.end(body);
    });
}
