import assert from "node:assert/strict";
import { engineSuite, type Stack } from "../../support/harness";
import { type Postgres, startPostgres } from "../../support/postgres";
import { play } from "./support/example";

engineSuite("examples/postgresql", (suite) => {
    let postgres: Postgres;
    before(async () => (postgres = await startPostgres()));
    after(() => postgres?.close());

    it("keeps a login that runs as its owner, and rotates it", async () => {
        const { host, port, user, password } = postgres;
        const own = {
            host,
            port: String(port),
            username: user,
            password: { secret: password },
            sslmode: "disable",
            connectHost: host,
        };
        const config = Object.fromEntries(
            Object.entries(own).map(([key, value]) => [`rotation-example-postgresql:${key}`, value]),
        );
        const published = async (stack: Stack): Promise<unknown> => (await stack.outputs()).user;
        const valid = async (login: string): Promise<unknown> =>
            (await postgres.query("SELECT rolcanlogin FROM pg_roles WHERE rolname = $1", [login]))[0];
        await play(suite, "postgresql", {
            config,
            days: 32,
            made: async (_, stack) => {
                assert.equal(await published(stack), "shop_blue");
                assert.deepEqual(await valid("shop_blue"), { rolcanlogin: true });
            },
            rotated: async (_, stack) => {
                assert.equal(await published(stack), "shop_green");
                for (const login of ["shop_blue", "shop_green"])
                    assert.deepEqual(await valid(login), { rolcanlogin: true }, login);
            },
        });
    });
});
