import { KubernetesError } from "../clients/kubernetes/failures";
import { SecretPlace, SecretsClient, secretsClient } from "../clients/kubernetes/secrets";
import { ClusterSettings } from "../clients/kubernetes/settings";
import { CurrentSecrets } from "../credentials/currentSecrets";
import { isAllOurs, whyNotOurs } from "../stores/kubernetesSecret/ownership";

/** What the engine keeps of a Secret before it is written. */
export interface SecretInputs extends SecretPlace {
    type: string;
    /** JSON of the labels. */
    labels?: string;
    /** JSON of the ClusterSettings. */
    settings: string;
    /** Secret. */
    kubeconfig?: string;
    /** JSON of the keys with their values. Secret. */
    data: string;
    /** Take over what somebody else has there. */
    overwrite: boolean;
}

/** And afterwards. */
export interface SecretOutputs extends SecretInputs {
    /** Tells the object from another one that somebody makes under its name. */
    uid: string;
}

/** Kubeconfigs, by where they lead. */
const latest = new CurrentSecrets();

export function check(_olds: Partial<SecretInputs>, news: SecretInputs) {
    if (news.kubeconfig !== undefined) latest.note(whose(news), news.kubeconfig);
    return { inputs: news };
}

/** Another place or type is another object; everything else is applied where it stands. */
export function diff(_id: string, olds: SecretOutputs, news: SecretInputs) {
    const replaces = (["namespace", "name", "type"] as const).filter((name) => olds[name] !== news[name]);
    const compared = ["data", "labels", "settings", "kubeconfig", "overwrite"] as const;
    const changes = replaces.length > 0 || compared.some((name) => olds[name] !== news[name]);
    return { changes, replaces, deleteBeforeReplace: replaces.includes("type") };
}

export async function create(inputs: SecretInputs) {
    const outs = await write(inputs, undefined);
    return { id: `${inputs.namespace}/${inputs.name}`, outs };
}

export async function update(_id: string, olds: SecretOutputs, news: SecretInputs) {
    return { outs: await write(news, olds) };
}

/** What somebody else deleted is empty, so that the next run writes it anew. */
export async function read(id: string, state: SecretOutputs) {
    const found = await (await clientOf(state)).read(state);
    return { id, props: found === undefined ? { ...state, data: "{}" } : state };
}

/** Takes away what this stack wrote, and leaves the keys that others have. The package has the name "delete" for itself. */
async function remove(_id: string, state: SecretOutputs): Promise<void> {
    const isRefused = (error: unknown): boolean =>
        error instanceof KubernetesError && [401, 403].includes(error.status ?? 0);
    const run = async (kubeconfig: string | undefined): Promise<void> => {
        const client = await clientOf({ ...state, kubeconfig });
        const found = await client.read(state);
        if (found === undefined || found.uid !== state.uid || !found.isOurs) return;
        if (isAllOurs(found)) return client.remove(state, found.uid);
        await client.apply(state, { type: state.type, data: {} }, false);
    };
    if (state.kubeconfig === undefined) return run(undefined);
    await latest.use(whose(state), state.kubeconfig, isRefused, (kubeconfig) => run(kubeconfig));
}
export { remove as delete };

async function write(inputs: SecretInputs, olds: SecretOutputs | undefined): Promise<SecretOutputs> {
    const { overwrite, type, labels } = inputs;
    const where = `the Secret ${inputs.namespace}/${inputs.name}`;
    const client = await clientOf(inputs);
    const found = await client.read(inputs);
    const why = whyNotOurs(found, overwrite || (olds !== undefined && found?.uid === olds.uid));
    if (why !== undefined) throw new Error(`${where} ${why}`);
    const content = {
        type,
        data: JSON.parse(inputs.data) as Record<string, string>,
        ...(labels ? { labels: JSON.parse(labels) as Record<string, string> } : {}),
    };
    try {
        await client.apply(inputs, content, overwrite);
    } catch (error) {
        if (!(error instanceof KubernetesError) || error.status !== 409) throw error;
        throw new Error(
            `${where}: somebody else has fields of it that are to be written (${error.message}); nothing was changed. Let them ` +
                `go there, or set overwrite: true to take them over`,
        );
    }
    const uid = (await client.read(inputs))?.uid;
    if (uid === undefined)
        throw new Error(`${where} was deleted by somebody else just after it was written; run again`);
    return { ...inputs, uid };
}

function clientOf({ settings, kubeconfig }: SecretInputs): Promise<SecretsClient> {
    return secretsClient({ settings: JSON.parse(settings) as ClusterSettings, secret: kubeconfig });
}

function whose({ namespace, name, settings }: SecretInputs): string {
    return JSON.stringify([namespace, name, settings]);
}
