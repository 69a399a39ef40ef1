import assert from "node:assert/strict";
import { at, postgresSuite, story } from "./support/story";

postgresSuite("A PostgreSQL login of one role", {}, (suite) => {
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
            assert.deepEqual(first.changes, ["ALTER ROLE app PASSWORD (verifier)"]);
            await stack.settled();
            const one = await told.published();
            assert.deepEqual(await told.query("SELECT 1 AS one", one), [{ one: 1 }]);

            await told.query("ALTER TABLE checked RENAME TO hidden");
            const preview = await stack.preview({ now: at(30, 1) });
            assert.match(preview.text, /blue stops working at the moment when it is set, for there is no overlap/);
            const failed = await told.fails(/the password that worked before was set again/, {
                set: { verification: { deadline: "2s" } },
            });
            assert.deepEqual(failed.changes, [
                "ALTER ROLE app PASSWORD (verifier)",
                "ALTER ROLE app PASSWORD (verifier)",
            ]);
            assert.deepEqual(await told.published(), one);
            assert.deepEqual(await told.query("SELECT 1 AS one", one), [{ one: 1 }]);

            await told.query("ALTER TABLE hidden RENAME TO checked");
            const second = await told.ok();
            assert.deepEqual(second.changes, ["ALTER ROLE app PASSWORD (verifier)"]);
            const two = await told.published();
            assert.notEqual(two.password, one.password);
            await assert.rejects(told.query("SELECT 1", one), { code: "28P01" });
            assert.deepEqual((await told.ok({ set: { use: "previous" } })).changes, [
                "ALTER ROLE app PASSWORD (verifier)",
            ]);
            assert.equal((await told.published()).password, one.password);
            await told.ok({ set: { use: "current" } });
            assert.equal((await told.published()).password, two.password);
            await told.ok({ now: at(30, 12) });
            await stack.settled();
        });
    });
});
