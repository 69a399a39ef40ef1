import assert from "node:assert/strict";
import { findPgBouncer, type PgBouncer, startPgBouncer } from "../../support/postgres";
import { at, postgresSuite, story } from "./support/story";

postgresSuite("A PostgreSQL login behind PgBouncer", { from: "npm" }, (suite) => {
    let program: string | undefined;
    before(function () {
        program = findPgBouncer();
        if (program === undefined) this.skip();
    });

    const behind = async (pooling: "session" | "transaction", tell: (pooler: PgBouncer) => Promise<void>) => {
        const pooler = await startPgBouncer(program as string, suite.server, { pooling });
        try {
            await tell(pooler);
        } finally {
            await pooler.close();
        }
    };
    const connectTo = ({ host, port }: PgBouncer) => ({ host, port, sslmode: "disable" });

    it("is published at once with transaction pooling, and rotates with its service on it", () =>
        behind("transaction", async (pooler) => {
            const set = { connect: connectTo(pooler), terminateSessions: true };
            await story(suite, { set }, async (told) => {
                await told.ok();
                const first = await told.published();
                assert.deepEqual([first.port, new URL(first.url).port], [String(pooler.port), String(pooler.port)]);
                await told.stack.settled();
                await told.ok({ now: at(30, 1) });
                assert.equal((await told.published()).user, `${told.login}_green`);
                await told.consumer.reconnect();
                await told.ok({ now: at(31, 2) });
                await told.ok({ now: at(32, 3) });
                assert.deepEqual(await told.roles(), ["app nologin", "app_green"]);
                assert.doesNotMatch(pooler.log(), /unsupported startup parameter/);
            });
        }));

    it("gets another password in mode single, with session pooling", () =>
        behind("session", async (pooler) => {
            const set = { connect: connectTo(pooler), mode: "single", overlap: "6h" };
            await story(suite, { set, quiet: true }, async (told) => {
                await told.ok();
                const { password } = await told.published();
                await told.ok({ now: at(30, 1) });
                const next = await told.published();
                assert.notEqual(next.password, password);
                const as = { user: next.user, password: next.password, port: pooler.port };
                assert.deepEqual(await suite.server.query("SELECT 1 AS one", [], as), [{ one: 1 }]);
            });
        }));

    it("is published by the pooler's address and tried at the server where the pooler learns of logins later", async () => {
        const connect = { host: "pooler.invalid", port: 6432 };
        const verify = { host: suite.server.host, port: suite.server.port };
        await story(suite, { set: { connect, verify }, quiet: true }, async (told) => {
            await told.ok();
            const { host, port, user, password } = await told.published();
            assert.deepEqual([host, port], ["pooler.invalid", "6432"]);
            assert.deepEqual(await told.query("SELECT 1 AS one", { user, password }), [{ one: 1 }]);
        });
    });

    it("is not made where it could not be tried, nor where it would be published by an address nobody asked for", async () => {
        const made = "SELECT rolname FROM pg_roles WHERE rolname ~ '_(blue|green)$'";
        const before = await suite.server.query(made);
        const connect = { host: suite.server.host, port: 1 };
        await story(suite, { set: { connect }, quiet: true }, async (told) => {
            const refused = await told.fails(
                /a new login could not be tried at 127\.0\.0\.1:1 .*so none is made.*verify\.host/,
            );
            assert.ok(!refused.changes.some((change) => /_(blue|green)/.test(change)), refused.changes.join());
            const loopback = await told.fails(
                /server\.host: "127\.0\.0\.1" is an address of this machine.*connect\.host/,
                {
                    set: { connect: {} },
                },
            );
            assert.deepEqual(loopback.changes, []);
        });
        assert.deepEqual(await suite.server.query(made), before);
    });
});
