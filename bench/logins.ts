import * as path from "node:path";
import { Client } from "pg";
import { startAws } from "../test/support/aws";
import { type Consumer, startConsumer } from "../test/support/consumer";
import { type Postgres, startPostgres } from "../test/support/postgres";
import { startVault, type Vault } from "../test/support/vault";
import { rotateAll } from "./compare";
import { measure } from "./process";
import { Project } from "./project";

/** Both ways of rotating so many logins of a PostgreSQL that are published to Vault. */
export interface LoginFigures {
    credentials: number;
    scriptSeconds: number;
    /** Logins that a service of the first of them was refused meanwhile, and how many it made. */
    scriptRefused: number;
    scriptLogins: number;
    oursSeconds: number;
    oursRefused: number;
    oursLogins: number;
}

interface Servers {
    postgres: Postgres;
    vault: Vault;
}

type Document = { user: string; password: string };

/** Replaces so many passwords one after the other with the runbook's script, and rotates all of them in one `up`. */
export async function againstLoginScript(credentials: number): Promise<LoginFigures> {
    const script = await withServers((servers) => byScript(servers, credentials));
    const ours = await withServers((servers) => byPackage(servers, credentials));
    return {
        credentials,
        ...{ scriptSeconds: script.seconds, scriptRefused: script.refused, scriptLogins: script.logins },
        ...{ oursSeconds: ours.seconds, oursRefused: ours.refused, oursLogins: ours.logins },
    };
}

async function withServers<T>(use: (servers: Servers) => Promise<T>): Promise<T> {
    const postgres = await startPostgres();
    const vault = await startVault().catch(async (error) => {
        await postgres.close();
        throw error;
    });
    try {
        return await use({ postgres, vault });
    } finally {
        await vault.stop();
        await postgres.close();
    }
}

async function byScript({ postgres, vault }: Servers, credentials: number) {
    const names = Array.from({ length: credentials }, (_, i) => `login${i}`);
    for (const name of names) {
        await postgres.query(`CREATE ROLE ${name} LOGIN PASSWORD 'first'`);
        await vault.call("POST", `secret/data/${name}`, { data: { user: name, password: "first" } });
    }
    const { host, port, user, password } = postgres;
    const env = {
        ...{ PATH: process.env.PATH, VAULT_ADDR: vault.address, VAULT_TOKEN: vault.rootToken },
        ...{ PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password },
    };
    return served({ postgres, vault }, async () => {
        let seconds = 0;
        for (const name of names) {
            const args = [path.join(__dirname, "guide", "login.mjs"), name, name];
            const ran = await measure("node", args, __dirname, env);
            if (ran.code !== 0) throw new Error(`the runbook's script failed:\n${ran.output}`);
            seconds += ran.seconds;
        }
        return seconds;
    });
}

async function byPackage({ postgres, vault }: Servers, credentials: number) {
    const aws = await startAws({ python: process.env.MOTO_PYTHON ?? "python3", now: () => new Date("2030-01-10") });
    const project = new Project("logins", credentials, aws, {
        more: {
            ...{ "postgresql:host": postgres.host, "postgresql:port": postgres.port, "postgresql:sslmode": "disable" },
            ...{ "postgresql:username": postgres.user, "postgresql:password": postgres.password },
            ...{ "postgresql:database": "postgres", "vault:address": vault.address, "vault:token": vault.rootToken },
        },
    });
    try {
        await project.create();
        const first = await project.pulumi("up", "--yes");
        if (first.code !== 0) throw new Error(`first up failed:\n${first.output.slice(-4000)}`);
        return await served({ postgres, vault }, async () => {
            return (await rotateAll(project, aws, () => undefined)).rotateAllSeconds;
        });
    } finally {
        project.remove();
        await aws.close();
    }
}

/** Does it while a service reads the first login from Vault and connects, again and again. */
async function served({ postgres, vault }: Servers, rotate: () => Promise<number>) {
    const { host, port } = postgres;
    const consumer: Consumer = startConsumer<Document>({
        read: async () => (await vault.kv("login0")) as Document | undefined,
        async login({ user, password }) {
            const client = new Client({ host, port, user, password, database: "postgres" });
            await client.connect();
            await client.end();
        },
        idOf: ({ user, password }) => `${user} ${password.slice(-4)}`,
        secretOf: ({ password }) => password,
        everyMs: 5,
    });
    try {
        await consumer.attempts(5);
        const seconds = await rotate();
        await consumer.attempts(5);
        const { logins, failedLogins } = consumer.stats();
        return { seconds, logins, refused: failedLogins };
    } finally {
        await consumer.stop();
    }
}
