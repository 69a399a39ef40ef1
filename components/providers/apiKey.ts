import { strayed } from "../decision/owner";
import { CurrentSecrets } from "../credentials/currentSecrets";
import { Access } from "../credentials/apiKey/vendor";
import { isRefused, VendorError } from "../clients/http/errors";
import { describeVendorError } from "../credentials/apiKey/failures";
import { beginningOf } from "../credentials/apiKey/names";
import { findVendor } from "../credentials/apiKey/vendors";
import { ownerOf } from "../credentials/apiKey/whose";

/** What the engine keeps of a key before it is made. */
interface Inputs {
    vendor: string;
    /** JSON of the vendor's settings. */
    settings: string;
    management: string;
    keyName: string;
    /** States of older versions have none. */
    prefix?: string;
    generation: number;
    twin?: string;
    expiresOn?: string;
    adopted?: string;
    adoptedName?: string;
    adoptedKey?: string;
}

/** And afterwards. */
interface Outputs extends Inputs {
    keyId: string;
    key: string;
}

/** What a key was made with; a later run that asks for something else changes nothing of the key that stands. */
const CREATION_INPUTS = ["keyName", "twin", "expiresOn", "adoptedName"] as const;

/** What may change while the key stays. */
const CONNECTION_INPUTS = ["settings", "management"] as const;

/** What the engine hands on in a preview for what is not known yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Management keys, by whose they are. */
const latest = new CurrentSecrets();

/**
 * Where the key is shown, and how the names of the credential's keys begin: another credential may be one of another
 * account. What answered at an older address, or another vendor, is never shown the key of today by refusing that of yesterday.
 */
function whose({ vendor, settings, prefix, keyName }: Inputs): string {
    const { endpoint } = JSON.parse(settings) as { endpoint?: string };
    return JSON.stringify([vendor, endpoint, prefix ?? beginningOf(keyName)]);
}

/** Why the engine is not to go on with a resource. */
interface Failure {
    property: string;
    reason: string;
}

/** Keeps what belongs to the mint as long as the generation does; whose the key is stays for good. */
export function check(olds: Partial<Inputs>, news: Inputs): { inputs: Partial<Inputs>; failures?: Failure[] } {
    const stray = elsewhere(olds, news);
    if (stray !== undefined) return { inputs: news, failures: [{ property: "", reason: stray }] };
    latest.note(whose(news), news.management);
    if (olds.generation !== news.generation) return { inputs: news };
    const kept = Object.fromEntries(
        CREATION_INPUTS.flatMap((name) => (olds[name] === undefined ? [] : [[name, olds[name]]])),
    );
    const rest = Object.fromEntries(Object.entries(news).filter(([name]) => !CREATION_INPUTS.includes(name as "twin")));
    return { inputs: { ...rest, ...kept } };
}

/** The ledger refuses it before; but it takes no part in a run with --target, and that of an older version remembers nothing. */
function elsewhere({ vendor, settings, management }: Partial<Inputs>, news: Inputs): string | undefined {
    if (vendor !== news.vendor || settings === undefined || management === undefined) return undefined;
    const known = findVendor(vendor);
    const [kept, now] = [{ settings, management }, news].map((one) =>
        ownerOf(known, JSON.parse(one.settings) as object, one.management === UNKNOWN ? undefined : one.management),
    );
    return strayed(`${known.title} ${news.keyName}`, kept, now);
}

/** Only another generation is another key. */
export function diff(_id: string, olds: Outputs, news: Inputs) {
    const minted = olds.generation !== news.generation;
    const changed = CONNECTION_INPUTS.some((name) => olds[name] !== news[name]);
    return { changes: minted || changed, replaces: minted ? ["generation"] : [], deleteBeforeReplace: true };
}

/** Makes the key. It is asked for once; a failure says whether it may have been made, and under which name. */
export async function create(inputs: Inputs) {
    const { keyName: name, twin, expiresOn, adopted, adoptedName = adopted } = inputs;
    if (adopted !== undefined) {
        const found = { keyName: adoptedName as string, keyId: adopted, key: inputs.adoptedKey ?? "" };
        return { id: adopted, outs: { ...inputs, ...found } };
    }
    const { vendor, access } = reach(inputs);
    try {
        const { id, key } = await vendor.create(access, { name, copyPermissionsFrom: twin, expiresOn });
        return { id, outs: { ...inputs, keyId: id, key } };
    } catch (error) {
        const unsure = !(error instanceof VendorError && error.acted === "no");
        const failure = describeVendorError(error, vendor.title, `make ${name}`);
        const outcome = unsure
            ? `Whether ${name} was made is not known; if so, nobody knows its secret, and the next run finds it by its name and deletes it`
            : `Nothing was made`;
        throw new Error(`${failure.message}. ${outcome}. The published key is untouched`);
    }
}

/** The way to the vendor changed; the key did not. */
export function update(_id: string, olds: Outputs, news: Inputs) {
    const { keyId, key, keyName } = olds;
    return { outs: { ...news, keyId, key, keyName } };
}

/** Deletes or expires the key; one that is gone already is a success. The package has the name "delete" for itself. */
async function remove(id: string, state: Outputs): Promise<void> {
    const { vendor, access } = reach(state);
    try {
        await latest.use(whose(state), state.management, isRefused, (management = "") =>
            vendor.retire({ ...access, management }, id),
        );
    } catch (error) {
        const failure = describeVendorError(error, vendor.title, `delete ${state.keyName} (…${id.slice(-4)})`);
        throw new Error(`${failure.message}. It may still be valid; the next run tries again`);
    }
}
export { remove as delete };

function reach({ vendor: reference, settings, management }: Inputs) {
    const access: Access<object> = { settings: JSON.parse(settings) as object, management };
    return { vendor: findVendor(reference), access };
}
