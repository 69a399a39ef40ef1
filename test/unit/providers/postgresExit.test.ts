import assert from "node:assert/strict";
import { AddressInfo, createServer, Server } from "node:net";
import * as exit from "../../../components/providers/postgresExit";

type Inputs = Parameters<typeof exit.create>[0];

/** What PostgreSQL answers to a wrong password. */
const REFUSED = Buffer.from("SFATAL\0C28P01\0Mpassword authentication failed\0\0");

/** A server that takes no password, and how often it was asked in. */
async function refusing(): Promise<{ server: Server; port: number; asked: () => number }> {
    let count = 0;
    const server = createServer((socket) =>
        socket
            .on("error", () => undefined)
            .once("data", () => {
                count++;
                const head = Buffer.alloc(5, "E");
                head.writeInt32BE(REFUSED.length + 4, 1);
                socket.end(Buffer.concat([head, REFUSED]));
            }),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { server, port: (server.address() as AddressInfo).port, asked: () => count };
}

describe("the end of a login whose administrator has another password by now", () => {
    it("is tried with the password of this run, unless that was given for another way to the server", async () => {
        const { server, port, asked } = await refusing();
        try {
            const session = { host: "127.0.0.1", port, user: "admin", sslmode: "disable" };
            const login = {
                ...session,
                role: "shop_blue",
                owner: "shop",
                generation: 1,
                enabled: false,
                terminate: false,
            };
            const held = { ...login, password: "of the state" } as Inputs;
            exit.check({}, { ...held, sslmode: "verify-full", password: "of this run" });
            await assert.rejects(exit.delete("shop_blue", held), /password authentication failed/);
            assert.equal(asked(), 1);
            exit.check({}, { ...held, password: "of this run" });
            await assert.rejects(exit.delete("shop_blue", held), (error: Error) => !/of th/.test(error.message));
            assert.equal(asked(), 3);
        } finally {
            server.close();
        }
    });
});
