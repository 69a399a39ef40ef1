import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";

/** Stands between a client and Vault, so that something can happen at a chosen request. */
export interface Between {
    readonly address: string;
    /** Runs before a write is passed on. */
    beforeWrite?: () => Promise<unknown>;
    /**
     * Told of a request, before it is passed on; undefined ends the connection there. What it gives back is asked before
     * the answer is passed on; true ends the connection there.
     */
    door?: (request: string) => (() => boolean) | undefined;
    /** Vault's answer to a write does not come through. */
    losing: boolean;
    close(): Promise<void>;
}

/** Starts it in front of a Vault. */
export async function standBetween(vault: string): Promise<Between> {
    const between = { address: "", losing: false, close: async () => undefined } as Between;
    const server = createServer((asked, answer) => void pass(vault, between, asked, answer));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return Object.assign(between, {
        address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        close: () =>
            new Promise<void>((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    });
}

async function pass(vault: string, between: Between, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    const writes = asked.method === "POST";
    if (writes) await between.beforeWrite?.();
    const { method, headers } = asked;
    const ends = between.door ? between.door(`${method} ${asked.url?.split("?")[0]}`) : () => false;
    if (!ends) return void answer.destroy();
    const sent = request(`${vault}${asked.url}`, { method, headers }, (got) => {
        if (writes && between.losing) {
            got.resume().once("end", () => answer.destroy());
            return;
        }
        if (ends()) return void answer.destroy();
        answer.writeHead(got.statusCode ?? 500, got.headers);
        got.pipe(answer);
    });
    sent.once("error", () => answer.destroy());
    sent.end(Buffer.concat(chunks));
}
