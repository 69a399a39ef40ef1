import assert from "node:assert/strict";
import { at, postgresSuite, story } from "./support/story";

postgresSuite("A PostgreSQL login", {}, (suite) => {
    // Holds 6, 10, 36, 38, 39; incidents 18, 21.
    it("goes through its life with a full pool on it, and owns nothing itself", async () => {
        const login = `My "App" x`;
        const app = `"My ""App"" x"`;
        const passwords: string[] = [];
        await story(suite, { login }, async (told) => {
            const { stack, consumer } = told;
            const first = await told.ok();
            assert.deepEqual(first.changes, [
                "CREATE ROLE app WITH VALID UNTIL 'infinity' CONNECTION LIMIT -1 NOSUPERUSER NOCREATEDB NOCREATEROLE INHERIT NOLOGIN NOBYPASSRLS NOREPLICATION",
                "CREATE ROLE app_blue WITH ENCRYPTED PASSWORD (verifier)…",
                "GRANT app TO app_blue",
                "ALTER ROLE app_blue SET ROLE TO app",
            ]);
            await stack.settled();
            await stack.refresh();
            await stack.settled();
            const blue = await told.published();
            passwords.push(blue.password);
            assert.match(blue.password, /^[A-Za-z0-9]{48}$/);
            assert.equal(new URL(blue.url).username, encodeURIComponent(`${login}_blue`));
            await told.query(`GRANT CREATE ON SCHEMA public TO ${app}`);
            await told.query(`CREATE ROLE reader_of_x`);
            await told.query(`ALTER DEFAULT PRIVILEGES FOR ROLE ${app} GRANT SELECT ON TABLES TO reader_of_x`);
            await told.query("CREATE TABLE made_by_blue (n int); INSERT INTO made_by_blue VALUES (1)", blue);

            const second = await told.ok({ now: at(30, 1) });
            assert.match(second.text, /rotating: window .* generation 2 goes into green/);
            assert.deepEqual(second.changes, [
                "CREATE ROLE app_green WITH ENCRYPTED PASSWORD (verifier)…",
                "GRANT app TO app_green",
                "ALTER ROLE app_green SET ROLE TO app",
            ]);
            await stack.settled();
            const green = await told.published();
            passwords.push(green.password);
            assert.equal(green.user, `${login}_green`);
            await told.query("SELECT * FROM made_by_blue; ALTER TABLE made_by_blue ADD m int", green);
            await told.query("CREATE TABLE made_by_green (n int)", green);
            await told.query("ALTER TABLE made_by_green ADD m int; DROP TABLE made_by_green", blue);
            await told.query("CREATE TABLE kept (n int)", green);
            const owned = await told.query(
                "SELECT tablename::text, tableowner::text, has_table_privilege('reader_of_x', tablename::text, 'SELECT') AS readable FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
            );
            assert.deepEqual(owned, [
                { tablename: "kept", tableowner: login, readable: true },
                { tablename: "made_by_blue", tableowner: login, readable: true },
            ]);

            const held = await told.ok({ now: at(31, 2), set: { passwordLength: 64 } });
            assert.match(held.text, /still in use: 4 open sessions \("shop" from 127\.0\.0\.1 since 20/);
            assert.deepEqual(held.changes, [], "another length is for passwords to come");
            assert.deepEqual(await told.published(), green);
            await consumer.reconnect();
            const disabled = await told.ok({ now: at(31, 3) });
            assert.match(disabled.text, /disabling blue, generation 1/);
            assert.deepEqual(disabled.changes, [
                "ALTER ROLE app_blue WITH NOLOGIN",
                "REVOKE app FROM app_blue",
                "GRANT app TO app_blue",
            ]);
            assert.deepEqual(await told.roles(), ["app nologin", "app_blue nologin", "app_green"]);
            await stack.settled();
            const deleted = await told.ok({ now: at(32, 4) });
            assert.deepEqual(deleted.changes, ["ALTER ROLE app_blue NOLOGIN", "DROP ROLE app_blue"]);
            await stack.settled();
            assert.deepEqual(await told.query("SELECT count(*)::int AS rows FROM made_by_blue"), [{ rows: 1 }]);

            assert.deepEqual(await told.leaks(passwords), []);
        });
        const left = await suite.server.query("SELECT rolname::text AS name FROM pg_roles WHERE rolname LIKE 'My%'");
        assert.deepEqual(left, [{ name: login }], "the owner keeps its tables, the logins are gone");
    });
});
