import { createServer, IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

/** A request as a vendor sees it. */
export interface Request {
    method: string;
    path: string;
    query: URLSearchParams;
    headers: IncomingMessage["headers"];
    /** The body, if it is JSON or a form. */
    body: Record<string, unknown>;
    /** What is behind `Bearer `. */
    bearer: string | undefined;
}

/** An answer; no body where it is undefined. */
export interface Reply {
    status: number;
    body?: unknown;
    headers?: Record<string, string>;
    /** A body that is no JSON, in its place. */
    page?: string;
}

/** A server on a free port of this machine. */
export interface Listening {
    endpoint: string;
    close(): Promise<void>;
}

/** Answers every request, over TLS with a certificate; where the answer is undefined, the connection breaks. */
export async function listen(
    answer: (request: Request) => Promise<Reply | undefined>,
    tls?: { cert: string; key: string },
): Promise<Listening> {
    const handle = (incoming: IncomingMessage, outgoing: ServerResponse) => void serve(incoming, outgoing, answer);
    const server = tls ? createTlsServer(tls, handle) : createServer(handle);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return { endpoint: `${tls ? "https" : "http"}://127.0.0.1:${port}`, close: () => shut(server) };
}

async function serve(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    answer: (request: Request) => Promise<Reply | undefined>,
): Promise<void> {
    const reply = await answer(await read(incoming));
    if (reply === undefined) return void outgoing.destroy();
    const { status, body, headers, page } = reply;
    if (page !== undefined) {
        outgoing.writeHead(status, { "content-type": "text/html" });
        return void outgoing.end(page);
    }
    outgoing.writeHead(status, { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
}

async function read(incoming: IncomingMessage): Promise<Request> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://localhost");
    const authorization = incoming.headers.authorization;
    return {
        method: incoming.method ?? "GET",
        path: decodeURIComponent(pathname),
        query: searchParams,
        headers: incoming.headers,
        body: bodyOf(Buffer.concat(chunks).toString("utf8"), incoming.headers["content-type"]),
        bearer: authorization?.startsWith("Bearer ") ? authorization.slice(7) : undefined,
    };
}

function bodyOf(text: string, type = ""): Record<string, unknown> {
    if (type.includes("x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(text));
    try {
        return JSON.parse(text) as Record<string, unknown>;
    } catch {
        return {};
    }
}

function shut(server: Server): Promise<void> {
    return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
    });
}
