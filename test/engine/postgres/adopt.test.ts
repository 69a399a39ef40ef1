import assert from "node:assert/strict";
import { at, postgresSuite, story } from "./support/story";

/** What an application sees of its session. */
const SESSION = `SELECT current_user::text AS me, current_setting('search_path') AS path, current_setting('statement_timeout') AS statements,
    current_setting('idle_in_transaction_session_timeout') AS idle, current_setting('default_transaction_isolation') AS isolation,
    current_setting('timezone') AS zone`;

postgresSuite("A PostgreSQL login that takes over an application's role", { from: "npm" }, (suite) => {
    const dba = { user: "dba_adopt", password: "Dba" };

    it("begins its sessions as the role did, from generation to generation and on the way back", async () => {
        const { server } = suite;
        await server.query("CREATE ROLE dba_adopt LOGIN CREATEROLE PASSWORD 'Dba'");
        const login = "adopted";
        const prepare = async (_: unknown, database: string): Promise<void> => {
            await server.query(`CREATE ROLE ${login} LOGIN PASSWORD 'before' CONNECTION LIMIT 30`);
            await server.query(`GRANT ${login} TO dba_adopt WITH ADMIN OPTION`);
            await server.query(`ALTER ROLE ${login} SET search_path TO sales, "$user", public`);
            await server.query(`ALTER ROLE ${login} SET idle_in_transaction_session_timeout TO '7s'`);
            await server.query(`ALTER ROLE ${login} SET default_transaction_isolation TO 'repeatable read'`);
            await server.query(`ALTER ROLE ${login} IN DATABASE ${database} SET statement_timeout TO '50s'`);
            await server.query(`CREATE SCHEMA sales AUTHORIZATION ${login}`, [], { database });
            await server.query(`CREATE TABLE sales.mine (n int); ALTER TABLE sales.mine OWNER TO ${login}`, [], {
                database,
            });
        };
        const options = { login, admin: dba, prepare, set: { adopt: true, terminateSessions: true } };
        await story(suite, { ...options, sql: "SELECT count(*) FROM mine" }, async (told) => {
            const { stack } = told;
            const limits = async () =>
                server.query(
                    "SELECT rolname::text AS name, rolconnlimit AS limit FROM pg_roles WHERE rolname ~ '^adopted_' ORDER BY 1",
                );
            const expected = {
                ...{ me: login, path: 'sales, "$user", public', statements: "50s", idle: "7s" },
                ...{ isolation: "repeatable read", zone: "Etc/UTC" },
            };
            await told.ok();
            const blue = await told.published();
            const before = (await told.query(SESSION, blue))[0];
            assert.deepEqual({ ...before, zone: expected.zone }, expected);
            await stack.settled();

            // What somebody sets on the login that is published holds for the next one.
            await server.query(
                `ALTER ROLE adopted_blue SET timezone TO 'Asia/Tokyo'; ALTER ROLE adopted_blue CONNECTION LIMIT 20`,
            );
            await stack.settled();
            await stack.refresh();
            await stack.settled();
            await told.ok({ now: at(30, 1) });
            const green = await told.published();
            assert.equal(green.user, "adopted_green");
            assert.deepEqual(await told.query(SESSION, green), [{ ...expected, zone: "Asia/Tokyo" }]);
            assert.deepEqual(await limits(), [
                { name: "adopted_blue", limit: 20 },
                { name: "adopted_green", limit: 20 },
            ]);
            await stack.settled();

            // The provider's change of a login resets nothing of it: it may come back.
            await told.consumer.reconnect();
            await told.ok({ now: at(31, 2) });
            assert.deepEqual(await told.roles(), ["app", "app_blue nologin", "app_green"]);
            await told.ok({ set: { use: "previous" } });
            const back = await told.published();
            assert.equal(back.user, "adopted_blue");
            assert.deepEqual(await told.query(SESSION, back), [{ ...expected, zone: "Asia/Tokyo" }]);
        });
    });
});
