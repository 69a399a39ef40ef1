import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request. `lost`: it arrives, and the answer does not. `page`: a proxy's page after it arrived. */
export type Fault =
    | { kind: "lost" }
    | { kind: "page"; status: number }
    | { kind: "cut" }
    | { kind: "answer"; status: number; body: string; type?: string };

/** An HTTP server before another one, which fails in one way, as networks, proxies and servers do. */
export interface FaultyProxy {
    url: string;
    close(): Promise<void>;
}

const PAGE = "<html><body>Please sign in to the network</body></html>";

/**
 * Starts one.
 *
 * @param changesOnly requests that only read pass
 */
export async function startFaultyProxy(target: string, fault: Fault, changesOnly = false): Promise<FaultyProxy> {
    const server = http.createServer((request, response) => {
        void (async () => {
            const isChange = !["GET", "HEAD"].includes(request.method ?? "GET");
            const now = changesOnly && !isChange ? undefined : fault;
            const body = await bodyOf(request);
            if (now?.kind === "cut") return request.socket.destroy();
            if (now?.kind === "answer") return answer(response, now.status, now.body, now.type ?? "application/json");
            const passed = await pass(target, request, body);
            if (now?.kind === "lost") return request.socket.destroy();
            if (now?.kind === "page") return answer(response, now.status, PAGE, "text/html");
            answer(response, passed.status, await passed.text(), passed.headers.get("content-type") ?? "text/plain");
        })().catch(() => request.socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}

/** A page of HTML that a proxy answers in the server's place. */
export function page(status: number): Fault {
    return { kind: "answer", status, body: PAGE, type: "text/html" };
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    return Buffer.concat(parts);
}

async function pass(target: string, { url = "/", method, headers }: http.IncomingMessage, body: Buffer) {
    const kept = Object.entries(headers).filter(([name]) => !["host", "connection", "content-length"].includes(name));
    const sent = Object.fromEntries(kept.map(([name, value]) => [name, [value].flat().join(", ")]));
    return fetch(`${target.replace(/\/+$/, "")}${url}`, {
        method,
        headers: sent,
        body: body.length > 0 ? new Uint8Array(body) : undefined,
    });
}

function answer(response: http.ServerResponse, status: number, body: string, type: string): void {
    response.writeHead(status, { "content-type": type });
    response.end([204, 304].includes(status) ? undefined : body);
}
