import { once } from "node:events";
import { type AddressInfo, type Socket, createServer } from "node:net";

/** One request that Vault answered, as its audit log tells it. */
export interface VaultCall {
    /** `create`, `read`, `update`, `patch`, `delete` or `list`. */
    operation: string;
    /** As in a policy: `secret/data/app`. */
    path: string;
    /** Whose token it was, as the token is named: `token-rotator`, `approle`. */
    by: string;
    policies: string[];
    /** Why it was refused. */
    error?: string;
}

/** Takes a server's audit log, so that a test can tell what was asked of it, in order. */
export interface Audit {
    readonly address: string;
    readonly calls: VaultCall[];
    close(): Promise<void>;
}

interface Entry {
    type: string;
    error?: string;
    auth?: { display_name?: string; policies?: string[] };
    request: { operation: string; path: string };
}

/** Listens for an audit device of type `socket`. An entry is here before whoever asked has the answer. */
export async function listenForAudit(): Promise<Audit> {
    const calls: VaultCall[] = [];
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
        sockets.add(socket);
        let rest = "";
        socket.on("error", () => undefined); // the server is gone, and with it what it had to say
        socket.on("close", () => sockets.delete(socket));
        socket.on("data", (chunk) => {
            const lines = (rest + String(chunk)).split("\n");
            rest = lines.pop() ?? "";
            calls.push(...lines.filter(Boolean).flatMap(answered));
        });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return {
        address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
        calls,
        async close() {
            const closed = once(server, "close");
            server.close();
            sockets.forEach((socket) => socket.destroy());
            await closed;
        },
    };
}

function answered(line: string): VaultCall[] {
    const { type, error, auth, request } = JSON.parse(line) as Entry;
    if (type !== "response") return [];
    const { operation, path } = request;
    return [{ operation, path, by: auth?.display_name ?? "", policies: auth?.policies ?? [], ...(error && { error }) }];
}
