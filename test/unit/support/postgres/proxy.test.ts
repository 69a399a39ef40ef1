import assert from "node:assert/strict";
import { Client } from "pg";
import type { Refusal } from "../../../support/door";
import { stay } from "../../../support/door";
import { type Postgres, type Proxy, startPostgres, startProxy } from "../../../support/postgres";

describe("a door to PostgreSQL", function () {
    this.timeout(60_000);
    let server: Postgres;
    let proxy: Proxy;
    let client: Client;

    before(async () => {
        server = await startPostgres();
        proxy = await startProxy(server);
        const { host, port } = proxy;
        client = new Client({ host, port, user: server.user, password: server.password, database: "postgres" });
        await client.connect();
    });
    after(async () => {
        await client.end();
        await proxy.close();
        await server.close();
    });

    /** Refuses the next statement that has this in it. */
    const refuse = (part: string, why: Refusal): void => {
        proxy.door = (sent) => {
            if (!sent.includes(part)) return stay;
            delete proxy.door;
            return why;
        };
    };
    const one = async (statement: string, values?: unknown[]): Promise<unknown> =>
        (await client.query<{ one: unknown }>(statement, values)).rows[0]?.one;

    const states: [Refusal, string][] = [
        ["deny", "42501"],
        ["throttle", "53300"],
        ["error-500", "XX000"],
    ];
    for (const [why, code] of states) {
        it(`answers ${why} with ${code}, does nothing, and goes on`, async () => {
            refuse("CREATE", why);
            await assert.rejects(one("CREATE ROLE never"), { code });
            assert.equal(await one("SELECT count(*)::int AS one FROM pg_roles WHERE rolname = 'never'"), 0);
        });
    }

    it("refuses a statement with values as often as the client asks", async () => {
        refuse("$1", "deny");
        await assert.rejects(one("SELECT $1::int AS one", [1]), { code: "42501" });
        assert.equal(await one("SELECT $1::int AS one", [2]), 2);
    });

    it("leaves a transaction in which it refused as the server does", async () => {
        await client.query("BEGIN");
        await client.query("CREATE ROLE within");
        refuse("GRANT", "deny");
        await assert.rejects(one("GRANT pg_monitor TO within"), { code: "42501" });
        await assert.rejects(one("SELECT 1 AS one"), { code: "25P02" });
        await client.query("COMMIT");
        assert.equal(await one("SELECT count(*)::int AS one FROM pg_roles WHERE rolname = 'within'"), 0);
    });
});
