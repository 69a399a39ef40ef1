import {
    beforehand,
    ignoreNotFound,
    madeOf,
    optionalString,
    permissionsFor,
    request,
    requireList,
    requireObject,
    requireString,
    tooMany,
    tryKey,
    withRetry,
} from "pulumi-credential-rotation/extend";
import type { Access, ApiKeyVendor, Call, ListedKey } from "pulumi-credential-rotation/extend";

/** What a token is asked with. Public: it stands in the state in plain text. */
export interface GitLabSettings {
    endpoint: string;
    /** `projects/123` or `groups/acme%2Fplatform`. */
    owner: string;
    scopes?: string[];
    /** 10 guest, 15 planner, 20 reporter, 30 developer, 40 maintainer, 50 owner. */
    accessLevel: number;
}

/** GitLab makes no token without a last day, and none that lives longer. */
const MAX_LIFE_MS = 365 * 86_400_000;

const PAGE_SIZE = 100;
const MAX_PAGES = 50;

/**
 * Project and group access tokens. `rotate` of GitLab's is never called: it ends the older token at once.
 *
 * https://docs.gitlab.com/api/project_access_tokens/, https://docs.gitlab.com/api/group_access_tokens/
 */
export const gitlab: ApiKeyVendor<GitLabSettings> = {
    id: "gitlab",
    module: "rotation-gitlab",
    title: "GitLab access token",
    owner: ({ owner }) => ({ owner }),

    async create(access, { name, copyPermissionsFrom: source, expiresOn }) {
        const copied = source === undefined ? undefined : await beforehand(() => tokenOf(access, source));
        const { settings } = access;
        const scopes = await beforehand(() => permissionsFor(settings.scopes, copied?.scopes, "scopes"));
        const level = Math.min(settings.accessLevel, copied?.level ?? settings.accessLevel);
        const last = lastDay(expiresOn);
        const body = { name, scopes, access_level: level, expires_at: last };
        const made = requireObject(await request(call(access, "POST", "", body), words));
        return madeOf(() => ({ id: String(requireNumber(made.id)), key: requireString(made.token, "token") }));
    },

    /** Every token may look at itself, whatever its scopes are. */
    verify({ endpoint }, { key }) {
        const path = "/api/v4/personal_access_tokens/self";
        const headers = { "private-token": key };
        return tryKey({ endpoint, method: "GET", path, headers, secrets: [key] }, ({ status, body }) => {
            const { active, revoked } = requireObject(body);
            if (status === 200 && active === true) return { state: "alive" };
            if (status === 200 && (active === false || revoked === true))
                return { state: "dead", detail: "GitLab says that the token is not active" };
            if (status === 401) return { state: "dead", detail: "401, GitLab does not take the token" };
            return { state: "unknown", detail: `GitLab answered ${status}` };
        });
    },

    async retire(access, id) {
        await withRetry(() => request(call(access, "DELETE", `/${id}`), words)).catch(ignoreNotFound);
    },

    async list(access) {
        const found: ListedKey[] = [];
        for (let page = 1; page <= MAX_PAGES; page++) {
            const query = `?state=active&per_page=${PAGE_SIZE}&page=${page}`;
            const answer = await withRetry(() => request(call(access, "GET", query), words));
            if (!Array.isArray(answer)) throw new Error("GitLab's answer is no list of tokens");
            found.push(...answer.map((token) => listed(requireObject(token))));
            if (answer.length < PAGE_SIZE) return found;
        }
        return tooMany(PAGE_SIZE * MAX_PAGES);
    },
};

/** By this the engine finds the vendor again, when a token is to be deleted. */
export const rotationVendors = { gitlab };

function listed({ id, name, active, created_at, expires_at, last_used_at }: Record<string, unknown>): ListedKey {
    const lastDayOver = optionalString(expires_at);
    return {
        id: String(requireNumber(id)),
        name: optionalString(name) ?? "",
        active: active !== false,
        createdAt: optionalString(created_at),
        // A token dies when its last day begins, in UTC.
        expiresAt: lastDayOver === undefined ? undefined : `${lastDayOver}T00:00:00Z`,
        lastUsedAt: optionalString(last_used_at),
    };
}

/** Scopes and level of a token; undefined if it is gone. */
async function tokenOf(access: Access<GitLabSettings>, id: string) {
    const found = await withRetry(() => request(call(access, "GET", `/${id}`), words)).catch(ignoreNotFound);
    if (found === undefined) return undefined;
    const { scopes, access_level: level, revoked } = requireObject(found);
    if (revoked === true) return undefined;
    return { scopes: requireList(scopes).map(String), level: requireNumber(level) };
}

/** GitLab refuses one that is more than a year away, and makes nothing then. */
function lastDay(expiresOn: string | undefined): string {
    return (expiresOn ?? new Date(Date.now() + MAX_LIFE_MS).toISOString()).slice(0, 10);
}

function call(
    { settings, management }: Access<GitLabSettings>,
    method: Call["method"],
    more: string,
    body?: unknown,
): Call {
    const path = `/api/v4/${settings.owner}/access_tokens${more}`;
    const headers = { "private-token": management };
    return { endpoint: settings.endpoint, method, path, headers, body, secrets: [management] };
}

function requireNumber(value: unknown): number {
    if (typeof value === "number" && Number.isInteger(value)) return value;
    throw new Error("GitLab's answer lacks a number");
}

/** GitLab's own words: `{message}`, `{error, error_description}`, or messages by field. */
function words(body: unknown): string {
    const { message, error, error_description: more } = requireObject(body);
    if (typeof message === "object" && message !== null) return JSON.stringify(message);
    return [message, error, more].filter((one) => typeof one === "string").join(": ");
}
