import assert from "node:assert/strict";
import { carry } from "../../../../components/credentials/postgres/carry";
import { withClient } from "../../../../components/credentials/postgres/connect";
import { dropLogin } from "../../../../components/credentials/postgres/dropLogin";
import { findRoles } from "../../../../components/credentials/postgres/roles";
import { inherited, traitsOf } from "../../../../components/credentials/postgres/traits";
import { tryPasswords } from "../../../../components/credentials/postgres/trial";
import { type Postgres, startPostgres } from "../../../support/postgres";

describe("PostgreSQL logins with things of their own", function () {
    this.timeout(120_000);
    let server: Postgres;

    before(async () => {
        server = await startPostgres({ from: "npm" });
        await server.query("CREATE ROLE dba LOGIN CREATEROLE PASSWORD 'p'; CREATE ROLE ro; CREATE SCHEMA sales");
    });
    after(() => server?.close());

    const as = (user: string, password: string) => ({
        ...{ host: server.host, port: server.port, database: "postgres", sslmode: "disable" as const },
        ...{ user, password },
    });
    const root = () => as(server.user, server.password);

    it("are dropped with their default privileges and user mappings, under an administrator with CREATEROLE too", async () => {
        await withClient(as("dba", "p"), async (client) => {
            await client.query("CREATE ROLE app; CREATE ROLE app_blue LOGIN PASSWORD 'p' IN ROLE app");
            await client.query("GRANT app_blue, app TO dba");
        });
        const mine = (sql: string) => server.query(sql, [], { user: "app_blue", password: "p" });
        for (const where of ["", " IN SCHEMA sales"]) {
            await server.query(`ALTER DEFAULT PRIVILEGES FOR ROLE app_blue${where} GRANT SELECT ON TABLES TO ro`);
        }
        await mine("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC");
        await mine("ALTER DEFAULT PRIVILEGES REVOKE ALL ON TYPES FROM PUBLIC, app_blue");
        await server.query("CREATE EXTENSION file_fdw; CREATE SERVER far FOREIGN DATA WRAPPER file_fdw");
        await server.query("GRANT USAGE ON FOREIGN SERVER far TO PUBLIC");
        await mine("CREATE USER MAPPING FOR app_blue SERVER far");
        await server.query(
            "CREATE TABLE kept (n int); ALTER TABLE kept OWNER TO app_blue; GRANT CREATE ON SCHEMA public TO app",
        );
        await dropLogin(as("dba", "p"), "app_blue", "app");
        assert.deepEqual(await server.query("SELECT 1 FROM pg_roles WHERE rolname = 'app_blue'"), []);
        assert.deepEqual(
            await server.query("SELECT tableowner::text AS owner FROM pg_tables WHERE tablename = 'kept'"),
            [{ owner: "app" }],
        );
    });

    it("are known to own what the administrator could not hand over, until it may", async () => {
        await withClient(as("dba", "p"), async (client) => {
            await client.query("CREATE ROLE own; CREATE ROLE own_blue LOGIN PASSWORD 'p' IN ROLE own");
            await server.query("CREATE TABLE owned (n int); ALTER TABLE owned OWNER TO own_blue");
            const [before] = await findRoles(client, ["own_blue"]);
            assert.deepEqual([before.owns, before.usable, before.admin], [["postgres"], false, "dba"]);
            await client.query("GRANT own_blue, own TO dba");
            const [after] = await findRoles(client, ["own_blue"]);
            assert.deepEqual([after.owns, after.usable], [["postgres"], true]);
            await dropLogin(as("dba", "p"), "own_blue", "own");
        });
    });

    it("hand on what sessions begin with, in all databases and in one", async () => {
        await server.query("CREATE DATABASE shop");
        await server.query(
            `CREATE ROLE old LOGIN CONNECTION LIMIT 3; ALTER ROLE old SET search_path TO sales, "$user"`,
        );
        await server.query(
            "ALTER ROLE old SET statement_timeout TO '5s'; ALTER ROLE old SET default_transaction_isolation TO 'repeatable read'",
        );
        await server.query(
            "ALTER ROLE old IN DATABASE shop SET timezone TO 'Europe/Berlin'; ALTER ROLE old SET app.tenant TO 'it''s me'",
        );
        await server.query("CREATE ROLE old_blue LOGIN PASSWORD 'p' IN ROLE old; ALTER ROLE old_blue SET role TO old");
        await withClient(root(), async (client) => {
            const traits = inherited(await traitsOf(client, "old"), undefined, "old");
            assert.equal(traits.connectionLimit, 3);
            await carry(client, "old_blue", traits);
            await carry(client, "old_blue", traits);
        });
        const shown = async (database: string) =>
            server.query(
                `SELECT current_user::text AS me, current_setting('search_path') AS path, current_setting('statement_timeout') AS limit,
                    current_setting('default_transaction_isolation') AS isolation, current_setting('timezone') AS zone,
                    current_setting('app.tenant') AS tenant`,
                [],
                { user: "old_blue", password: "p", database },
            );
        const common = {
            me: "old",
            path: 'sales, "$user"',
            limit: "5s",
            isolation: "repeatable read",
            tenant: "it's me",
        };
        assert.deepEqual(await shown("shop"), [{ ...common, zone: "Europe/Berlin" }]);
        assert.notEqual((await shown("postgres"))[0].zone, "Europe/Berlin");
    });

    it("come back to the role that they run as after each way in which a pool resets a session", async () => {
        await server.query(
            "CREATE ROLE run; CREATE ROLE run_blue LOGIN PASSWORD 'p' IN ROLE run; ALTER ROLE run_blue SET role TO run",
        );
        const resets = [
            "DISCARD ALL",
            "RESET ALL",
            "RESET ROLE",
            "SET SESSION AUTHORIZATION DEFAULT",
            "RESET SESSION AUTHORIZATION",
        ];
        await withClient(as("run_blue", "p"), async (client) => {
            for (const reset of resets) {
                await client.query(reset);
                const { rows } = await client.query<{ me: string }>("SELECT current_user::text AS me");
                assert.equal(rows[0].me, "run", reset);
            }
        });
    });

    it("are not made where the server does not take their password in that form", async () => {
        await withClient(as("dba", "p"), async (client) => {
            await tryPasswords(client, "verifier");
            await tryPasswords(client, "plain");
            const left = await client.query("SELECT 1 FROM pg_roles WHERE rolname LIKE 'rotation_trial%'");
            assert.equal(left.rowCount, 0, "nothing stays of the trial");
            const strict = {
                query: (sql: string) =>
                    /SCRAM/.test(sql)
                        ? Promise.reject(
                              Object.assign(new Error("password type is not a plain text"), { code: "28P01" }),
                          )
                        : client.query(sql),
            };
            await assert.rejects(
                tryPasswords(strict as never, "verifier"),
                /takes no SCRAM verifier.*28P01 password type is not a plain text.*credcheck\.encrypted_password_allowed.*passwordForm: "plain"/,
            );
        });
    });
});
