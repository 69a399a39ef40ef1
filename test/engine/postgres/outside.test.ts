import assert from "node:assert/strict";
import { Client } from "pg";
import { at, postgresSuite, story } from "./support/story";

postgresSuite("A PostgreSQL login under an administrator who is no superuser", { from: "npm" }, (suite) => {
    const dba = { user: "dba", password: "Dba" };

    // Holds 33, 36; incidents 19, 21.
    it("sends the last sessions away, and is healed after somebody changed its password", async () => {
        const { server } = suite;
        await server.query(
            "DROP ROLE IF EXISTS dba; CREATE ROLE dba LOGIN CREATEROLE PASSWORD 'Dba'; GRANT pg_signal_backend TO dba",
        );
        await story(suite, { admin: dba, set: { terminateSessions: true } }, async (told) => {
            const { stack, consumer, login } = told;
            await told.ok();
            const blue = await told.published();
            const lazy = new Client({ ...blue, port: server.port, application_name: "lazy" });
            const ended = new Promise((resolve) => lazy.on("error", resolve));
            await lazy.connect();
            await told.ok({ now: at(30, 1) });
            await consumer.reconnect();
            const disabled = await told.ok({ now: at(31, 2) });
            // A session takes a moment to go, and is told again until it has.
            const once = disabled.changes.filter((change, index, all) => change !== all[index - 1]);
            assert.deepEqual(once, [
                "ALTER ROLE app_blue WITH NOLOGIN",
                "REVOKE app FROM app_blue",
                "GRANT app TO app_blue",
                "ALTER ROLE app_blue NOLOGIN",
                "pg_terminate_backend",
            ]);
            assert.equal(((await ended) as { code?: string }).code, "57P01");
            // What is dropped is not registered any more: its state holds the administrator's older password.
            await server.query("ALTER ROLE dba PASSWORD 'Dba replaced'");
            await told.ok({ now: at(32, 3), config: { "rotation:dba": { secret: "Dba replaced" } } });
            assert.deepEqual(await told.roles(), ["app nologin", "app_green"]);
            await stack.settled();

            await consumer.stop();
            await server.query(`ALTER ROLE ${login}_green PASSWORD 'changed'`);
            const found = await told.fails(/was changed by somebody else.*28P01.*set rotation\.heal: true/);
            assert.deepEqual(found.changes, []);
            const healed = await told.ok({ set: { heal: true } });
            assert.match(healed.text, /healing: the live key .* was changed by somebody else/);
            const { user, password } = await told.published();
            assert.equal(user, `${login}_blue`);
            assert.deepEqual(await told.query("SELECT 1 AS one", { user, password }), [{ one: 1 }]);
            await stack.settled();
        });
    });
});
