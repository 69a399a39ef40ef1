import type { Aws } from "../../../test/support/aws";
import { type Postgres, startPostgres } from "../../../test/support/postgres";
import { startVault, type Vault } from "../../../test/support/vault";

/** What all credentials share: the emulated AWS, and servers that are started when the first of them asks. */
export class House {
    private vaultStarting?: Promise<Vault>;
    private postgresStarting?: Promise<Postgres>;

    constructor(readonly aws: Aws) {}

    /** A real Vault; ends with this process. */
    vault(): Promise<Vault> {
        return (this.vaultStarting ??= startVault());
    }

    /** A real PostgreSQL server whose log tells which roles were made; ends with this process. */
    postgres(): Promise<Postgres> {
        return (this.postgresStarting ??= startPostgres({ settings: { log_statement: "ddl" } }));
    }

    /** What the servers wrote so far, by name. */
    async logs(): Promise<Map<string, string>> {
        const started = { Vault: this.vaultStarting, PostgreSQL: this.postgresStarting };
        const logs = new Map<string, string>();
        for (const [name, server] of Object.entries(started)) {
            if (server) logs.set(`the log of ${name}`, (await server).log());
        }
        return logs;
    }

    /** Ends everything that was started. */
    async close(): Promise<void> {
        const [vault, postgres] = await Promise.all([
            this.vaultStarting?.catch(() => undefined),
            this.postgresStarting?.catch(() => undefined),
        ]);
        await Promise.all([vault?.stop(), postgres?.close()]);
        await this.aws.close();
    }
}
