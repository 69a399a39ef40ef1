import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A request with its body as it came. */
export interface RawRequest {
    method: string;
    path: string;
    headers: IncomingHttpHeaders;
    text: string;
}

/** An answer in plain text. */
export interface RawReply {
    status: number;
    text: string;
    headers?: Record<string, string>;
}

/** The double of a service that takes alerts. */
export interface AlertService<Taken> {
    endpoint: string;
    /** What it took, in order. What it refused is not in it. */
    readonly taken: Taken[];
    /** Status of every answer, in order. */
    readonly answers: number[];
    /** Gives this answer to the next requests, in place of its own. */
    next(...replies: RawReply[]): void;
    close(): Promise<void>;
}

/** Serves one service: `judge` answers as it does, and says what was taken where it was. */
export async function serveAlerts<Taken>(
    judge: (request: RawRequest) => { reply: RawReply; taken?: Taken },
): Promise<AlertService<Taken>> {
    const taken: Taken[] = [];
    const answers: number[] = [];
    const waiting: RawReply[] = [];
    const server = createServer((incoming, outgoing) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () => {
            const { method = "GET", url: path = "/", headers } = incoming;
            const judged = judge({ method, path, headers, text: Buffer.concat(chunks).toString("utf8") });
            const reply = waiting.shift() ?? judged.reply;
            if (reply === judged.reply && judged.taken !== undefined) taken.push(judged.taken);
            answers.push(reply.status);
            outgoing.writeHead(reply.status, reply.headers).end(reply.text);
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        taken,
        answers,
        next: (...replies) => void waiting.push(...replies),
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}

/** The body as JSON; undefined if it is none. */
export function jsonOf(text: string): Record<string, unknown> | undefined {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
    } catch {
        return undefined;
    }
}
