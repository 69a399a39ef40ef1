import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import * as tls from "node:tls";
import { Certificate, selfSigned } from "../tls/certificate";

/** A proxy as companies have it: the only way out, and one that opens what is encrypted and signs it anew. */
export interface CorporateProxy {
    /** Address for HTTP_PROXY and HTTPS_PROXY. */
    url: string;
    /** The certificate with which it signs anew, as PEM. */
    ca: string;
    /** What was asked through it: `CONNECT host:443`, `GET http://host/`. */
    asked: string[];
    close(): Promise<void>;
}

/**
 * Starts one that leads every host to one server of plain HTTP on this machine.
 *
 * @param target its address
 * @param hosts names that its certificate has, for example `*.amazonaws.com`
 * @param closed hosts that it lets nobody reach
 */
export async function startProxy(target: string, hosts: string[], closed?: RegExp): Promise<CorporateProxy> {
    const asked: string[] = [];
    const certificate = selfSigned(hosts);
    const inside = http.createServer((request, response) => pass(target, request, response));
    const open = new Set<Socket>();
    const server = http.createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`);
        pass(target, request, response);
    });
    server.on("connection", (socket) => open.add(socket));
    server.on("connect", (request, socket: Socket) => {
        asked.push(`CONNECT ${request.url}`);
        if (closed?.test(request.url ?? "")) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        socket.on("error", () => socket.destroy());
        inside.emit("connection", opened(socket, certificate));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return {
        url: `http://127.0.0.1:${port}`,
        ca: certificate.cert,
        asked,
        async close() {
            for (const socket of open) socket.destroy();
            server.close();
            await once(server, "close");
        },
    };
}

function opened(socket: Socket, { cert, key }: Certificate): tls.TLSSocket {
    const inner = new tls.TLSSocket(socket, { isServer: true, cert, key });
    inner.on("error", () => inner.destroy());
    return inner;
}

function pass(target: string, request: http.IncomingMessage, response: http.ServerResponse): void {
    const { pathname, search } = new URL(request.url ?? "/", target);
    const { method, headers } = request;
    const sent = http.request(`${target}${pathname}${search}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
    });
    sent.on("error", () => response.destroy());
    request.pipe(sent);
}
