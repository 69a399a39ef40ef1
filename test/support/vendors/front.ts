import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Vendor } from "./server/vendor";

/** One address in front of several accounts of a vendor, as a proxy has it or the vendor itself. */
export interface Front {
    endpoint: string;
    /** Paths as they were asked for. */
    readonly paths: string[];
    close(): Promise<void>;
}

/**
 * Hands each request to the account that knows one of the secrets in its headers, or else to the first. With a path, only
 * what is below it is known.
 */
export async function startFront(accounts: Vendor[], base = ""): Promise<Front> {
    const paths: string[] = [];
    const server = createServer((incoming, outgoing) => {
        void (async () => {
            const url = incoming.url ?? "/";
            paths.push(url);
            if (!url.startsWith(`${base}/`)) return void outgoing.writeHead(404).end("no such path");
            const chunks: Buffer[] = [];
            for await (const chunk of incoming) chunks.push(chunk as Buffer);
            const given = Object.values(incoming.headers).map((value) => String(value).replace(/^Bearer /, ""));
            const knows = ({ keyring }: Vendor) => keyring.keys.some(({ secret }) => given.includes(secret));
            const { endpoint } = accounts.find(knows) ?? accounts[0];
            const { host: _, connection: __, "content-length": ___, ...headers } = incoming.headers;
            const { method } = incoming;
            const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
            const answer = await fetch(endpoint + url.slice(base.length), {
                method,
                body,
                headers: headers as Record<string, string>,
            });
            const type = answer.headers.get("content-type");
            outgoing.writeHead(answer.status, type === null ? {} : { "content-type": type });
            outgoing.end(Buffer.from(await answer.arrayBuffer()));
        })().catch(() => outgoing.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
        endpoint: `http://127.0.0.1:${port}${base}`,
        paths,
        close: () =>
            new Promise((resolve) => {
                server.close(() => resolve());
                server.closeAllConnections();
            }),
    };
}
