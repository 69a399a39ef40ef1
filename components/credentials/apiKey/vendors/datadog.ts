import * as pulumi from "@pulumi/pulumi";
import { Probe } from "../../../shared/verification";
import { ApiKey, ApiKeyArgs } from "../apiKey";
import { Access, ApiKeyVendor, ListedKey } from "../vendor";
import { beforehand, madeOf, ignoreNotFound } from "../../../clients/http/errors";
import { Call, request, tryKey, withRetry } from "../../../clients/http/request";
import {
    requireList,
    requireObject,
    requireString,
    checkEndpoint,
    listIn,
    optionalString,
    tooMany,
} from "../../../clients/http/answer";

/** API keys per organization unless Datadog was asked for more (https://docs.datadoghq.com/account_management/api-app-keys/). */
const KEYS_PER_ORGANIZATION = 50;
const PAGE_SIZE = 100;
const MAX_PAGES = 20;

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

    async create(access, { name, copyPermissionsFrom: source }) {
        const copied = source === undefined ? undefined : await beforehand(() => attributesOf(access, source));
        const attributes = { name, ...(copied ?? initial(access.settings)) };
        const call = adminRequest(access, "POST", "/api/v2/api_keys", { data: { type: "api_keys", attributes } });
        const made = requireObject(requireObject(await request(call, vendorMessage)).data);
        return madeOf(() => ({
            id: requireString(made.id, "id"),
            key: requireString(requireObject(made.attributes).key, "key"),
        }));
    },

    /** Datadog answers 403 to a key that it does not know. */
    verify({ endpoint }, { key }): Promise<Probe> {
        const way = { endpoint, path: "/api/v1/validate", headers: { "dd-api-key": key }, secrets: [key] };
        return tryKey({ ...way, method: "GET" }, ({ status, body }) => {
            if (status === 200 && requireObject(body).valid === true) return { state: "alive" };
            if (status === 401 || status === 403)
                return { state: "dead", detail: `${status}, Datadog does not know the key` };
            return { state: "unknown", detail: `Datadog answered ${status}` };
        });
    },

    async retire(access, id) {
        const call = adminRequest(access, "DELETE", `/api/v2/api_keys/${encodeURIComponent(id)}`);
        await withRetry(() => request(call, vendorMessage)).catch(ignoreNotFound);
    },

    async list(access) {
        const found: ListedKey[] = [];
        for (let page = 0; page < MAX_PAGES; page++) {
            const call = adminRequest(
                access,
                "GET",
                `/api/v2/api_keys?page%5Bsize%5D=${PAGE_SIZE}&page%5Bnumber%5D=${page}`,
            );
            const data = listIn(await withRetry(() => request(call, vendorMessage)), "data");
            found.push(...data.map(listed));
            if (data.length < PAGE_SIZE) return found;
        }
        return tooMany(found.length);
    },
};

function listed(entry: unknown): ListedKey {
    const { id, attributes } = requireObject(entry);
    const { name, created_at: made, date_last_used: used } = requireObject(attributes);
    return {
        id: requireString(id, "id"),
        name: optionalString(name) ?? "",
        createdAt: optionalString(made),
        lastUsedAt: optionalString(used),
    };
}

function initial({ remoteConfig }: DatadogSettings): Record<string, unknown> {
    return remoteConfig === undefined ? {} : { remote_config_read_enabled: remoteConfig };
}

/** What the twin may do; undefined if it is gone. */
async function attributesOf(access: Access<DatadogSettings>, id: string): Promise<Record<string, unknown> | undefined> {
    const call = adminRequest(access, "GET", `/api/v2/api_keys/${encodeURIComponent(id)}`);
    const found = await withRetry(() => request(call, vendorMessage)).catch(ignoreNotFound);
    if (found === undefined) return undefined;
    const { category, remote_config_read_enabled: remote } = requireObject(
        requireObject(requireObject(found).data).attributes,
    );
    return {
        ...(typeof category === "string" && category !== "" ? { category } : {}),
        ...(typeof remote === "boolean" ? { remote_config_read_enabled: remote } : {}),
    };
}

function adminRequest(
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
function vendorMessage(body: unknown): string {
    return requireList(requireObject(body).errors)
        .map((error) =>
            typeof error === "string" ? error : String(requireObject(error).detail ?? requireObject(error).title ?? ""),
        )
        .join("; ");
}
