import { isRefused, VendorError } from "../clients/http/errors";
import { describeVendorError } from "../credentials/apiKey/failures";
import { CurrentSecrets } from "../credentials/currentSecrets";
import { deleteKey, GcpAccess, GcpSettings, switchKey, uniqueIdOf, uploadKey } from "../credentials/gcp/api";
import { makeKeyPair } from "../credentials/gcp/keyPair";

/** What the engine keeps of a key before it is made. */
interface Inputs {
    /** JSON of the GcpSettings. */
    settings: string;
    management: string;
    generation: number;
    enabled: boolean;
    validFrom: string;
    validUntil: string;
    adopted?: string;
    adoptedKey?: string;
}

/** And afterwards. */
interface Outputs extends Inputs {
    keyId: string;
    /** The file that Google's libraries read. Secret. */
    credentials: string;
}

const TITLE = "GCP service account key";

/** What a key was made with; it stays as long as the generation does. */
const CREATION_INPUTS = ["validFrom", "validUntil"] as const;

/** Management keys, by the account whose keys they manage. */
const latest = new CurrentSecrets();

export function check(olds: Partial<Inputs>, news: Inputs): { inputs: Inputs } {
    latest.note(news.settings, news.management);
    if (olds.generation !== news.generation) return { inputs: news };
    const kept = Object.fromEntries(CREATION_INPUTS.map((name) => [name, olds[name] ?? news[name]]));
    return { inputs: { ...news, ...kept } };
}

/** Only another generation is another key. */
export function diff(_id: string, olds: Outputs, news: Inputs) {
    const minted = olds.generation !== news.generation;
    const changed = (["enabled", "settings", "management"] as const).some((name) => olds[name] !== news[name]);
    return { changes: minted || changed, replaces: minted ? ["generation"] : [], deleteBeforeReplace: true };
}

/** The private half is made here, so that no reply can be lost with a secret in it. */
export async function create(inputs: Inputs) {
    const { adopted, adoptedKey = "" } = inputs;
    if (adopted !== undefined) return { id: adopted, outs: { ...inputs, keyId: adopted, credentials: adoptedKey } };
    const access = reach(inputs);
    const { email } = access.settings;
    try {
        const clientId = await uniqueIdOf(access).catch(nothingMade);
        const { privateKey, certificate } = await makeKeyPair(email, inputs.validFrom, inputs.validUntil);
        const { id } = await uploadKey(access, certificate);
        const credentials = credentialsFile(access.settings, { id, privateKey, clientId });
        return { id, outs: { ...inputs, keyId: id, credentials } };
    } catch (error) {
        const unsure = !(error instanceof VendorError && error.acted === "no");
        const failure = describeVendorError(error, TITLE, `make a key of ${email}`);
        const outcome = unsure
            ? `Whether one was made is not known; if so, nobody has its private half, and the next run finds and deletes it`
            : `Nothing was made`;
        throw new Error(`${failure.message}. ${outcome}. The published key is untouched`);
    }
}

export async function update(id: string, olds: Outputs, news: Inputs) {
    const { keyId, credentials, enabled } = olds;
    if (enabled !== news.enabled) {
        await switchKey(reach(news), id, news.enabled).catch((error: unknown) => {
            throw describeVendorError(error, TITLE, `${news.enabled ? "enable" : "disable"} the key …${id.slice(-4)}`);
        });
    }
    return { outs: { ...news, keyId, credentials } };
}

/** Deletes the key; one that is gone already is a success. The package has the name "delete" for itself. */
async function remove(id: string, state: Outputs): Promise<void> {
    try {
        await latest.use(state.settings, state.management, isRefused, (management = "") =>
            deleteKey(reach({ ...state, management }), id),
        );
    } catch (error) {
        const failure = describeVendorError(error, TITLE, `delete the key …${id.slice(-4)}`);
        throw new Error(`${failure.message}. It may still be valid; the next run tries again`);
    }
}
export { remove as delete };

function reach({ settings, management }: Inputs): GcpAccess {
    return { settings: JSON.parse(settings) as GcpSettings, management };
}

function nothingMade(error: unknown): never {
    const status = error instanceof VendorError ? error.status : undefined;
    throw new VendorError((error as Error).message, status, "no");
}

/** https://google.aip.dev/auth/4112 */
function credentialsFile(
    { project, email, tokenUri }: GcpSettings,
    { id, privateKey, clientId }: { id: string; privateKey: string; clientId: string },
): string {
    return JSON.stringify({
        type: "service_account",
        project_id: project,
        private_key_id: id,
        private_key: privateKey,
        client_email: email,
        client_id: clientId,
        auth_uri: "https://accounts.google.com/o/oauth2/auth",
        token_uri: tokenUri,
        auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
        client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(email)}`,
        universe_domain: "googleapis.com",
    });
}
