import { isRefused } from "../clients/http/errors";
import { CurrentSecrets } from "../credentials/currentSecrets";
import { deleteSecret, GitHubPlace, publicKeyOf, updatedAt, writeSecret } from "../stores/githubActions/api";
import { seal } from "../stores/githubActions/seal";

/** What the engine keeps of a secret before it is written. */
export interface ActionsSecretInputs extends GitHubPlace {
    name: string;
    /** Secret. */
    value: string;
    /** JSON of what an organization's secret has beside. */
    more?: string;
    /** Write over one that somebody else made. */
    overwrite: boolean;
}

/** And afterwards. */
export interface ActionsSecretOutputs extends ActionsSecretInputs {
    updatedAt: string;
}

/** Tokens, by where they write. */
const latest = new CurrentSecrets();

export function check(_olds: Partial<ActionsSecretInputs>, news: ActionsSecretInputs) {
    latest.note(`${news.endpoint}${news.path}`, news.token);
    return { inputs: news };
}

/** Another place or name is another secret; everything else is written over. */
export function diff(_id: string, olds: ActionsSecretOutputs, news: ActionsSecretInputs) {
    const replaces = (["endpoint", "path", "name"] as const).filter((name) => olds[name] !== news[name]);
    const changes =
        replaces.length > 0 || (["value", "more", "token"] as const).some((name) => olds[name] !== news[name]);
    return { changes, replaces, deleteBeforeReplace: false };
}

export async function create(inputs: ActionsSecretInputs) {
    const { name, overwrite, path } = inputs;
    if (!overwrite && (await updatedAt(inputs, name)) !== undefined) {
        throw new Error(
            `${name} exists in GitHub (${path}) and was not made here; it was left as it is. Give the field another name in ` +
                `names, or set overwrite: true to take it over`,
        );
    }
    return { id: `${path}/${name}`, outs: await write(inputs) };
}

export async function update(_id: string, olds: ActionsSecretOutputs, news: ActionsSecretInputs) {
    const isSame = (["value", "more"] as const).every((name) => olds[name] === news[name]);
    return { outs: isSame ? { ...news, updatedAt: olds.updatedAt } : await write(news) };
}

/** What somebody deleted or wrote over is empty here, so that the next run writes it anew. */
export async function read(id: string, state: ActionsSecretOutputs) {
    const at = await updatedAt(state, state.name);
    return { id, props: at === state.updatedAt ? state : { ...state, value: "" } };
}

/** The package has the name "delete" for itself. */
async function remove(_id: string, state: ActionsSecretOutputs): Promise<void> {
    await latest.use(`${state.endpoint}${state.path}`, state.token, isRefused, (token = "") =>
        deleteSecret({ ...state, token }, state.name),
    );
}
export { remove as delete };

async function write(inputs: ActionsSecretInputs): Promise<ActionsSecretOutputs> {
    const { name, value, more } = inputs;
    const key = await publicKeyOf(inputs);
    const sealed = { encrypted_value: await seal(value, key.key), key_id: key.id };
    await writeSecret(inputs, name, { ...sealed, ...(more ? (JSON.parse(more) as object) : {}) });
    const at = await updatedAt(inputs, name);
    if (at !== undefined) return { ...inputs, updatedAt: at };
    throw new Error(
        `${name} in GitHub (${inputs.path}) was written and is not there: somebody else deleted it. Run again`,
    );
}
