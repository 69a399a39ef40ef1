import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo } from "node:net";
import { type Door, type Refusal, stay } from "../../../support/door";

/** Stands between a client and Vault, so that something can happen at a chosen request. */
export interface Between {
    readonly address: string;
    /** Runs before a write is passed on. */
    beforeWrite?: () => Promise<unknown>;
    /** Told of a request: method and path. */
    door?: Door;
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
    const verdict = between.door ? await between.door(`${method} ${asked.url?.split("?")[0]}`) : stay;
    if (verdict === undefined) return void answer.destroy();
    if (typeof verdict === "string") return refuse(answer, verdict);
    const sent = request(`${vault}${asked.url}`, { method, headers }, (got) => {
        if (writes && between.losing) {
            got.resume().once("end", () => answer.destroy());
            return;
        }
        void Promise.resolve(verdict()).then((ends) => {
            if (ends) return void answer.destroy();
            answer.writeHead(got.statusCode ?? 500, got.headers);
            got.pipe(answer);
        });
    });
    sent.once("error", () => answer.destroy());
    sent.end(Buffer.concat(chunks));
}

/** Answers as Vault does where it will not or cannot. */
function refuse(answer: ServerResponse, why: Refusal): void {
    const replies = {
        "error-500": [500, "internal error"],
        throttle: [429, "request path rate limit quota exceeded"],
        deny: [403, "permission denied"],
    } as const;
    const [status, error] = replies[why];
    answer.writeHead(status, { "content-type": "application/json" });
    answer.end(JSON.stringify({ errors: [error] }));
}
