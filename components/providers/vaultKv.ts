import { VaultSettings } from "../clients/vault/vaultSettings";
import { outcomeUnknown, VaultError } from "../clients/vault/errors";
import { describeVaultError } from "../clients/vault/failures";
import {
    deleteAll,
    deleteVersions,
    findLocation,
    KvData,
    KvLocation,
    KvWritten,
    readKv,
    writeKv,
} from "../clients/vault/kv";
import { connectToVault, VaultConnection } from "../clients/vault/settings";
import { decideWrite, isOwn } from "../stores/vaultKv/checkAndSet";
import { versionsThere, withVersion, writerOf, Written } from "../stores/vaultKv/ownership";

/** What the engine keeps of a document before it is written. */
export interface DocumentInputs {
    path: string;
    /** JSON of the VaultSettings. */
    settings: string;
    /** JSON of the KvData. Secret. */
    data: string;
    /** Take over what somebody else wrote there. */
    overwrite: boolean;
    /** Name of the field that tells when it was published. */
    when: string;
    /** Delete every version for good with the stack, in place of ours so that they can be brought back. */
    deleteAllVersions: boolean;
}

/** And afterwards. */
export interface DocumentOutputs extends DocumentInputs {
    place: KvLocation;
    /** Number of the first version that this stack wrote; 0 in KV version 1. */
    first: number;
    /** Number of the last one. */
    version: number;
    /** When each version that this stack wrote came to be, by Vault's clock; missing for those of an older release. */
    written?: Written;
}

let config: (key: string) => string | undefined = () => undefined;

/** The engine hands over the stack's configuration; token and address are looked up in it when they are needed. */
export function configure({ config: given }: { config: { get(key: string): string | undefined } }): void {
    config = (key) => given.get(key);
}

export function check(_olds: Partial<DocumentInputs>, news: DocumentInputs) {
    return { inputs: news };
}

/** Another place is another document; everything else is written where it stands. */
export function diff(_id: string, olds: DocumentOutputs, news: DocumentInputs) {
    const moved = olds.path !== news.path || namespaceOf(olds) !== namespaceOf(news);
    const changed = (["data", "settings", "deleteAllVersions"] as const).some((name) => olds[name] !== news[name]);
    return { changes: moved || changed, replaces: moved ? ["path"] : [], deleteBeforeReplace: false };
}

/** Writes the first version, if nobody else's stands there. */
export async function create(inputs: DocumentInputs) {
    const outs = await write(inputs, undefined);
    return { id: `${outs.place.mount}${outs.place.key}`, outs };
}

/** Writes the next version, if the last one is ours. */
export async function update(_id: string, olds: DocumentOutputs, news: DocumentInputs) {
    return { outs: await write(news, olds) };
}

async function write(inputs: DocumentInputs, olds: DocumentOutputs | undefined): Promise<DocumentOutputs> {
    const { path, overwrite, when } = inputs;
    const data = JSON.parse(inputs.data) as KvData;
    return withVault(inputs, `write ${path}`, async (reach) => {
        const place = await findLocation(reach, path);
        const found = await readKv(reach, place);
        const last = olds && (JSON.parse(olds.data) as KvData);
        const step = decideWrite({ data, last, found, overwrite, when });
        if (step.act === "refuse") throw new Error(overwriteError(path, step.foreign, found.version, olds));
        const made = step.act === "keep" ? found : await swap(reach, place, data, step.cas, path);
        const { version } = made;
        // What an interrupted run wrote is known by what it holds, and from now on by its time too.
        const before = isOwn({ data, last, found, when }) ? withVersion(olds?.written, found).written : olds?.written;
        const written = withVersion(before, made);
        return { ...inputs, place, first: Math.min(olds?.first ?? version, version), version, ...written };
    });
}

/** Writes if the version still stands there that the decision saw. */
async function swap(
    reach: VaultConnection,
    place: KvLocation,
    data: KvData,
    cas: number,
    path: string,
): Promise<KvWritten> {
    try {
        return await writeKv(reach, place, data, cas);
    } catch (error) {
        if (error instanceof VaultError && error.says(/check-and-set parameter did not match/i)) {
            throw new Error(`somebody else wrote to ${path} at the same moment; theirs was left as it is. Run again`);
        }
        if (!outcomeUnknown(error)) throw error;
        const failure = await describeVaultError(error, reach, `write ${path}`);
        throw new Error(`${failure.message}. Whether it was written is not known; the next run looks and goes on`);
    }
}

function overwriteError(path: string, what: "path" | "version", version: number, olds?: DocumentOutputs): string {
    const number = version > 0 ? `version ${version} ` : "what stands there ";
    const told =
        what === "path"
            ? `${path} exists, was not made by this stack and holds something else; it was left as it is. Give the store another path`
            : `${number}of ${path} was written by somebody else${version > 0 ? `, after version ${olds?.version} of this stack` : ""}; it was left as it is. Find out who writes there`;
    return `${told}, or set overwrite: true to take it over`;
}

/** What somebody else deleted is empty, so that the next run writes it anew; what they wrote is judged at that write. */
export async function read(id: string, state: DocumentOutputs) {
    const found = await withVault(state, `read ${state.path}`, (reach) => readKv(reach, state.place));
    return { id, props: found.data === undefined ? { ...state, data: "{}" } : state };
}

/** Takes away what this stack wrote and nothing else. The package has the name "delete" for itself. */
async function remove(_id: string, state: DocumentOutputs): Promise<void> {
    const { place, deleteAllVersions, path } = state;
    await withVault(state, `delete ${path}`, async (reach) => {
        const found = await readKv(reach, place);
        const last = JSON.parse(state.data) as KvData;
        if (place.kvVersion === 1) {
            const step = decideWrite({ data: last, found, overwrite: false, when: state.when });
            if (found.data !== undefined && step.act !== "refuse") await deleteAll(reach, place);
            return;
        }
        const versions = await versionsThere(reach, place, found, state);
        const { ours, others } = writerOf(versions, { ...state, last });
        if (deleteAllVersions && found.version === state.version && others.length === 0) return deleteAll(reach, place);
        if (ours.length > 0) await deleteVersions(reach, place, ours);
    });
}
export { remove as delete };

/** Runs it with a way to Vault; a failure becomes a sentence. */
async function withVault<T>(
    inputs: DocumentInputs,
    doing: string,
    run: (reach: VaultConnection) => Promise<T>,
): Promise<T> {
    let reach: VaultConnection | undefined;
    try {
        reach = connectToVault(JSON.parse(inputs.settings) as VaultSettings, { config, env: process.env });
        return await run(reach);
    } catch (error) {
        if (error instanceof VaultError) throw await describeVaultError(error, reach, doing);
        throw error;
    }
}

function namespaceOf({ settings }: DocumentInputs): string | undefined {
    return (JSON.parse(settings) as VaultSettings).namespace;
}
