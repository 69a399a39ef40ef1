import * as pulumi from "@pulumi/pulumi";
import { Probe } from "../../../rotation/verification";
import { ApiKey, ApiKeyArgs } from "../component";
import { Access, ApiKeyVendor, ListedKey } from "../contract";
import { beforehand, madeOf, unlessGone } from "../errors";
import { ask, Call, demand, patiently, VERIFY_TIMEOUT_MS } from "../http";
import { permissionsFor } from "../permissions";
import { asList, asRecord, asText, checkEndpoint, checkTexts, listIn, maybeText } from "../read";

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
    whose: ({ onBehalfOf }) => ({ onBehalfOf }),

    async create(access, { name, twin }) {
        const found = twin === undefined ? undefined : await beforehand(() => scopesOf(access, twin));
        const scopes = await beforehand(() => permissionsFor(access.settings.scopes, found, "scopes"));
        const call = managing(access, "POST", "/v3/api_keys", { name, scopes });
        const made = asRecord(await demand(call, words));
        return madeOf(() => ({ id: asText(made.api_key_id, "api_key_id"), key: asText(made.api_key, "api_key") }));
    },

    async verify(settings, { key }): Promise<Probe> {
        const { status, body } = await ask({
            ...using(settings, key, "GET", "/v3/scopes"),
            timeoutMs: VERIFY_TIMEOUT_MS,
        });
        if (status === 200 && Array.isArray(asRecord(body).scopes)) return { state: "alive" };
        if (status === 401) return { state: "dead", detail: "401, SendGrid does not know the key" };
        return { state: "unknown", detail: `SendGrid answered ${status}` };
    },

    async retire(access, id) {
        const call = managing(access, "DELETE", `/v3/api_keys/${encodeURIComponent(id)}`);
        await patiently(() => demand(call, words)).catch(unlessGone);
    },

    async list(access) {
        const body = await patiently(() => demand(managing(access, "GET", "/v3/api_keys"), words));
        return listIn(body, "result").map((entry): ListedKey => {
            const found = asRecord(entry);
            return { id: asText(found.api_key_id, "api_key_id"), name: maybeText(found.name) ?? "" };
        });
    },
};

/** Scopes of a key; undefined if it is gone. The description of the API wraps the answer in a list, the service does not. */
async function scopesOf(access: Access<SendGridSettings>, id: string): Promise<string[] | undefined> {
    const call = managing(access, "GET", `/v3/api_keys/${encodeURIComponent(id)}`);
    const body = await patiently(() => demand(call, words)).catch(unlessGone);
    if (body === undefined) return undefined;
    const found = asRecord(body);
    const key = Array.isArray(found.result) ? asRecord(found.result[0]) : found;
    return asList(key.scopes)
        .map(String)
        .filter((scope) => !AUTOMATIC.has(scope));
}

function managing(
    { settings, management }: Access<SendGridSettings>,
    method: Call["method"],
    path: string,
    body?: unknown,
): Call {
    const subuser: Record<string, string> =
        settings.onBehalfOf === undefined ? {} : { "on-behalf-of": settings.onBehalfOf };
    const call = using(settings, management, method, path);
    return { ...call, body, headers: { ...call.headers, ...subuser } };
}

function using(settings: SendGridSettings, key: string, method: Call["method"], path: string): Call {
    return { endpoint: settings.endpoint, method, path, headers: { authorization: `Bearer ${key}` }, secrets: [key] };
}

/** SendGrid's own words: `{errors: [{message, field}]}`. */
function words(body: unknown): string {
    return asList(asRecord(body).errors)
        .map((error) => String(asRecord(error).message ?? ""))
        .join("; ");
}
