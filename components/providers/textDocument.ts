import { isRefused, VendorError } from "../clients/http/errors";
import { CurrentSecrets } from "../credentials/currentSecrets";
import { keyVaultPlace } from "../stores/azureKeyVault/place";
import { secretManagerPlace } from "../stores/gcpSecretManager/place";
import { TextPlace, whyForeign } from "../stores/httpSecret";

/** What the engine keeps of a text before it is written. */
interface Inputs {
    service: string;
    /** JSON of the service's settings. */
    settings: string;
    management: string;
    text: string;
    overwrite: boolean;
}

/** How the text of each service is reached. */
const places: Record<string, (settings: never, management: string) => TextPlace> = {
    gcpSecretManager: secretManagerPlace,
    azureKeyVault: keyVaultPlace,
};

/** As whom this run writes, by where. */
const latest = new CurrentSecrets();

export function check(_olds: Partial<Inputs>, news: Inputs) {
    latest.note(news.settings, news.management);
    return { inputs: news };
}

/** Another place is another text; everything else is written where it stands. */
export function diff(_id: string, olds: Inputs, news: Inputs) {
    const moved = olds.service !== news.service || olds.settings !== news.settings;
    const changed = (["text", "management", "overwrite"] as const).some((name) => olds[name] !== news[name]);
    return { changes: moved || changed, replaces: moved ? ["settings"] : [], deleteBeforeReplace: false };
}

export async function create(inputs: Inputs) {
    const place = placeOf(inputs);
    const found = await place.read();
    const why = whyForeign(place.title, found, inputs.overwrite);
    if (why !== undefined) throw new Error(why);
    await write(place, inputs);
    return { id: place.title, outs: inputs };
}

export async function update(_id: string, olds: Inputs, news: Inputs) {
    if (olds.text !== news.text) await write(placeOf(news), news);
    return { outs: news };
}

/** What somebody else deleted or wrote over is empty here, so that the next run writes it anew. */
export async function read(id: string, state: Inputs) {
    const found = await placeOf(state).read();
    return { id, props: found?.text === state.text ? state : { ...state, text: "" } };
}

/** What somebody else took over stays. The package has the name "delete" for itself. */
async function remove(_id: string, state: Inputs): Promise<void> {
    await latest.use(state.settings, state.management, isRefused, async (management = "") => {
        const place = placeOf({ ...state, management });
        if ((await place.read())?.isOurs === true) await place.remove();
    });
}
export { remove as delete };

async function write(place: TextPlace, { text }: Inputs): Promise<void> {
    try {
        await place.write(text);
    } catch (error) {
        const blocked = error instanceof VendorError && error.status === 409 ? await place.blockedBy?.() : undefined;
        if (blocked === undefined) throw error;
        throw new Error(`${place.title} ${blocked}`);
    }
}

function placeOf({ service, settings, management }: Inputs): TextPlace {
    return places[service](JSON.parse(settings) as never, management);
}
