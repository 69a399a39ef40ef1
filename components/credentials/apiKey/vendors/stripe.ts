import { generateKeyPair, randomUUID } from "node:crypto";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { Probe } from "../../../shared/verification";
import { ApiKey, ApiKeyArgs } from "../apiKey";
import { Access, ApiKeyVendor, ListedKey } from "../vendor";
import { beforehand, madeOf, ignoreNotFound, VendorError } from "../../../clients/http/errors";
import { withRetry, VERIFY_TIMEOUT_MS } from "../../../clients/http/request";
import { permissionsFor } from "../permissions";
import {
    requireList,
    requireObject,
    requireString,
    checkEndpoint,
    checkTexts,
    listIn,
    optionalString,
    tooMany,
} from "../../../clients/http/answer";
import { basePath, clientOf, RequestOptions, stripeFailure } from "./stripe/client";
import { decryptJwe } from "./stripe/jwe";

const KEYS = "/v2/iam/api_keys";

/** The preview of the API that has managed keys. */
const API_VERSION = "2026-08-26.preview";

/** The most that one page may hold. */
const PAGE_SIZE = 100;
const MAX_PAGES = 100;

/** What a Stripe key is asked with. */
export interface StripeSettings {
    endpoint: string;
    permissions?: string[];
    account?: string;
    apiVersion: string;
}

/** What a `StripeApiKey` is made from. */
export interface StripeApiKeyArgs extends ApiKeyArgs {
    /** A key of the account that owns the Stripe App which holds `api_key_write`. Secret. */
    managementKey: pulumi.Input<string>;
    /**
     * Permissions of the first key, for example `["balance_read", "charge_write"]`. Later keys copy those of the key in
     * use, less what is taken off this list. May be left out with `adopt`.
     */
    permissions?: string[];
    /** The account whose keys these are (`acct_…`), where the App is installed. Default: the account of the management key. */
    account?: string;
    /** Version of the API, a preview. Default: `2026-08-26.preview`. */
    apiVersion?: string;
    /** Base address. Default: `https://api.stripe.com`. */
    endpoint?: string;
}

/**
 * A Stripe restricted key that rotates. Stripe lets only an installed Stripe App with the permission `api_key_write`
 * make keys; docs/stripe.md says how to get there.
 */
export class StripeApiKey extends ApiKey {
    constructor(name: string, args: StripeApiKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        const { permissions, account, apiVersion = API_VERSION, endpoint = "https://api.stripe.com" } = args;
        checkEndpoint(name, endpoint);
        checkTexts(name, "permissions", permissions, args.adopt === undefined, "balance_read");
        if (account !== undefined && !/^acct_[A-Za-z0-9]+$/.test(account)) {
            throw new Error(
                `${name}: account: ${JSON.stringify(account)}; expected the id of a Stripe account, like "acct_1A2b3C"`,
            );
        }
        const settings: StripeSettings = { endpoint, permissions, account, apiVersion };
        super(
            "rotation:index:StripeApiKey",
            name,
            args,
            { vendor: stripe, settings, management: args.managementKey },
            opts,
        );
    }
}

