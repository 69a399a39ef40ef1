import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";
import { withClient } from "../../../components/credentials/postgres/connect";
import type { SslMode } from "../../../components/credentials/postgres/fields";
import { engineSuite, type Listed, withProgram, withStack } from "../../support/harness";
import { type Postgres, startPostgres } from "../../support/postgres";
import { selfSigned } from "../../support/tls/certificate";
import { at } from "./support/story";

const ANCHOR = at(0);

engineSuite("PostgreSQL logins over TLS", (suite) => {
    let server: Postgres;
    let folder: string;
    let ca: string;
    const [ours, foreign] = [selfSigned(), selfSigned()];

    before(async () => {
        folder = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "rotation-ca-"));
        ca = path.join(folder, "ca.pem");
        server = await startPostgres({ from: "npm", tls: ours, settings: { log_connections: "on" } });
    });
    after(async () => {
        await server?.close();
        await fs.rm(folder, { recursive: true, force: true });
    });

    /** Logins that were made. */
    const logins = async (): Promise<string[]> => {
        const sql = "SELECT rolname::text AS name FROM pg_roles WHERE rolname ~ '_(blue|green)$' ORDER BY 1";
        return (await server.query<{ name: string }>(sql)).map(({ name }) => name);
    };
    /** Who connected since a place in the log, and whether that was encrypted; the test itself is told by its user. */
    const connected = (from: number): string[] => {
        const lines = server
            .log()
            .slice(from)
            .matchAll(/connection authorized: user=(\S+) .*/g);
        const seen = [...lines].map(
            ([line, user]) => `${user} ${line.includes("SSL enabled") ? "encrypted" : "in clear"}`,
        );
        return [...new Set(seen)].filter((line) => !line.startsWith("postgres ")).sort();
    };
    const administrator = async (user: string): Promise<void> =>
        void (await server.query(`CREATE ROLE ${user} LOGIN CREATEROLE PASSWORD 'Dba'`));

    it("judge a certificate as libpq does", async () => {
        await fs.writeFile(ca, ours.cert);
        const other = path.join(folder, "foreign.pem");
        await fs.writeFile(other, foreign.cert);
        const encrypted = async (sslmode: SslMode, sslrootcert?: string, host = server.host): Promise<boolean> => {
            const session = { ...server, host, database: "postgres", sslmode, sslrootcert };
            return withClient(session, async (client) => {
                const sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
                return (await client.query<{ ssl: boolean }>(sql)).rows[0].ssl;
            });
        };
        assert.equal(await encrypted("disable"), false);
        assert.equal(await encrypted("require"), true);
        assert.equal(await encrypted("verify-full", ca), true);
        assert.equal(await encrypted("verify-ca", ca, "localhost"), true);
        for (const [mode, file, host] of [
            ["verify-full", ca, "localhost"],
            ["verify-full", other],
            ["verify-ca", other],
            ["require", other],
            ["verify-full", undefined],
        ] as const) {
            await assert.rejects(encrypted(mode, file, host), /certificate|self.signed|altnames/i, `${mode} ${file}`);
        }
    });

    it("are refused with a wrong certificate before any change, and share the stack's own provider", async () => {
        await fs.writeFile(ca, foreign.cert);
        await administrator("dba");
        const { aws } = suite;
        const { host, port } = server;
        const reached = { host, port: String(port), username: "dba", sslmode: "verify-full", sslrootcert: ca };
        const password = { secret: "Dba" };
        const entry = (login: string, more: Listed = {}): Listed => ({
            ...{ kind: "postgres-login", name: login, login, database: "postgres", every: "30d", anchor: ANCHOR },
            ...{ stores: [{ ssm: { prefix: `/${login}` } }], connect: { host }, ...more },
        });
        const own = { ...reached, port, password: { config: "rotation:dba" } };
        const credentials = [entry("shared"), entry("shared2"), entry("owned", { server: own })];
        const config = {
            ...Object.fromEntries(Object.entries(reached).map(([name, value]) => [`postgresql:${name}`, value])),
            ...{ "postgresql:superuser": "false", "postgresql:password": password, "rotation:dba": password },
        };
        await withStack({ aws, credentials, now: at(0, 12), config }, async (stack) => {
            const refused = await stack.fails(
                /look at the roles as the administrator at 127\.0\.0\.1:\d+: the server's certificate is not accepted; check server\.sslmode and server\.sslrootcert .*Nothing was changed/,
            );
            assert.deepEqual([refused.mutations, await logins()], [[], []]);
            await fs.writeFile(ca, ours.cert);
            const from = server.log().length;
            await stack.ok();
            assert.deepEqual(await logins(), ["owned_blue", "shared2_blue", "shared_blue"]);
            assert.deepEqual(
                connected(from),
                ["dba", "owned_blue", "shared2_blue", "shared_blue"].map((user) => `${user} encrypted`),
            );
            assert.deepEqual(providersIn(await stack.exportState()), ["default", "owned-server"]);
            await stack.settled();
        });
        assert.deepEqual(await logins(), []);
    });

    it("take the provider that several of them are given, and run as a role whose tables were there before", async () => {
        await fs.writeFile(ca, ours.cert);
        await administrator("dba2");
        await server.query("CREATE ROLE old_app; CREATE TABLE before (n int); ALTER TABLE before OWNER TO old_app");
        await server.query("GRANT old_app TO dba2 WITH ADMIN OPTION");
        const { aws } = suite;
        const program = async (): Promise<void> => {
            const provider = new postgresql.Provider("server", {
                ...{ host: server.host, port: server.port, username: "dba2", password: pulumi.secret("Dba") },
                ...{ sslmode: "verify-full", sslrootcert: ca, superuser: false },
            });
            for (const [login, owner] of [["third", "old_app"], ["fourth"]]) {
                const stores = [new rotation.SsmParameters({ prefix: `/${login}` })];
                const schedule = { every: "30d", anchor: ANCHOR };
                const connect = { host: server.host };
                const args = { login, owner, database: "postgres", connect, stores, rotation: { schedule } };
                new rotation.PostgresLogin(login, args, { provider });
            }
        };
        await withProgram({ aws, program, now: at(0, 12) }, async (stack) => {
            const from = server.log().length;
            const first = await stack.ok();
            assert.deepEqual(await logins(), ["fourth_blue", "third_blue"]);
            assert.ok(!first.steps.some((step) => /-server$/.test(step)), "a login made a provider of its own");
            const rotated = await stack.ok(at(30, 1));
            assert.deepEqual(await logins(), ["fourth_blue", "fourth_green", "third_blue", "third_green"]);
            assert.ok(!rotated.steps.some((step) => /server/.test(step)), rotated.steps.join());
            assert.deepEqual(
                connected(from),
                ["dba2", "fourth_blue", "fourth_green", "third_blue", "third_green"].map((user) => `${user} encrypted`),
            );
            const { endpoint, region, admin: credentials } = aws;
            const client = new SSMClient({ endpoint, region, credentials });
            const command = new GetParameterCommand({ Name: "/third/credential", WithDecryption: true });
            const published = JSON.parse((await client.send(command)).Parameter?.Value ?? "") as Record<string, string>;
            const { url, user, password } = published;
            assert.match(
                url,
                /^postgresql:\/\/third_green:[A-Za-z0-9]{48}@127\.0\.0\.1:\d+\/postgres\?sslmode=verify-full$/,
            );
            await server.query("ALTER TABLE before ADD made_by_green int", [], { user, password });
            assert.deepEqual((await stack.ok()).steps, []);
        });
        assert.deepEqual(await logins(), []);
        const kept = "SELECT tableowner::text AS owner FROM pg_tables WHERE tablename = 'before'";
        assert.deepEqual(await server.query(kept), [{ owner: "old_app" }]);
    });
});

/** Names of the PostgreSQL providers in a state. */
function providersIn(state: string): string[] {
    const { deployment } = JSON.parse(state) as { deployment: { resources: { type: string; urn: string }[] } };
    return deployment.resources
        .filter(({ type }) => type === "pulumi:providers:postgresql")
        .map(({ urn }) => (urn.split("::").pop() ?? "").replace(/^default.*/, "default"))
        .sort();
}
