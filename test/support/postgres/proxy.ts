import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import type { Door, Leave } from "../door";
import { refused } from "./refused";

/** What is to happen when a statement goes by. */
export interface Watch {
    /** Matches the statement. */
    statement: RegExp;
    /** Before the server gets it; or when the server has done it, and before its answer. */
    when: "before" | "after";
    /** Awaited; nothing goes by meanwhile, and nothing does afterwards on this connection. */
    then(): void;
}

/** A door to a PostgreSQL server that sees each statement, and can stop at one. TLS is not spoken. */
export interface Proxy {
    readonly host: string;
    readonly port: number;
    /** Stops at the next statement that matches, once. */
    watch(watch: Watch): void;
    /** True lets nobody in. */
    closed: boolean;
    /** Told of what a client sends. A refusal is the server's own: it gets a statement in place of the client's that it refuses. */
    door?: Door;
    close(): Promise<void>;
}

/** Opens a door to the server. */
export async function startProxy(target: { host: string; port: number }): Promise<Proxy> {
    const sockets = new Set<Socket>();
    const watches: Watch[] = [];
    const proxy: Pick<Proxy, "closed" | "door"> = { closed: false };
    const server = createServer((client) => {
        if (proxy.closed) return void client.destroy();
        const upstream = connect(target.port, target.host);
        for (const socket of [client, upstream]) {
            sockets.add(socket);
            socket.on("error", () => undefined);
            socket.once("close", () => {
                sockets.delete(socket);
                client.destroy();
                upstream.destroy();
            });
        }
        let stopped: Watch | undefined;
        let leave: Leave | undefined;
        const up = async (chunk: Buffer): Promise<void> => {
            if (stopped) return;
            const text = chunk.toString("latin1");
            const index = watches.findIndex(({ statement }) => statement.test(text));
            if (index >= 0) [stopped] = watches.splice(index, 1);
            if (stopped?.when === "before") return stopped.then();
            if (proxy.door) {
                const verdict = await proxy.door(text);
                const instead = typeof verdict === "string" ? refused(text, verdict) : undefined;
                if (instead && upstream.writable) return void upstream.write(instead);
                if (typeof verdict !== "function") return void client.destroy();
                leave = verdict;
            }
            if (upstream.writable) upstream.write(chunk);
        };
        const down = async (chunk: Buffer): Promise<void> => {
            if (stopped) return stopped.then();
            const asked = leave;
            leave = undefined;
            if (await asked?.()) return void client.destroy();
            if (client.writable) client.write(chunk);
        };
        inOrder(client, up);
        inOrder(upstream, down);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return Object.assign(proxy, {
        host: "127.0.0.1",
        port: (server.address() as AddressInfo).port,
        watch: (watch: Watch) => void watches.push(watch),
        async close() {
            for (const socket of sockets) socket.destroy();
            server.close();
            await once(server, "close");
        },
    });
}

/** Passes on what comes by a socket piece by piece, each once the one before was. */
function inOrder(socket: Socket, pass: (chunk: Buffer) => Promise<void>): void {
    let last = Promise.resolve();
    socket.on("data", (chunk: Buffer) => (last = last.then(() => pass(chunk))));
}
