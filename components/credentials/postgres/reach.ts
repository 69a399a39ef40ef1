import { connect, type Socket } from "node:net";
import { connect as secure } from "node:tls";
import { CONNECT_MS, tlsOf } from "./connect";
import { Target } from "./fields";

/** Asks a server of PostgreSQL whether it speaks TLS; PgBouncer and its like answer as well. Nobody has to log in for it. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Finds out, before a login is made, whether it could be tried: somebody who speaks PostgreSQL's protocol answers there, and
 * with TLS as it is asked for.
 *
 * @throws Error that names the address, what happened, and the fields to correct
 */
export async function checkReachable(target: Target): Promise<void> {
    const { host, port } = target;
    let socket: Socket | undefined;
    try {
        socket = await opened(host, port);
        const answer = await said(socket);
        if (answer !== "S" && answer !== "N") throw new Error("what answers there is no PostgreSQL");
        if (target.sslmode !== "disable") {
            if (answer === "N") throw new Error('it speaks no TLS; set sslmode: "disable" there if that is meant');
            await shaken(socket, target);
        }
    } catch (error) {
        const text = (error as Error).message || (error as { code?: string }).code || "no answer";
        throw new Error(
            `a new login could not be tried at ${host}:${port} (${text}), so none is made. Consumers ` +
                `connect to connect.host and connect.port, and a login is tried there too; if that address cannot be reached ` +
                `from here, name one that can in verify.host and verify.port`,
            { cause: error },
        );
    } finally {
        socket?.destroy();
    }
}

function within<T>(socket: Socket, start: (resolve: (value: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
        socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error(`no answer within ${CONNECT_MS / 1000} s`)));
        socket.once("error", reject);
        socket.once("close", () => reject(new Error("the connection was closed without an answer")));
        start(resolve);
    });
}

async function opened(host: string, port: number): Promise<Socket> {
    const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    await within<void>(socket, (resolve) => socket.once("connect", resolve));
    socket
        .removeAllListeners("close")
        .removeAllListeners("error")
        .on("error", () => undefined);
    return socket;
}

function said(socket: Socket): Promise<string> {
    return within(socket, (resolve) => {
        socket.once("data", (data: Buffer) => resolve(String.fromCharCode(data[0])));
        socket.write(SSL_REQUEST);
    });
}

async function shaken(socket: Socket, { host, sslmode, sslrootcert }: Target): Promise<void> {
    const options = tlsOf(sslmode, sslrootcert);
    const names = typeof options === "object" ? options : {};
    const encrypted = secure({ ...names, socket, host, servername: /^[\d.:/]/.test(host) ? undefined : host });
    await within<void>(encrypted, (resolve) => encrypted.once("secureConnect", resolve));
    encrypted.destroy();
}
