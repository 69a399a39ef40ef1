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

/** Tokens per user or account (https://developers.cloudflare.com/fundamentals/api/reference/limits/). */
const TOKENS = 50;
const PAGE_SIZE = 50;
const MAX_PAGES = 40;

/** A token dies by itself once two rotations have failed to come, so that none outlives a rotation that was forgotten. */
const PERIODS_TO_LIVE = 2;

/** What a token may do and where. */
export interface CloudflarePolicy {
    effect: "allow" | "deny";
    /** Ids of permission groups, as `GET /user/tokens/permission_groups` lists them. */
    permissionGroups: string[];
    /** For example `{"com.cloudflare.api.account.zone.<zone id>": "*"}`. */
    resources: Record<string, string>;
}

/** What a Cloudflare token is asked with. */
export interface CloudflareSettings {
    endpoint: string;
    accountId?: string;
    policies?: CloudflarePolicy[];
    tokenLimit: number;
}

/** What a `CloudflareApiToken` is made from. */
export interface CloudflareApiTokenArgs extends ApiKeyArgs {
    /** A token that may make tokens (template "Create additional tokens"). Secret. */
    managementKey: pulumi.Input<string>;
    /** What the first token may do; later tokens copy the one in use. May be left out with `adopt`. */
    policies?: CloudflarePolicy[];
    /** The account that owns the tokens. Default: they are the user's own. */
    accountId?: string;
    /**
     * Whether a token dies by itself two periods and a day after it was made, so that it is in use for one period and has
     * one more in hand when a rotation fails. Default: true.
     */
    deadMansSwitch?: boolean;
    /** How many tokens the user or account may have. Default: 50. */
    tokenLimit?: number;
    /** Base address. Default: `https://api.cloudflare.com/client/v4`. */
    endpoint?: string;
}

/** A Cloudflare API token that rotates. Not by "roll", which gives a token a new value and lets the old one die at once. */
export class CloudflareApiToken extends ApiKey {
    constructor(name: string, args: CloudflareApiTokenArgs, opts?: pulumi.ComponentResourceOptions) {
        const { policies, accountId, tokenLimit = TOKENS, endpoint = "https://api.cloudflare.com/client/v4" } = args;
        checkEndpoint(name, endpoint);
        if (args.adopt === undefined && (!Array.isArray(policies) || policies.length === 0)) {
            throw new Error(
                `${name}: policies: ${JSON.stringify(policies)}; expected at least one, with permissionGroups and resources`,
            );
        }
        const settings: CloudflareSettings = { endpoint, accountId, policies, tokenLimit };
        const periodsToLive = args.deadMansSwitch === false ? undefined : PERIODS_TO_LIVE;
        const definition = { vendor: cloudflare, settings, management: args.managementKey, periodsToLive };
        super("rotation:index:CloudflareApiToken", name, args, definition, opts);
    }
}