/** https://docs.stripe.com/keys/managed-api-keys and https://docs.stripe.com/stripe-apps/api-authentication/managed-api-keys */
export const stripe: ApiKeyVendor<StripeSettings> = {
    id: "stripe",
    title: "Stripe API key",
    owner: ({ account }, management) => ({
        account,
        ...(management === undefined ? {} : { mode: isLive(management) ? "live" : "test" }),
    }),

    async create(access, { name, copyPermissionsFrom: source }) {
        const found = source === undefined ? undefined : await beforehand(() => permissionsOf(access, source));
        const { permissions: wanted } = access.settings;
        const permissions = await beforehand(() => permissionsFor(wanted, found, "permissions"));
        const pair = isLive(access.management) ? await beforehand(keyPair) : undefined;
        const body = { type: "secret_key", name, permissions, ...(pair ? { public_key: pair.public } : {}) };
        // Stripe makes no second key for the same Idempotency-Key, so a lost answer may be asked for again. Not in a later
        // run, though: the answer can be decrypted only by the private key of this one.
        const idempotencyKey = `${name}-${randomUUID()}`;
        const asking = remembering(() => adminClient(access, "POST", KEYS, body, { idempotencyKey }));
        const made = requireObject(await withRetry(asking));
        return madeOf(() => ({
            id: requireString(made.id, "id"),
            key: secretOf(requireObject(made.secret_key), pair?.private),
        }));
    },

    async verify(settings, { key }): Promise<Probe> {
        try {
            const client = await clientOf(settings, key);
            await client.balance.retrieve({}, { maxNetworkRetries: 0, timeout: VERIFY_TIMEOUT_MS });
            return { state: "alive" };
        } catch (error) {
            const { status, isVendors } = stripeFailure(error, [key]);
            if (status === 401 && isVendors) return { state: "dead", detail: "401, Stripe does not know the key" };
            if (status === 403 && isVendors) return { state: "alive" }; // known, but may not read the balance
            return {
                state: "unknown",
                detail: status === undefined ? "no answer from Stripe" : `Stripe answered ${status}`,
            };
        }
    },

    async retire(access, id) {
        const path = `${KEYS}/${encodeURIComponent(id)}`;
        await withRetry(() => adminClient(access, "POST", `${path}/expire`, {})).catch(async (error: unknown) => {
            const refused = error instanceof VendorError && [400, 409].includes(error.status ?? 0);
            if (!refused) return ignoreNotFound(error);
            // Whatever Stripe says to who expires an expired key: what it is now is what counts.
            const found = await withRetry(() => adminClient(access, "GET", path)).catch(ignoreNotFound);
            if (found !== undefined && requireObject(found).status !== "expired") throw error;
        });
    },

    async list(access) {
        const found: ListedKey[] = [];
        let path: string | undefined = `${KEYS}?limit=${PAGE_SIZE}`;
        for (let page = 0; path !== undefined && page < MAX_PAGES; page++) {
            const from: string = path;
            const answer = requireObject(await withRetry(() => adminClient(access, "GET", from)));
            found.push(...listIn(answer, "data").flatMap(listed));
            path = nextPath(access.settings, answer.next_page_url);
        }
        return path === undefined ? found : tooMany(found.length);
    },
};

/** In test mode the list holds every key of the account: nothing but names and times is taken out of it. */
function listed(entry: unknown): ListedKey[] {
    const { id, name, status, created, expires_at: dies, last_used: used } = requireObject(entry);
    if (status === "expired") return [];
    return [
        {
            id: requireString(id, "id"),
            name: optionalString(name) ?? "",
            createdAt: optionalString(created),
            expiresAt: optionalString(dies),
            lastUsedAt: optionalString(used),
        },
    ];
}

/** Permissions of a key; undefined if it is gone. */
async function permissionsOf(access: Access<StripeSettings>, id: string): Promise<string[] | undefined> {
    const path = `${KEYS}/${encodeURIComponent(id)}`;
    const found = await withRetry(() => adminClient(access, "GET", path)).catch(ignoreNotFound);
    if (found === undefined || requireObject(found).status === "expired") return undefined;
    return requireList(requireObject(found).permissions).map(String);
}

function secretOf(secret: Record<string, unknown>, privateKey: string | undefined): string {
    const encrypted = requireObject(secret.encrypted_secret);
    if (encrypted.ciphertext !== undefined && privateKey !== undefined) {
        return decryptJwe(requireString(encrypted.ciphertext, "encrypted_secret"), privateKey);
    }
    return requireString(secret.token, "secret_key.token");
}

/** Keys of test mode and of sandboxes say so; all others are live, where Stripe shows a secret only encrypted. */
function isLive(management: string): boolean {
    return !management.includes("_test_");
}

async function keyPair() {
    const made = await promisify(generateKeyPair)("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    return { public: { pem_key: { algorithm: "RSA", data: made.publicKey } }, private: made.privateKey };
}

async function adminClient(
    { settings, management }: Access<StripeSettings>,
    method: "GET" | "POST",
    path: string,
    body?: Record<string, unknown>,
    more: RequestOptions = {},
): Promise<unknown> {
    const { account: stripeContext, apiVersion } = settings;
    const options = { apiVersion, maxNetworkRetries: 0, ...(stripeContext ? { stripeContext } : {}), ...more };
    try {
        const client = await clientOf(settings, management);
        return (await client.rawRequest(method, path, body, options)) as unknown;
    } catch (error) {
        throw stripeFailure(error, [management]);
    }
}

/** A proxy may send the address with its own path, which the client adds by itself. */
function nextPath({ endpoint }: StripeSettings, url: unknown): string | undefined {
    const text = optionalString(url);
    if (text === undefined) return undefined;
    const { pathname, search } = new URL(text, "https://api.stripe.com");
    const base = basePath(endpoint);
    return (pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname) + search;
}

/** The same request, asked for again: once its effect is unknown, no later refusal makes it known. */
function remembering<T>(ask: () => Promise<T>): () => Promise<T> {
    let unsure = false;
    return () =>
        ask().catch((error: unknown) => {
            if (!(error instanceof VendorError)) throw error;
            unsure ||= error.acted === "unknown";
            throw unsure ? new VendorError(error.message, error.status, "unknown") : error;
        });
}
