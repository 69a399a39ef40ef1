import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A service that is told by a webhook, checks the signature as our page tells it to, and says on which generation it runs. */
export interface Receiver {
    /** Address of the POST. */
    url: string;
    /** Address that says the generation. */
    confirmUrl: string;
    /** The key of the signature. */
    secret: string;
    /** Whether it moves when it is told to. */
    moves: boolean;
    /** The generation that it runs on. */
    generation: number;
    /** Bodies that were told and rightly signed. */
    told: Record<string, unknown>[];
    /** Why others were refused. */
    refused: string[];
    /** Called before it answers a POST. */
    onTold?: () => void;
    /** Called before it says its generation. */
    onAsked?: () => void;
    close(): Promise<void>;
}

/** How old what is signed may be. */
const PATIENCE_S = 300;

export async function startReceiver(secret = "a-secret-of-the-webhook"): Promise<Receiver> {
    const receiver = { secret, moves: true, generation: 0, told: [], refused: [] } as unknown as Receiver;
    const server = createServer((request, response) => void answer(receiver, request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return Object.assign(receiver, {
        url: `${base}/rotated`,
        confirmUrl: `${base}/health`,
        close: () =>
            new Promise<void>((resolve) => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    });
}

async function answer(receiver: Receiver, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === "GET") {
        receiver.onAsked?.();
        response.end(JSON.stringify({ app: { generation: receiver.generation } }));
        return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const why = wrong(receiver.secret, request, body);
    if (why !== undefined) {
        receiver.refused.push(why);
        response.writeHead(401).end();
        return;
    }
    receiver.onTold?.();
    const release = JSON.parse(body) as Record<string, unknown>;
    receiver.told.push(release);
    if (receiver.moves) receiver.generation = Number(release.generation);
    response.writeHead(202).end();
}

function wrong(secret: string, { headers }: IncomingMessage, body: string): string | undefined {
    const timestamp = String(headers["x-rotation-timestamp"]);
    if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= PATIENCE_S)) return "too old";
    const wanted = Buffer.from(`v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`);
    const found = Buffer.from(String(headers["x-rotation-signature"]));
    return found.length === wanted.length && timingSafeEqual(found, wanted) ? undefined : "wrong signature";
}
