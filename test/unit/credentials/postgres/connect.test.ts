import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { mock } from "node:test";
import { withClient } from "../../../../components/credentials/postgres/connect";
import { describePostgresError } from "../../../../components/credentials/postgres/failures";

/** AuthenticationOk and ReadyForQuery of the protocol (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
const QUERY = 0x51;

describe("a server that takes a statement and never answers", () => {
    it("is given up after its own limit for statements, and holds nothing up", async () => {
        const sockets: Socket[] = [];
        let asked = (): void => undefined;
        const silent = createServer((socket) => {
            sockets.push(socket);
            socket.on("error", () => undefined);
            socket.once("data", () => {
                socket.write(WELCOME);
                socket.on("data", (data) => data[0] === QUERY && asked());
            });
        });
        await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
        mock.timers.enable({ apis: ["setTimeout"] });
        try {
            const { port } = silent.address() as AddressInfo;
            const session = { host: "127.0.0.1", port, database: "a", user: "a", password: "p" };
            const isAsked = new Promise<void>((resolve) => (asked = resolve));
            const answer = withClient({ ...session, sslmode: "disable" }, (client) => client.query("SELECT 1"));
            answer.catch(() => undefined);
            await isAsked;
            mock.timers.tick(60_000);
            const early = await Promise.race([
                answer.catch(() => "given up"),
                new Promise(setImmediate).then(() => "waiting"),
            ]);
            assert.equal(early, "waiting");
            mock.timers.tick(15_000);
            const failure = await answer.catch((error: Error) => error);
            assert.match(
                describePostgresError(failure, "look", "db:5432").message,
                /could not be reached.*read timeout/,
            );
        } finally {
            mock.timers.reset();
            for (const socket of sockets) socket.destroy();
            silent.close();
        }
    });
});
