import assert from "node:assert/strict";
import { Client } from "pg";
import { type Login, startProxy, type Watch } from "../../support/postgres";
import { at, postgresSuite, type Story, story } from "./support/story";

const SET = "ALTER ROLE app PASSWORD (verifier)";

/** A session of an application that stays open, with the process that serves it. */
async function sessionOf({ server, database }: Story, login: Login) {
    const client = new Client({ host: server.host, database, ...login, port: Number(login.port ?? server.port) });
    await client.connect();
    const pid = async (): Promise<number> => {
        const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
        return rows[0].pid;
    };
    return { pid, end: () => client.end() };
}

postgresSuite("A PostgreSQL login of one role", {}, (suite) => {
    // Holds 5, 20.
    it("is taken over, gets new passwords, and keeps the one that works when a new one does not", async () => {
        const { server } = suite;
        await server.query("CREATE ROLE old_app LOGIN PASSWORD 'before'");
        const options = { login: "old_app", set: { mode: "single", check: "SELECT * FROM checked", overlap: "6h" } };
        const prepare = (_: unknown, database: string) =>
            server
                .query("CREATE TABLE checked (n int); ALTER TABLE checked OWNER TO old_app", [], { database })
                .then(() => undefined);
        await story(suite, { ...options, prepare, quiet: true }, async (told) => {
            const { stack } = told;
            const refused = await told.fails(/a role "old_app" exists and was not made here.*set adopt: true/);
            assert.deepEqual(
                [refused.changes, refused.steps.filter((step) => /create .*-(blue|role)/.test(step))],
                [[], []],
            );
            const first = await told.ok({ set: { adopt: true } });
            assert.match(first.text, /what was valid before stops working at that moment/);
            assert.deepEqual(first.changes, [SET]);
            await stack.settled();
            const one = await told.published();
            assert.deepEqual(await told.query("SELECT 1 AS one", one), [{ one: 1 }]);

            await told.query("ALTER TABLE checked RENAME TO hidden");
            const preview = await stack.preview({ now: at(30, 1) });
            assert.match(preview.text, /blue stops working at the moment when it is set, for there is no overlap/);
            const failed = await told.fails(/the password that worked before was set again/, {
                set: { verification: { deadline: "2s" } },
            });
            assert.deepEqual(failed.changes, [SET, SET]);
            assert.deepEqual(await told.published(), one);
            assert.deepEqual(await told.query("SELECT 1 AS one", one), [{ one: 1 }]);

            await told.query("ALTER TABLE hidden RENAME TO checked");
            // A session that is open goes on after its password is gone; who connects anew needs the new one.
            const { user, password } = one;
            const open = await sessionOf(told, { user, password });
            const served = await open.pid();
            const second = await told.ok();
            assert.deepEqual(second.changes, [SET]);
            const two = await told.published();
            assert.notEqual(two.password, one.password);
            assert.equal(await open.pid(), served);
            await open.end();
            await assert.rejects(told.query("SELECT 1", one), { code: "28P01" });
            assert.deepEqual(await told.query("SELECT 1 AS one", two), [{ one: 1 }]);
            assert.deepEqual((await told.ok({ set: { use: "previous" } })).changes, [SET]);
            assert.equal((await told.published()).password, one.password);
            await told.ok({ set: { use: "current" } });
            assert.equal((await told.published()).password, two.password);
            await told.ok({ now: at(30, 12) });
            await stack.settled();
        });
    });

    it("is published by the next run wherever a run is killed, and its passwords are nowhere in the clear", async () => {
        const proxy = await startProxy(suite.server);
        const server = { host: proxy.host, port: proxy.port };
        const set = { mode: "single", check: "SELECT * FROM checked", verification: { deadline: "2s" } };
        const prepare = (_: unknown, database: string) =>
            suite.server
                .query("CREATE TABLE checked (n int); GRANT SELECT ON checked TO PUBLIC", [], { database })
                .then(() => undefined);
        try {
            await story(suite, { server, set, prepare, quiet: true, warm: false }, async (told) => {
                const { stack } = told;
                const works = (password: string): Promise<boolean> =>
                    told.query("SELECT 1", { user: told.login, password }).then(
                        () => true,
                        (error: { code?: string }) => assert.equal(error.code, "28P01") ?? false,
                    );
                const killed = (when: Watch["when"], now: string) =>
                    told.seen(() =>
                        stack.killedBy(
                            (kill) => proxy.watch({ statement: /ALTER ROLE .*PASSWORD/, when, then: kill }),
                            {
                                now,
                            },
                        ),
                    );
                assert.match((await told.ok()).changes.join(), /^CREATE ROLE app LOGIN PASSWORD \(verifier\)$/);
                const one = await told.published();

                // One that does not prove to work makes way for the one before in the same run.
                await told.query("REVOKE SELECT ON checked FROM PUBLIC");
                const failed = await told.fails(/the password that worked before was set again/, { now: at(30, 1) });
                assert.deepEqual(failed.changes, [SET, SET]);
                assert.deepEqual([await told.published(), await works(one.password)], [one, true]);
                await told.query("GRANT SELECT ON checked TO PUBLIC");

                // Killed before the server hears of it: nothing has changed.
                assert.deepEqual((await killed("before", at(30, 2))).changes, []);
                assert.deepEqual([await told.published(), await works(one.password)], [one, true]);
                // Killed after it: the new one is in the state alone, and the next run publishes one that works.
                assert.deepEqual((await killed("after", at(30, 3))).changes, [SET]);
                assert.deepEqual([await told.published(), await works(one.password)], [one, false]);
                assert.deepEqual((await told.ok({ now: at(30, 4) })).changes, [SET]);
                const two = await told.published();
                assert.deepEqual([await works(two.password), await works(one.password)], [true, false]);
                await stack.settled();
                assert.deepEqual(await told.leaks([one, two].map(({ password }) => password)), []);
            });
        } finally {
            await proxy.close();
        }
    });
});
