import { CurrentSecrets } from "../credentials/currentSecrets";
import { Session, withClient, withoutSecret } from "../credentials/postgres/connect";
import { dropLogin, forbidLogin, terminateSessions } from "../credentials/postgres/dropLogin";

/** What the engine keeps of it. */
export interface ExitInputs extends Session {
    role: string;
    owner: string;
    generation: number;
    enabled: boolean;
    terminate: boolean;
}

/** Passwords of administrators. */
const latest = new CurrentSecrets();

/** True where the server does not take the password. */
function isRefused(error: unknown): boolean {
    return ["28P01", "28000"].includes((error as { code?: string }).code ?? "");
}

/** Of whom, where, and how it is shown: a password is not sent in a weaker way than it was given for. */
function administratorOf({ host, port, user, sslmode }: ExitInputs): string {
    return JSON.stringify([host, port, user, sslmode]);
}

export function check(_olds: Partial<ExitInputs>, news: ExitInputs) {
    latest.note(administratorOf(news), news.password);
    return { inputs: news };
}

/** Nothing happens when a login comes. */
export function create(inputs: ExitInputs) {
    return { id: inputs.role, outs: inputs };
}

/** Another mint is another login, even where it has the same name. */
export function diff(_id: string, olds: ExitInputs, news: ExitInputs) {
    const replaces = (["role", "generation"] as const).filter((field) => olds[field] !== news[field]);
    const names = Object.keys({ ...olds, ...news }) as (keyof ExitInputs)[];
    const changes = names.filter((name) => !name.startsWith("__")).some((name) => olds[name] !== news[name]);
    return { changes: changes || replaces.length > 0, replaces, deleteBeforeReplace: true };
}

/** It was disabled just before: whoever is still logged in is sent away, where that is wanted. */
export async function update(_id: string, olds: ExitInputs, news: ExitInputs) {
    if (olds.enabled && !news.enabled && news.terminate) {
        await attempt(news, "end the sessions of", () =>
            withClient(news, async (client) => {
                await forbidLogin(client, news.role);
                await terminateSessions(client, news.role);
            }),
        );
    }
    return { outs: news };
}

/** Drops the login; one that is gone already is a success. The package has the name "delete" for itself. */
async function remove(_id: string, state: ExitInputs): Promise<void> {
    await attempt(state, "drop", () =>
        latest.use(administratorOf(state), state.password, isRefused, (password) =>
            dropLogin({ ...state, password }, state.role, state.owner),
        ),
    );
}
export { remove as delete };

async function attempt(inputs: ExitInputs, what: string, run: () => Promise<unknown>): Promise<void> {
    try {
        await run();
    } catch (error) {
        const text = error instanceof Error ? error.message || error.name : String(error);
        const detail = (error as { detail?: string } | null)?.detail; // says what is in the way
        const said = detail === undefined ? text : `${text}: ${detail.replace(/\s*\n\s*/g, "; ")}`;
        const where = `${inputs.host}:${inputs.port}`;
        throw new Error(
            withoutSecret(
                `could not ${what} the login ${JSON.stringify(inputs.role)} at ${where}: ${said}. Run again`,
                inputs.password,
            ),
        );
    }
}
