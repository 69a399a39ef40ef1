import assert from "node:assert/strict";
import { startProxy, type Watch } from "../../support/postgres";
import { at, postgresSuite, story, type Story } from "./support/story";

postgresSuite("A PostgreSQL login whose run is killed", {}, (suite) => {
    // Holds 1, 21.
    it("is neither lost nor made twice, wherever that happens", async () => {
        const proxy = await startProxy(suite.server);
        const set = { terminateSessions: true };
        try {
            await story(suite, { server: { host: proxy.host, port: proxy.port }, set, warm: false }, async (told) => {
                const killed = (when: Watch["when"], statement: RegExp, now: string) =>
                    told.seen(() =>
                        told.stack.killedBy((kill) => proxy.watch({ statement, when, then: kill }), { now }),
                    );
                await told.ok();
                const first = await told.published();
                // The transaction was not committed, so the role is not there.
                await killed("before", /CREATE ROLE "[^"]*_green"/, at(30, 1));
                assert.deepEqual(await told.roles(), ["app nologin", "app_blue"]);
                assert.deepEqual(await told.published(), first);
                await killed("after", /COMMIT/, at(30, 2));
                await ownUp(told, first.user);
                await told.consumer.reconnect();
                await killed("after", /WITH NOLOGIN/, at(31, 4));
                await told.ok({ now: at(31, 5) });
                assert.deepEqual(await told.roles(), ["app nologin", "app_blue nologin", "app_green"]);
                await killed("after", /DROP ROLE/, at(32, 7));
                await told.ok({ now: at(32, 8) });
                assert.deepEqual(await told.roles(), ["app nologin", "app_green"]);
                await told.stack.settled();
            });
        } finally {
            await proxy.close();
        }
    });
});

/** What the killed run left behind is disabled in one run, and dropped and made anew in the next. */
async function ownUp(told: Story, published: string): Promise<void> {
    const left = (await told.roles()).includes("app_green");
    if (left) {
        const found = await told.fails(/an interrupted run left .* behind.*is disabled now/, { now: at(30, 3) });
        assert.deepEqual(found.changes, ["ALTER ROLE app_green NOLOGIN"]);
        assert.equal((await told.published()).user, published);
    }
    await told.ok({ now: at(30, 3) });
    assert.match((await told.published()).user, /_green$/);
    await told.stack.settled();
}
