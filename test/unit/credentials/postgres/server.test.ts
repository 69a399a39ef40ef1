import assert from "node:assert/strict";
import { AlternatingUsersKind } from "../../../../components/credentials/postgres/alternatingUsers";
import { LoginKindArgs } from "../../../../components/credentials/postgres/loginOptions";
import { dropLogin } from "../../../../components/credentials/postgres/dropLogin";
import { roleNames } from "../../../../components/credentials/postgres/names";
import { PostgresServerArgs, serverOf } from "../../../../components/credentials/postgres/server";
import { SingleUserKind } from "../../../../components/credentials/postgres/singleUser";
import { scramVerifier } from "../../../../components/credentials/postgres/scram";
import { type Postgres, startPostgres } from "../../../support/postgres";

describe("PostgreSQL logins on a server", function () {
    this.timeout(120_000);
    let server: Postgres;

    before(async () => {
        server = await startPostgres({ from: "npm" });
        await server.query(
            "CREATE ROLE plain LOGIN PASSWORD 'p'; CREATE ROLE dba LOGIN CREATEROLE PASSWORD 'p'; CREATE ROLE foreign_one",
        );
    });
    after(() => server?.close());

    function args(more: Partial<PostgresServerArgs> = {}): LoginKindArgs {
        const { host, port, user: username, password } = server;
        const given = { host, port, username, password, sslmode: "disable" as const, ...more };
        return {
            ...{ server: serverOf(given, undefined), ownProvider: true, database: "postgres", connect: { host } },
            ...{ adopt: false, passwordLength: 48, terminateSessions: false, deadlineMs: 1000 },
        };
    }

    const alternating = (login: string, more?: Partial<PostgresServerArgs>, given = false) =>
        new AlternatingUsersKind(args(more), roleNames("c", login), given);

    // Holds 40; incidents 20.
    it("are refused before any change when the administrator could not make them", async () => {
        const refused = (login: string, more: Partial<PostgresServerArgs>, why: RegExp) =>
            assert.rejects(alternating(login, more).listCredentials(), why);
        await refused("postgres", {}, /"postgres" is itself a role that is rotated/);
        await refused("x", { username: "plain", password: "p" }, /"plain" may not make roles/);
        await refused(
            "foreign_one",
            { username: "dba", password: "p" },
            /GRANT "foreign_one" TO "dba" WITH ADMIN OPTION. Nothing was changed/,
        );
        await refused("x", { password: "wrong-one" }, /does not accept the administrator; check server\.username/);
        await refused("x", { port: 1 }, /the server could not be reached; check the network and server\.host/);
        await refused("x", { sslmode: "require" }, /speaks no TLS; set server\.sslmode: "disable"/);
        await refused("x", { sslmode: "prefer" as "require" }, /server\.sslmode: "prefer"; expected one of disable/);
        await refused("x", { database: "none" }, /there is no such database/);
        await assert.rejects(
            alternating("x", { password: "wrong-one" }).listCredentials(),
            (error: Error) => !error.message.includes("wrong-one"),
        );
    });

    it("find roles in their way, which they leave alone", async () => {
        const owned = alternating("foreign_one");
        assert.deepEqual(await owned.listCredentials(), []);
        assert.match(
            owned.firstIssueBlocker() ?? "",
            /a role "foreign_one" exists and was not made here.*set adopt: true/,
        );
        const given = alternating("foreign_one", {}, true);
        await given.listCredentials();
        assert.equal(given.firstIssueBlocker(), undefined);
        const lacking = alternating("nobody", {}, true);
        await lacking.listCredentials();
        assert.match(lacking.firstIssueBlocker() ?? "", /there is no role "nobody" that could be taken over/);
        await server.query("CREATE ROLE taken_green LOGIN");
        const taken = alternating("taken");
        assert.deepEqual(
            (await taken.listCredentials())?.map(({ id, slot, active }) => [id.replace(/\d+$/, ""), slot, active]),
            [["taken_green/", "green", true]],
        );
        assert.match(taken.firstIssueBlocker() ?? "", /a role "taken_green" exists/);
        const single = new SingleUserKind(args(), "foreign_one");
        await single.listCredentials();
        assert.match(single.firstIssueBlocker() ?? "", /To have its password replaced, set adopt: true/);
    });

    it("know their sessions and what was granted to them directly", async () => {
        await server.query("CREATE ROLE busy; CREATE ROLE busy_blue LOGIN PASSWORD 'p'; CREATE TABLE t (n int)");
        await server.query("GRANT SELECT ON t TO busy_blue");
        const [found] = (await alternating("busy").listCredentials()) ?? [];
        assert.match(found.inUse ?? "", /granted privileges in postgres directly, which its successor lacks/);
    });

    it("are dropped without anything that they own, in any database", async () => {
        const session = { ...server, database: "postgres", sslmode: "disable" as const };
        await server.query("CREATE DATABASE other");
        await server.query(
            "CREATE ROLE boss; CREATE ROLE gone LOGIN; CREATE TABLE mine (n int); ALTER TABLE mine OWNER TO gone",
        );
        await server.query("CREATE TABLE far (n int); ALTER TABLE far OWNER TO gone", [], { database: "other" });
        await dropLogin(session, "gone", "boss");
        await dropLogin(session, "gone", "boss");
        const owner = "SELECT tableowner::text AS owner FROM pg_tables WHERE tablename IN ('mine', 'far')";
        assert.deepEqual(await server.query(owner), [{ owner: "boss" }]);
        assert.deepEqual(await server.query(owner, [], { database: "other" }), [{ owner: "boss" }]);
        await assert.rejects(dropLogin(session, "busy_blue", "busy"), /granted privileges in postgres directly/);
        assert.deepEqual(await server.query("SELECT rolcanlogin AS login FROM pg_roles WHERE rolname = 'busy_blue'"), [
            { login: false },
        ]);
    });

    // Holds 39.
    it("log in with a password of which the server only knows the verifier", async () => {
        const salt = Buffer.alloc(16, 7).toString("base64");
        await server.query(`CREATE ROLE solo LOGIN PASSWORD '${scramVerifier("Right1", salt)}'`);
        const kind = new SingleUserKind(args(), "solo");
        const probe = (password: string) => kind.probe({ user: "solo", password });
        assert.deepEqual(await probe("Right1"), { state: "alive" });
        assert.equal((await probe("Wrong1")).state, "dead");
        await server.query("ALTER ROLE solo SET role TO 'pg_monitor'; GRANT pg_monitor TO solo");
        assert.match(
            JSON.stringify(await probe("Right1")),
            /it is solo running as pg_monitor, expected solo running as solo/,
        );
    });
});
