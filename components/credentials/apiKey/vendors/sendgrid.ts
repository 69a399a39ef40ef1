import * as pulumi from "@pulumi/pulumi";
import { Probe } from "../../../shared/verification";
import { ApiKey, ApiKeyArgs } from "../apiKey";
import { Access, ApiKeyVendor, ListedKey } from "../vendor";
import { beforehand, madeOf, ignoreNotFound } from "../../../clients/http/errors";
import { Call, request, tryKey, withRetry } from "../../../clients/http/request";
import { permissionsFor } from "../permissions";
import {
    requireList,
    requireObject,
    requireString,
    checkEndpoint,
    checkTexts,
    listIn,
    optionalString,
} from "../../../clients/http/answer";

/** Keys per account, those of others and those made in the dashboard included; over it SendGrid answers 403. */
const KEYS_PER_ACCOUNT = 100;

/** Scopes that SendGrid adds to every key by itself and does not take in a request. */
const AUTOMATIC = new Set(["2fa_required", "2fa_exempt", "sender_verification_eligible", "sender_verification_exempt"]);

/** Successes in a row: a deleted key was seen to answer for minutes, so one answer proves nothing. */
const SUCCESSES = 5;

/** What a SendGrid key is asked with. */
export interface SendGridSettings {
    endpoint: string;
    scopes?: string[];
    onBehalfOf?: string;
}

/** What a `SendGridApiKey` is made from. */
export interface SendGridApiKeyArgs extends ApiKeyArgs {
    /** A key that may manage keys: scopes `api_keys.create`, `.read`, `.delete`, and every scope that it is to grant. Secret. */
    managementKey: pulumi.Input<string>;
    /**
     * Scopes of the first key, for example `["mail.send"]`. Later keys copy those of the key in use, less what is taken
     * off this list. May be left out with `adopt`.
     */
    scopes?: string[];
    /** Name of the subuser whose keys these are. Default: the account itself. */
    onBehalfOf?: string;
    /** Base address. Default: `https://api.sendgrid.com`; subusers in the EU: `https://api.eu.sendgrid.com`. */
    endpoint?: string;
}

/** A SendGrid API key that rotates. Needs no more than a key that may manage keys; docs/sendgrid.md says how to get one. */
export class SendGridApiKey extends ApiKey {
    constructor(name: string, args: SendGridApiKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        const { scopes, onBehalfOf, endpoint = "https://api.sendgrid.com" } = args;
        checkEndpoint(name, endpoint);
        checkTexts(name, "scopes", scopes, args.adopt === undefined, "mail.send");
        const settings: SendGridSettings = { endpoint, scopes, onBehalfOf };
        const verification = { successes: SUCCESSES, ...args.verification };
        const definition = { vendor: sendgrid, settings, management: args.managementKey };
        super("rotation:index:SendGridApiKey", name, { ...args, verification }, definition, opts);
    }
}

/** https://www.twilio.com/docs/sendgrid/api-reference/api-keys */
export const sendgrid: ApiKeyVendor<SendGridSettings> = {
    id: "sendgrid",
    title: "SendGrid API key",
    limit: () => KEYS_PER_ACCOUNT,
    owner: ({ onBehalfOf }) => ({ onBehalfOf }),

    async create(access, { name, copyPermissionsFrom: source }) {
        const found = source === undefined ? undefined : await beforehand(() => scopesOf(access, source));
        const scopes = await beforehand(() => permissionsFor(access.settings.scopes, found, "scopes"));
        const call = adminRequest(access, "POST", "/v3/api_keys", { name, scopes });
        const made = requireObject(await request(call, vendorMessage));
        return madeOf(() => ({
            id: requireString(made.api_key_id, "api_key_id"),
            key: requireString(made.api_key, "api_key"),
        }));
    },

    verify(settings, { key }): Promise<Probe> {
        return tryKey(keyRequest(settings, key, "GET", "/v3/scopes"), ({ status, body }) => {
            if (status === 200 && Array.isArray(requireObject(body).scopes)) return { state: "alive" };
            if (status === 401) return { state: "dead", detail: "401, SendGrid does not know the key" };
            return { state: "unknown", detail: `SendGrid answered ${status}` };
        });
    },

    async retire(access, id) {
        const call = adminRequest(access, "DELETE", `/v3/api_keys/${encodeURIComponent(id)}`);
        await withRetry(() => request(call, vendorMessage)).catch(ignoreNotFound);
    },

    async list(access) {
        const body = await withRetry(() => request(adminRequest(access, "GET", "/v3/api_keys"), vendorMessage));
        return listIn(body, "result").map((entry): ListedKey => {
            const found = requireObject(entry);
            return { id: requireString(found.api_key_id, "api_key_id"), name: optionalString(found.name) ?? "" };
        });
    },
};

/** Scopes of a key; undefined if it is gone. The description of the API wraps the answer in a list, the service does not. */
async function scopesOf(access: Access<SendGridSettings>, id: string): Promise<string[] | undefined> {
    const call = adminRequest(access, "GET", `/v3/api_keys/${encodeURIComponent(id)}`);
    const body = await withRetry(() => request(call, vendorMessage)).catch(ignoreNotFound);
    if (body === undefined) return undefined;
    const found = requireObject(body);
    const key = Array.isArray(found.result) ? requireObject(found.result[0]) : found;
    return requireList(key.scopes)
        .map(String)
        .filter((scope) => !AUTOMATIC.has(scope));
}

function adminRequest(
    { settings, management }: Access<SendGridSettings>,
    method: Call["method"],
    path: string,
    body?: unknown,
): Call {
    const subuser: Record<string, string> =
        settings.onBehalfOf === undefined ? {} : { "on-behalf-of": settings.onBehalfOf };
    const call = keyRequest(settings, management, method, path);
    return { ...call, body, headers: { ...call.headers, ...subuser } };
}

function keyRequest(settings: SendGridSettings, key: string, method: Call["method"], path: string): Call {
    return { endpoint: settings.endpoint, method, path, headers: { authorization: `Bearer ${key}` }, secrets: [key] };
}

/** SendGrid's own words: `{errors: [{message, field}]}`. */
function vendorMessage(body: unknown): string {
    return requireList(requireObject(body).errors)
        .map((error) => String(requireObject(error).message ?? ""))
        .join("; ");
}