/** https://developers.cloudflare.com/api/resources/user/subresources/tokens/ */
export const cloudflare: ApiKeyVendor<CloudflareSettings> = {
    id: "cloudflare",
    title: "Cloudflare API token",
    limit: ({ tokenLimit }) => tokenLimit,
    owner: ({ accountId }) => ({ accountId }),

    async create(access, { name, copyPermissionsFrom: source, expiresOn }) {
        const copied = source === undefined ? undefined : await beforehand(() => rightsOf(access, source));
        const rights = copied ?? { policies: (access.settings.policies ?? []).map(asked) };
        const body = { name, ...rights, ...(expiresOn === undefined ? {} : { expires_on: expiresOn }) };
        const made = result(await request(adminRequest(access, "POST", "", body), vendorMessage));
        return madeOf(() => ({ id: requireString(made.id, "id"), key: requireString(made.value, "value") }));
    },

    /** One that may not be used from this address is known all the same; with 403 Cloudflare says other things too. */
    verify(settings, { key }): Promise<Probe> {
        return tryKey(keyRequest(settings, key, "GET", "/verify"), ({ status, body }) => {
            if (status === 403) return forbidden(vendorMessage(body));
            if (status === 400 || status === 401)
                return { state: "dead", detail: `${status}, Cloudflare does not know the token` };
            if (status !== 200) return { state: "unknown", detail: `Cloudflare answered ${status}` };
            const state = result(body).status;
            if (state === "active") return { state: "alive" };
            if (state === "disabled" || state === "expired") return { state: "dead", detail: `the token is ${state}` };
            return { state: "unknown", detail: "Cloudflare answered 200 without a status of the token" };
        });
    },

    async retire(access, id) {
        await withRetry(() =>
            request(adminRequest(access, "DELETE", `/${encodeURIComponent(id)}`), vendorMessage),
        ).catch(ignoreNotFound);
    },

    async list(access) {
        const found: ListedKey[] = [];
        for (let page = 1; page <= MAX_PAGES; page++) {
            const call = adminRequest(access, "GET", `?page=${page}&per_page=${PAGE_SIZE}`);
            const tokens = listIn(await withRetry(() => request(call, vendorMessage)), "result");
            found.push(...tokens.flatMap(listed));
            if (tokens.length < PAGE_SIZE) return found;
        }
        return tooMany(found.length);
    },
};

function forbidden(said: string): Probe {
    if (/Cannot use the access token from location/i.test(said)) return { state: "alive" };
    if (/Invalid (access|API) token/i.test(said))
        return { state: "dead", detail: "403, Cloudflare does not know the token" };
    return { state: "unknown", detail: "Cloudflare answered 403" };
}

function listed(entry: unknown): ListedKey[] {
    const { id, name, status, issued_on: made, expires_on: dies, last_used_on: used } = requireObject(entry);
    if (status === "expired") return [];
    return [
        {
            ...{ id: requireString(id, "id"), name: optionalString(name) ?? "", active: status !== "disabled" },
            ...{ createdAt: optionalString(made), expiresAt: optionalString(dies), lastUsedAt: optionalString(used) },
        },
    ];
}

/** What the twin may do, where and from where; undefined if it is gone. */
async function rightsOf(access: Access<CloudflareSettings>, id: string): Promise<Record<string, unknown> | undefined> {
    const call = adminRequest(access, "GET", `/${encodeURIComponent(id)}`);
    const found = await withRetry(() => request(call, vendorMessage)).catch(ignoreNotFound);
    if (found === undefined) return undefined;
    const { policies, condition } = result(found);
    return { policies: requireList(policies).map(copiedPolicy), ...(condition === undefined ? {} : { condition }) };
}

/** A policy as it was listed has an id of its own, which a new one must not have. */
function copiedPolicy(policy: unknown) {
    const { effect, resources, permission_groups: groups } = requireObject(policy);
    return {
        effect,
        resources,
        permission_groups: requireList(groups).map((group) => ({ id: requireObject(group).id })),
    };
}

function asked({ effect, permissionGroups, resources }: CloudflarePolicy) {
    return { effect, resources, permission_groups: permissionGroups.map((id) => ({ id })) };
}

function adminRequest(
    { settings, management }: Access<CloudflareSettings>,
    method: Call["method"],
    path: string,
    body?: unknown,
): Call {
    return { ...keyRequest(settings, management, method, path), body };
}

function keyRequest(
    { endpoint, accountId }: CloudflareSettings,
    token: string,
    method: Call["method"],
    path: string,
): Call {
    const owner = accountId === undefined ? "/user" : `/accounts/${encodeURIComponent(accountId)}`;
    return {
        endpoint,
        method,
        path: `${owner}/tokens${path}`,
        headers: { authorization: `Bearer ${token}` },
        secrets: [token],
    };
}

function result(body: unknown): Record<string, unknown> {
    return requireObject(requireObject(body).result);
}

/** Cloudflare's own words: `{errors: [{code, message}]}`. */
function vendorMessage(body: unknown): string {
    return requireList(requireObject(body).errors)
        .map((error) => `${String(requireObject(error).code ?? "")} ${String(requireObject(error).message ?? "")}`)
        .join("; ");
}
