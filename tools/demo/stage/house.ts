import type { Entry } from "../../../stack/schema";
import type { Aws } from "../../../test/support/aws";
import { type Postgres, startPostgres } from "../../../test/support/postgres";
import { startVault, type Vault } from "../../../test/support/vault";

/** Servers that were begun before the emulator was there. */
interface Early {
    vault?: Promise<Vault>;
    postgres?: Promise<Postgres>;
}

const postgres = (): Promise<Postgres> => startPostgres({ settings: { log_statement: "ddl" } });

const inVault = ({ stores }: Entry): boolean => stores.some(({ vaultKv }) => vaultKv !== undefined);

/** What all credentials share: the emulated AWS, and servers that are started when the first of them asks. */
export class House {
    private vaultStarting?: Promise<Vault>;
    private postgresStarting?: Promise<Postgres>;

    constructor(
        readonly aws: Aws,
        { vault, postgres }: Early = {},
    ) {
        this.vaultStarting = vault;
        this.postgresStarting = postgres;
    }

    /** Begins with the servers that these entries need, so that they come up while the emulator does. */
    static begin(entries: Entry[]): Early {
        const [vaulted, logins] = [entries.some(inVault), entries.some(({ kind }) => kind === "postgres-login")];
        const early = { ...(vaulted ? { vault: startVault() } : {}), ...(logins ? { postgres: postgres() } : {}) };
        for (const one of Object.values(early)) one.catch(() => undefined); // told to whoever asks for the server
        return early;
    }

    /** A real Vault; ends with this process. */
    vault(): Promise<Vault> {
        return (this.vaultStarting ??= startVault());
    }

    /** A real PostgreSQL server whose log tells which roles were made; ends with this process. */
    postgres(): Promise<Postgres> {
        return (this.postgresStarting ??= postgres());
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
