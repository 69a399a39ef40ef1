import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";

/** A request as the service sees it. */
export interface Request {
    method: string;
    /** Segments of the path behind `/api`. */
    path: string[];
    query: URLSearchParams;
    headers: IncomingMessage["headers"];
    /** The body, uncompressed. */
    text: string;
    /** Bytes that went over the wire. */
    bytes: number;
}

/** An answer; no body where it is undefined. */
export interface Reply {
    status: number;
    body?: unknown;
}

/** What the service does not do, as it says so. */
export class Refusal extends Error {
    constructor(
        readonly status: number,
        message: string,
    ) {
        super(message);
    }
}

/** The body of a request. */
export function bodyOf<T>({ text }: Request): T {
    try {
        return JSON.parse(text) as T;
    } catch {
        throw new Refusal(400, "Bad Request: Invalid JSON.");
    }
}

/** Answers every request on a free port of this machine, each answer so much later. */
export async function listen(answer: (request: Request) => Reply, delayMs: number) {
    const server = createServer((incoming, outgoing) => {
        void read(incoming).then(async (request) => {
            const { status, body } = replyTo(answer, request);
            if (delayMs > 0) await wait(delayMs);
            outgoing.writeHead(status, body === undefined ? {} : { "content-type": "application/json" });
            outgoing.end(body === undefined ? undefined : JSON.stringify(body));
        });
    });
    // Longer than clients keep one: a request that meets the end of its connection would not be repeated.
    server.keepAliveTimeout = 120_000;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const stop = () =>
        new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
        });
    return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

function replyTo(answer: (request: Request) => Reply, request: Request): Reply {
    try {
        return answer(request);
    } catch (error) {
        const status = error instanceof Refusal ? error.status : 500;
        return { status, body: { code: status, message: (error as Error).message } };
    }
}

async function read(incoming: IncomingMessage): Promise<Request> {
    const chunks: Buffer[] = [];
    try {
        for await (const chunk of incoming) chunks.push(chunk as Buffer);
    } catch {
        // Whoever asked was killed meanwhile, and half of a body is none.
        chunks.length = 0;
    }
    const sent = Buffer.concat(chunks);
    const whole = incoming.headers["content-encoding"] === "gzip" && sent.length > 0 ? gunzipSync(sent) : sent;
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://localhost");
    return {
        method: incoming.method ?? "GET",
        path: pathname.split("/").slice(2).map(decodeURIComponent),
        query: searchParams,
        headers: incoming.headers,
        text: whole.toString("utf8"),
        bytes: sent.length,
    };
}
