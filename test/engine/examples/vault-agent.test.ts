import assert from "node:assert/strict";
import { engineSuite } from "../../support/harness";
import { type Postgres, startPostgres } from "../../support/postgres";
import { needVault, startVault, type Vault } from "../../support/vault";
import { play } from "./support/example";

const PASSWORD = "admin-of-the-example";

engineSuite("examples/vault-agent", (suite) => {
    let vault: Vault;
    let postgres: Postgres;
    before(async function () {
        vault = await startVault(needVault(this));
        postgres = await startPostgres();
        for (const statement of [
            "CREATE DATABASE myapp",
            "CREATE ROLE myapp_owner",
            `CREATE ROLE vault_admin LOGIN CREATEROLE PASSWORD '${PASSWORD}'`,
            "GRANT myapp_owner TO vault_admin WITH ADMIN OPTION",
        ])
            await postgres.query(statement);
    });
    after(() => Promise.all([vault?.stop(), postgres?.close()]));

    it("keeps a value, says how an agent is configured, and lets Vault make logins", async () => {
        const own = {
            databaseHost: postgres.host,
            databasePort: String(postgres.port),
            databaseSslMode: "disable",
            databasePassword: { secret: PASSWORD },
        };
        const config = Object.fromEntries(
            Object.entries(own).map(([key, value]) => [`rotation-example-vault-agent:${key}`, value]),
        );
        await play(suite, "vault-agent", {
            config: { ...config, "vault:address": vault.address, "vault:token": { secret: vault.rootToken } },
            days: 8,
            made: async (_, stack) => {
                const { agentConfig, credentialsPath } = await stack.outputs();
                assert.match(String(agentConfig), /\/run\/secrets\/api_key/);
                const login = (await vault.call("GET", String(credentialsPath))).data as Record<string, string>;
                const as = { user: login.username, password: login.password, database: "myapp" };
                assert.deepEqual(await postgres.query("SELECT 1 AS one", [], as), [{ one: 1 }]);
                // Vault does not let go of an engine whose logins it cannot take back once the connection is gone.
                await vault.call("PUT", `sys/leases/revoke-prefix/${String(credentialsPath)}`);
            },
            rotated: async () => assert.equal(String((await vault.kv("myapp/api_key"))?.generation), "2"),
        });
    });
});
