import type { Client } from "pg";
import { verify, systemClock, Probe } from "../shared/verification";
import { Session, withClient, withoutSecret } from "../credentials/postgres/connect";
import { Target } from "../credentials/postgres/fields";
import { quoted } from "../credentials/postgres/names";
import { probeLogin } from "../credentials/postgres/probe";
import { setVerifier } from "../credentials/postgres/setVerifier";

/** What the engine keeps of it. */
export interface PasswordInputs extends Session {
    role: string;
    generation: number;
    newPassword: string;
    verifier: string;
    target: string;
    check?: string;
    deadlineMs: number;
}

/** Sets the first password: on a role that exists, or on one that is made for it. */
export async function create(inputs: PasswordInputs) {
    await attempt(inputs, () =>
        withClient(inputs, async (client) => {
            const before = await passwordBefore(client, inputs.role);
            if (before.exists) return change(client, inputs, before.verifier);
            await client.query(`CREATE ROLE ${quoted(inputs.role)} LOGIN PASSWORD '${inputs.verifier}'`);
            const answer = await tried(inputs);
            if (answer.state === "alive") return;
            await client.query(`DROP ROLE ${quoted(inputs.role)}`);
            throw new Error(`${sentence(answer)}; the role was removed again`);
        }),
    );
    return { id: inputs.role, outs: inputs };
}

/** Another role is another resource; how it is tried says nothing about what was set. */
export function diff(_id: string, olds: PasswordInputs, news: PasswordInputs) {
    const names = Object.keys({ ...olds, ...news }) as (keyof PasswordInputs)[];
    const changes = names.filter((name) => !name.startsWith("__")).some((name) => olds[name] !== news[name]);
    return { changes, replaces: olds.role === news.role ? [] : ["role"] };
}

/** Sets the next password. Where it does not work, the one before it is set again, before anything else happens. */
export async function update(_id: string, olds: PasswordInputs, news: PasswordInputs) {
    if (olds.verifier !== news.verifier) {
        await attempt(news, () => withClient(news, (client) => change(client, news, olds.verifier)));
    }
    return { outs: news };
}

/** The role stays with its password, for what it owns is the application's. The package has the name "delete" for itself. */
async function remove(): Promise<void> {}
export { remove as delete };

async function change(client: Client, inputs: PasswordInputs, before: string | undefined): Promise<void> {
    await setVerifier(client, inputs.role, inputs.verifier);
    const answer = await tried(inputs);
    if (answer.state === "alive") return;
    if (before === undefined) {
        throw new Error(
            `${sentence(answer)}; the password that stood there before could not be read, so it was not set again, and ` +
                `consumers that connect anew fail until this is mended. Run again`,
        );
    }
    await setVerifier(client, inputs.role, before);
    throw new Error(
        `${sentence(answer)}; the password that worked before was set again, and nothing was published. Run again`,
    );
}

function tried(inputs: PasswordInputs): Promise<Probe> {
    const target = JSON.parse(inputs.target) as Target;
    const limits = { deadlineMs: inputs.deadlineMs, successes: 1 };
    const fields = { user: inputs.role, password: inputs.newPassword };
    return verify(() => probeLogin(fields, { target, runsAs: inputs.role, check: inputs.check }), limits, systemClock);
}

function sentence(answer: Probe): string {
    return `the new password does not work (${answer.state === "alive" ? "" : answer.detail})`;
}

/** Only a superuser can read what stands there; it is needed where the state does not hold it. */
async function passwordBefore(client: Client, role: string): Promise<{ exists: boolean; verifier?: string }> {
    const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
    if (rowCount === 0) return { exists: false };
    const allowed = "SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS may";
    if (!(await client.query<{ may: boolean }>(allowed)).rows[0].may) return { exists: true };
    const sql = "SELECT rolpassword FROM pg_authid WHERE rolname = $1";
    const found = (await client.query<{ rolpassword: string | null }>(sql, [role])).rows[0];
    return { exists: true, verifier: found?.rolpassword ?? undefined };
}

async function attempt(inputs: PasswordInputs, run: () => Promise<unknown>): Promise<void> {
    try {
        await run();
    } catch (error) {
        const said = error instanceof Error ? error.message || error.name : String(error);
        const clean = [inputs.password, inputs.newPassword, inputs.verifier].reduce(withoutSecret, said);
        throw new Error(
            `could not set the password of ${JSON.stringify(inputs.role)} at ${inputs.host}:${inputs.port}: ${clean}`,
        );
    }
}
