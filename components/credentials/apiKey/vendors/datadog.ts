import * as pulumi from "@pulumi/pulumi";
import { Probe } from "../../../rotation/verification";
import { ApiKey, ApiKeyArgs } from "../component";
import { Access, ApiKeyVendor, ListedKey } from "../contract";
import { beforehand, madeOf, unlessGone } from "../errors";
import { ask, Call, demand, patiently, VERIFY_TIMEOUT_MS } from "../http";
import { asList, asRecord, asText, checkEndpoint, listIn, maybeText, tooMany } from "../read";

/** API keys per organization unless Datadog was asked for more (https://docs.datadoghq.com/account_management/api-app-keys/). */
const KEYS_PER_ORGANIZATION = 50;
const PAGE = 100;
const MOST_PAGES = 20;

/** What a Datadog key is asked with. */
export interface DatadogSettings {
    endpoint: string;
    remoteConfig?: boolean;
    keyLimit: number;
}

/** What a `DatadogApiKey` is made from. */
export interface DatadogApiKeyArgs extends ApiKeyArgs {
    /** An API key of the organization, not one that rotates here. Secret. */
    managementKey: pulumi.Input<string>;
    /** An application key with the scopes `api_keys_read`, `api_keys_write` and `api_keys_delete`. Secret. */
    applicationKey: pulumi.Input<string>;
    /** Whether the first key may read remote configuration; later keys copy it. Default: what Datadog gives (true). */
    remoteConfig?: boolean;
    /** How many API keys the organization may have. Default: 50. */
    keyLimit?: number;
    /** Base address of the site, like `https://api.datadoghq.eu`. Default: `https://api.datadoghq.com`. */
    endpoint?: string;
}

/** A Datadog API key, as agents submit metrics with, that rotates. */
export class DatadogApiKey extends ApiKey {
    constructor(name: string, args: DatadogApiKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        const { remoteConfig, keyLimit = KEYS_PER_ORGANIZATION, endpoint = "https://api.datadoghq.com" } = args;
        checkEndpoint(name, endpoint);
        if (args.managementKey === undefined || args.applicationKey === undefined) {
            throw new Error(
                `${name}: managementKey and applicationKey are both needed: Datadog asks for an API key and an application key`,
            );
        }
        const settings: DatadogSettings = { endpoint, remoteConfig, keyLimit };
        const management = pulumi.jsonStringify({ api: args.managementKey, application: args.applicationKey });
        super("rotation:index:DatadogApiKey", name, args, { vendor: datadog, settings, management }, opts);
    }
}

/** https://docs.datadoghq.com/api/latest/key-management/ */
export const datadog: ApiKeyVendor<DatadogSettings> = {
    id: "datadog",
    title: "Datadog API key",
    limit: ({ keyLimit }) => keyLimit,

    async create(access, { name, twin }) {
        const copied = twin === undefined ? undefined : await beforehand(() => attributesOf(access, twin));
        const attributes = { name, ...(copied ?? initial(access.settings)) };
        const call = managing(access, "POST", "/api/v2/api_keys", { data: { type: "api_keys", attributes } });
        const made = asRecord(asRecord(await demand(call, words)).data);
        return madeOf(() => ({ id: asText(made.id, "id"), key: asText(asRecord(made.attributes).key, "key") }));
    },

    /** Datadog answers 403 to a key that it does not know. */
    async verify({ endpoint }, { key }): Promise<Probe> {
        const way = { endpoint, path: "/api/v1/validate", headers: { "dd-api-key": key }, secrets: [key] };
        const { status, body } = await ask({ ...way, method: "GET", timeoutMs: VERIFY_TIMEOUT_MS });
        if (status === 200 && asRecord(body).valid === true) return { state: "alive" };
        if (status === 401 || status === 403)
            return { state: "dead", detail: `${status}, Datadog does not know the key` };
        return { state: "unknown", detail: `Datadog answered ${status}` };
    },

    async retire(access, id) {
        const call = managing(access, "DELETE", `/api/v2/api_keys/${encodeURIComponent(id)}`);
        await patiently(() => demand(call, words)).catch(unlessGone);
    },

    async list(access) {
        const found: ListedKey[] = [];
        for (let page = 0; page < MOST_PAGES; page++) {
            const call = managing(access, "GET", `/api/v2/api_keys?page%5Bsize%5D=${PAGE}&page%5Bnumber%5D=${page}`);
            const data = listIn(await patiently(() => demand(call, words)), "data");
            found.push(...data.map(listed));
            if (data.length < PAGE) return found;
        }
        return tooMany(found.length);
    },
};

function listed(entry: unknown): ListedKey {
    const { id, attributes } = asRecord(entry);
    const { name, created_at: made, date_last_used: used } = asRecord(attributes);
    return {
        id: asText(id, "id"),
        name: maybeText(name) ?? "",
        createdAt: maybeText(made),
        lastUsedAt: maybeText(used),
    };
}

function initial({ remoteConfig }: DatadogSettings): Record<string, unknown> {
    return remoteConfig === undefined ? {} : { remote_config_read_enabled: remoteConfig };
}

/** What the twin may do; undefined if it is gone. */
async function attributesOf(access: Access<DatadogSettings>, id: string): Promise<Record<string, unknown> | undefined> {
    const call = managing(access, "GET", `/api/v2/api_keys/${encodeURIComponent(id)}`);
    const found = await patiently(() => demand(call, words)).catch(unlessGone);
    if (found === undefined) return undefined;
    const { category, remote_config_read_enabled: remote } = asRecord(asRecord(asRecord(found).data).attributes);
    return {
        ...(typeof category === "string" && category !== "" ? { category } : {}),
        ...(typeof remote === "boolean" ? { remote_config_read_enabled: remote } : {}),
    };
}

function managing(
    { settings, management }: Access<DatadogSettings>,
    method: Call["method"],
    path: string,
    body?: unknown,
): Call {
    const { api, application } = JSON.parse(management) as { api: string; application: string };
    const headers = { "dd-api-key": api, "dd-application-key": application };
    return { endpoint: settings.endpoint, method, path, headers, body, secrets: [api, application] };
}

/** Datadog's own words: `{errors: ["…"]}`. */
function words(body: unknown): string {
    return asList(asRecord(body).errors)
        .map((error) =>
            typeof error === "string" ? error : String(asRecord(error).detail ?? asRecord(error).title ?? ""),
        )
        .join("; ");
}
