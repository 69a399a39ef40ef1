import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Reply } from "../protocol/errors";
import type { Incoming } from "../protocol/operation";

/** An HTTP server on a free port of the loopback interface. */
export interface Listener {
    url: string;
    close(): Promise<void>;
}

/** Serves every request with `answer`; an undefined answer breaks the connection. */
export async function listen(
    answer: (request: Incoming) => Promise<Reply | undefined>,
    onError: (error: unknown) => void,
): Promise<Listener> {
    const server = createServer((message, response) => {
        respond(message, response, answer).catch((error: unknown) => {
            onError(error);
            response.destroy();
        });
    });
    server.keepAliveTimeout = 120_000; // longer than any SDK keeps an idle connection
    server.requestTimeout = 0;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return {
        url: `http://127.0.0.1:${port}`,
        async close() {
            if (!server.listening) return;
            const closed = once(server, "close");
            server.close();
            server.closeAllConnections();
            await closed;
        },
    };
}

async function respond(
    message: IncomingMessage,
    response: ServerResponse,
    answer: (request: Incoming) => Promise<Reply | undefined>,
): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const reply = await answer(incoming(message, Buffer.concat(chunks)));
    if (!reply) {
        message.socket.destroy();
        return;
    }
    response.writeHead(reply.status, { ...reply.headers, "content-length": reply.body.length });
    response.end(reply.body);
}

function incoming(message: IncomingMessage, body: Buffer): Incoming {
    const url = message.url ?? "/";
    const mark = url.indexOf("?");
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(message.headers)) {
        if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
    }
    return {
        method: message.method ?? "GET",
        path: mark < 0 ? url : url.slice(0, mark),
        query: mark < 0 ? "" : url.slice(mark + 1),
        headers,
        body,
    };
}
