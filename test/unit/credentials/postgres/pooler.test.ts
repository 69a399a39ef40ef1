import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { withClient } from "../../../../components/credentials/postgres/connect";
import type { LoginKindArgs } from "../../../../components/credentials/postgres/loginOptions";
import { probeLogin } from "../../../../components/credentials/postgres/probe";
import { scramVerifier } from "../../../../components/credentials/postgres/scram";
import { serverOf } from "../../../../components/credentials/postgres/server";
import { tryLogin } from "../../../../components/credentials/postgres/tryLogin";
import { findPgBouncer, type PgBouncer, type Postgres, startPgBouncer, startPostgres } from "../../../support/postgres";

/** What the environment of a run may hold for libpq. */
const ENVIRONMENT = { PGOPTIONS: "-c geqo=off", PGAPPNAME: "mine", PGCLIENTENCODING: "LATIN1" };

describe("a session that a login is tried in", () => {
    const before = { ...process.env };
    afterEach(() => {
        for (const name of Object.keys(ENVIRONMENT)) {
            if (before[name] === undefined) delete process.env[name];
            else process.env[name] = before[name];
        }
    });

    it("says in its start-up packet who it is and which database it wants, and sets nothing", async () => {
        Object.assign(process.env, ENVIRONMENT);
        const packets: string[][] = [];
        const server = createServer((socket: Socket) =>
            socket
                .on("error", () => undefined)
                .once("data", (data: Buffer) => {
                    packets.push(String(data.subarray(8)).split("\0").slice(0, -2));
                    socket.destroy();
                }),
        );
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        const target = { host: "127.0.0.1", port, database: "shop", sslmode: "disable" as const };
        const expected = { target, runsAs: "shop" };
        await probeLogin({ user: "shop_blue", password: "p" }, expected);
        await withClient({ ...target, user: "dba", password: "p" }, () => Promise.resolve()).catch(() => undefined);
        server.close();
        const said = (user: string) => ["user", user, "database", "shop", "client_encoding", "UTF8"];
        assert.deepEqual(packets, [said("shop_blue"), said("dba")]);
    });
});

for (const pooling of ["session", "transaction"] as const) {
    describe(`a login behind a real PgBouncer with ${pooling} pooling`, function () {
        this.timeout(120_000);
        let server: Postgres;
        let pooler: PgBouncer;

        before(async function () {
            const program = findPgBouncer();
            if (program === undefined) return this.skip();
            server = await startPostgres({ from: "npm" });
            pooler = await startPgBouncer(program, server, { pooling });
        });
        after(async () => {
            await pooler?.close();
            await server?.close();
        });

        it("works from its first moment on, and leaves no setting in the sessions that others get", async () => {
            const verifier = scramVerifier("Right1", Buffer.alloc(16, 7).toString("base64"));
            await server.query("CREATE ROLE shop");
            await server.query(`CREATE ROLE shop_blue LOGIN PASSWORD '${verifier}' IN ROLE shop`);
            await server.query("ALTER ROLE shop_blue SET role TO shop");
            const target = { host: pooler.host, port: pooler.port, database: "postgres", sslmode: "disable" as const };
            const fields = { user: "shop_blue", password: "Right1" };
            assert.deepEqual(await probeLogin(fields, { target, runsAs: "shop", check: "SELECT 1" }), {
                state: "alive",
            });
            const seen = await server.query("SELECT current_setting('statement_timeout') AS limit", [], {
                ...fields,
                port: pooler.port,
            } as object);
            assert.deepEqual(seen, [{ limit: "0" }]);
            const wrong = await probeLogin({ ...fields, password: "Wrong1" }, { target, runsAs: "shop" });
            assert.match(JSON.stringify(wrong), /authentication failed/);
            assert.match(JSON.stringify(wrong), new RegExp(`127\\.0\\.0\\.1:${pooler.port}`));
        });
    });
}

describe("a login that a pooler does not know yet", function () {
    this.timeout(120_000);
    let server: Postgres;
    let pooler: PgBouncer;

    before(async function () {
        const program = findPgBouncer();
        if (program === undefined) return this.skip();
        server = await startPostgres({ from: "npm" });
        pooler = await startPgBouncer(program, server, { pooling: "transaction", authQuery: false });
    });
    after(async () => {
        await pooler?.close();
        await server?.close();
    });

    it("is refused with the pooler's words and the field that helps, and works where verify names the server", async () => {
        await server.query("CREATE ROLE late LOGIN PASSWORD 'Right1'");
        const { host, port } = server;
        const args = {
            ...{ server: serverOf({ host, port, sslmode: "disable" }, undefined), database: "postgres" },
            connect: { host: pooler.host, port: pooler.port },
        };
        const fields = { user: "late", password: "Right1" };
        const refused = await tryLogin(args as unknown as LoginKindArgs, fields, "late");
        assert.match(JSON.stringify(refused), /unknown.*authentication failed.*name the server in verify\.host/);
        const verified = { ...args, verify: { host, port } } as unknown as LoginKindArgs;
        assert.deepEqual(await tryLogin(verified, fields, "late"), { state: "alive" });
    });
});
