import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as rotation from "pulumi-credential-rotation";
import { engineSuite, withProgram } from "../../support/harness";
import { type Postgres, startPostgres } from "../../support/postgres";
import { needVault, startAgent, startVault, type Vault } from "../../support/vault";
import { leaksIn } from "../support/leaks";
import { ANCHOR, at } from "../support/story";
import { until } from "./support/until";

const admin = { user: "vault_admin", password: "admin-of-the-test" };
const unchanged = { user: "reporting", password: "before-vault" };
const scheduled = { user: "nightly", password: "before-vault-too" };

engineSuite("Vault's own logins, and an agent, set up by a program", (suite) => {
    let vault: Vault;
    let postgres: Postgres;
    let folder: string;
    before(async function () {
        vault = await startVault(needVault(this));
        postgres = await startPostgres();
        folder = await fs.mkdtemp(path.join(await fs.realpath(tmpdir()), "rotation-agent-"));
        for (const statement of [
            `CREATE ROLE "app owner"`,
            `CREATE TABLE kept (id int)`,
            `ALTER TABLE kept OWNER TO "app owner"`,
            `GRANT CREATE ON SCHEMA public TO "app owner"`,
            `CREATE ROLE ${admin.user} LOGIN CREATEROLE PASSWORD '${admin.password}'`,
            `CREATE ROLE ${unchanged.user} LOGIN PASSWORD '${unchanged.password}'`,
            `CREATE ROLE ${scheduled.user} LOGIN PASSWORD '${scheduled.password}'`,
            `GRANT "app owner", ${unchanged.user}, ${scheduled.user} TO ${admin.user} WITH ADMIN OPTION`,
        ])
            await postgres.query(statement);
    });
    after(async () => {
        await Promise.all([vault?.stop(), postgres?.close()]);
        if (folder) await fs.rm(folder, { recursive: true, force: true });
    });

    it("gives a login to who asks and takes it back, changes a password at once, and passes a rotation on", async () => {
        const file = path.join(folder, "api_key");
        const stores = [new rotation.VaultKv({ path: "secret/app/api_key" })];
        let cron = { schedule: "* * * * *", window: "1h" };
        const program = async (): Promise<Record<string, unknown>> => {
            const schedule = { every: "30d", anchor: ANCHOR };
            const key = new rotation.StaticSecret("api-key", { rotation: { schedule }, stores });
            const agent = new rotation.VaultAgentConfig("agent", {
                address: vault.address,
                login: { tokenFile: { path: path.join(folder, "token") } },
                templates: [
                    {
                        secret: { path: "secret/app/api_key", field: "value" },
                        destination: file,
                        exec: { command: ["/bin/sh", "-c", 'echo reload >> "$1"', "sh", `${file}.reloads`] },
                    },
                ],
                renderInterval: "1s",
                credentials: [key],
            });
            const connection = new rotation.VaultDatabaseConnection("main", {
                host: postgres.host,
                port: postgres.port,
                ...admin,
                sslMode: "disable",
                roles: ["app", "reporting", "nightly"],
            });
            const app = new rotation.VaultDatabaseRole("app", { connection, memberOf: "app owner", ttl: "10m" });
            const { username } = { username: unchanged.user };
            const fixed = new rotation.VaultStaticRole("reporting", {
                connection,
                username,
                rotation: { period: "1d" },
            });
            new rotation.VaultStaticRole("nightly", { connection, username: scheduled.user, rotation: cron });
            return { text: agent.text, policy: agent.policy, app: app.credentialsPath, fixed: fixed.credentialsPath };
        };
        const databases = [{ connection: "main", roles: ["app"], staticRoles: ["reporting", "nightly"] }];
        const token = await vault.tokenWith("rotator", rotation.vaultRotatorPolicy({ stores, databases }));
        const config = {
            "vault:address": vault.address,
            "vault:token": { secret: token },
        };
        await withProgram({ aws: suite.aws, program, now: at(0, 1), config }, async (stack) => {
            const made = await stack.ok();
            const outputs = Object.fromEntries(
                Object.entries(await stack.outputs()).map(([name, { value }]) => [name, value as string]),
            );
            await dynamic(outputs.app, token);
            await fixed(outputs.fixed);
            assert.deepEqual(await timing("reporting"), [86_400, undefined, undefined]);
            assert.deepEqual(await timing("nightly"), [undefined, "* * * * *", 3600]);
            const before = await passwordNow("database/static-creds/nightly");

            const read = async (name: string): Promise<string> => fs.readFile(name, "utf8").catch(() => "");
            const published = async (): Promise<string> => (await vault.kv("app/api_key"))?.value as string;
            const own = await vault.tokenWith("agent", outputs.policy);
            await fs.writeFile(path.join(folder, "token"), own, { mode: 0o600 });
            const agent = await startAgent(vault.program, folder, outputs.text);
            try {
                const first = await published();
                await until(async () => (await read(file)) === first, agent.said);
                await until(async () => (await read(`${file}.reloads`)) === "reload\n", agent.said);
                const rotated = await stack.ok(at(30));
                const second = await published();
                assert.notEqual(second, first);
                await until(async () => (await read(`${file}.reloads`)) === "reload\nreload\n", agent.said);
                assert.equal(await read(file), second);
                assert.equal((await fs.stat(file)).mode & 0o777, 0o600);
                assert.equal((await vault.kv("app/api_key"))?.previous, first, "the older value is not valid any more");
                const written = {
                    agent: agent.said(),
                    vault: vault.log(),
                    text: outputs.text,
                    runs: made.text + rotated.text,
                };
                assert.deepEqual(leaksIn(new Map(Object.entries(written)), [first, second, own, token]), []);
            } finally {
                await agent.stop();
            }
            const again = await stack.preview();
            assert.deepEqual([again.error, again.steps], [undefined, []]);

            const changed = async (): Promise<boolean> =>
                (await passwordNow("database/static-creds/nightly")) !== before;
            await until(changed, () => vault.log(), 75_000);
            await assert.rejects(postgres.query("SELECT 1", [], { user: scheduled.user, password: before }));
            cron = { schedule: "0 3 1 * *", window: "2h" };
            await stack.ok();
            assert.deepEqual(await timing("nightly"), [undefined, "0 3 1 * *", 7200]);
            const password = await passwordNow("database/static-creds/nightly");
            await postgres.query("SELECT 1", [], { user: scheduled.user, password });
            await vault.call("GET", outputs.app); // nobody gives this one back
        });
        await assert.rejects(vault.call("GET", "database/config/main"), { status: 404 });
        const left = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%'";
        assert.deepEqual(await postgres.query(left), [], "a login outlived the engine that made it");
    });

    /** A login appears on demand, and is gone with its lease. */
    async function dynamic(credentialsPath: string, rotator: string): Promise<void> {
        assert.equal(credentialsPath, "database/creds/app");
        await assert.rejects(vault.call("GET", credentialsPath, undefined, rotator), { status: 403 });
        const reader = await vault.tokenWith("reader", `path "${credentialsPath}" { capabilities = ["read"] }`);
        const { data, lease_id, lease_duration } = await vault.call("GET", credentialsPath, undefined, reader);
        assert.equal(lease_duration, 600);
        const login = { user: data.username as string, password: data.password as string };
        const who = "SELECT session_user AS session, current_user AS current";
        assert.deepEqual(await postgres.query(who, [], login), [{ session: login.user, current: "app owner" }]);
        await postgres.query("CREATE TABLE made_by_a_login (id int)", [], login);
        await postgres.query("SELECT * FROM kept", [], login);
        await vault.call("PUT", "sys/leases/revoke", { lease_id, sync: true });
        await assert.rejects(postgres.query("SELECT 1", [], login), /password authentication failed/);
        assert.deepEqual(await postgres.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [login.user]), []);
        await postgres.query("DROP TABLE made_by_a_login");
    }

    /** The password is another one as soon as the role is made, and the older one is gone: there is no overlap. */
    async function fixed(credentialsPath: string): Promise<void> {
        assert.equal(credentialsPath, "database/static-creds/reporting");
        await assert.rejects(postgres.query("SELECT 1", [], unchanged), /password authentication failed/);
        const before = await passwordNow(credentialsPath);
        await postgres.query("SELECT 1", [], { user: unchanged.user, password: before });
        await vault.call("POST", "database/rotate-role/reporting");
        const after = await passwordNow(credentialsPath);
        await postgres.query("SELECT 1", [], { user: unchanged.user, password: after });
        await assert.rejects(postgres.query("SELECT 1", [], { user: unchanged.user, password: before }));
    }

    /** When Vault changes a password: seconds, or a cron expression and its window. */
    async function timing(role: string): Promise<unknown[]> {
        const { data } = await vault.call("GET", `database/static-roles/${role}`);
        return [data.rotation_period, data.rotation_schedule, data.rotation_window];
    }

    async function passwordNow(credentialsPath: string): Promise<string> {
        return (await vault.call("GET", credentialsPath)).data.password as string;
    }
});
