import { CLIENT, TENANT } from "../vendors/entra";
import type { Listed } from "../harness";
import {
    startCloudflare,
    startDatadog,
    startEntra,
    startSendGrid,
    startStripe,
    type Use,
    uses,
    type Vendor,
} from "../vendors";

/** A vendor as the tests need it. */
export interface Case {
    /** Its row in the table of vendors. */
    id: "stripe" | "sendgrid" | "datadog" | "cloudflare" | "entra";
    vendor: Vendor;
    /** What its component makes of the entry, for tests without one. */
    access: { settings: object; management: string };
    use: Use;
    entry: Listed;
    /** Secret configuration that the entry refers to. */
    config?: Record<string, unknown>;
    /** How often a new key is verified when all is well: before it is published, and as each store gives it back. */
    verifications: number;
    /** Calls that ask the twin for its permissions. */
    twin: (name: string) => string[];
    /** Answers to a deletion that worked. */
    retired: number;
    /** Answer to a creation that worked. */
    created: number;
    /** Answer to a key that is not one. */
    unknownKey: number;
    /** What 403 says of a key that is verified. */
    forbidden: "alive" | "dead" | "unknown";
}

const twin = (name: string): string[] => [`get ${name} 200`];

/** Starts each vendor with an entry that uses it. */
export const cases = {
    stripe: (): Promise<Case> => stripeCase(false),
    stripeLive: (): Promise<Case> => stripeCase(true),
    async sendgrid(): Promise<Case> {
        const vendor = await startSendGrid();
        const entry = {
            kind: "sendgrid-api-key",
            managementKey: { secret: vendor.managementKey },
            scopes: ["mail.send"],
        };
        const settings = { endpoint: vendor.endpoint, scopes: entry.scopes };
        return {
            id: "sendgrid",
            vendor,
            access: { settings, management: vendor.managementKey },
            use: uses.sendgrid,
            entry,
            verifications: 7,
            twin,
            retired: 204,
            created: 201,
            unknownKey: 401,
            forbidden: "unknown",
        };
    },
    async datadog(): Promise<Case> {
        const vendor = await startDatadog();
        const config = { "credential-rotation:datadogApplicationKey": { secret: vendor.applicationKey } };
        const entry = {
            kind: "datadog-api-key",
            managementKey: { secret: vendor.managementKey },
            applicationKey: { config: "datadogApplicationKey" },
            remoteConfig: false,
        };
        const management = JSON.stringify({ api: vendor.managementKey, application: vendor.applicationKey });
        return {
            id: "datadog",
            vendor,
            access: { settings: { endpoint: vendor.endpoint, remoteConfig: false, keyLimit: 50 }, management },
            use: uses.datadog,
            entry,
            config,
            verifications: 5,
            twin,
            retired: 204,
            created: 201,
            unknownKey: 403,
            forbidden: "dead",
        };
    },
    async entra(): Promise<Case> {
        const vendor = await startEntra();
        const { endpoint, managementKey } = vendor;
        const own = { tenantId: TENANT, clientId: CLIENT, loginEndpoint: endpoint };
        return {
            id: "entra",
            vendor,
            access: { settings: { endpoint, ...own }, management: managementKey },
            use: uses.entra,
            entry: { kind: "entra-app-secret", managementKey: { secret: managementKey }, ...own },
            verifications: 7,
            twin: () => [],
            retired: 204,
            created: 200,
            unknownKey: 401,
            forbidden: "unknown",
        };
    },
    cloudflare: (): Promise<Case> => cloudflareCase(undefined),
    cloudflareAccount: (): Promise<Case> => cloudflareCase("023e105f4ecef8ad9ca31a8372d0c353"),
};

/** Tokens of a user, or of an account. */
async function cloudflareCase(accountId: string | undefined): Promise<Case> {
    const vendor = await startCloudflare(accountId);
    const resources = { "com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43": "*" };
    const policies = [{ effect: "allow", permissionGroups: ["c8fed203ed3043cba015a93ad1616f1f"], resources }];
    const owner = accountId === undefined ? {} : { accountId };
    const managementKey = { secret: vendor.managementKey };
    const settings = { endpoint: vendor.endpoint, ...owner, policies, tokenLimit: 50 };
    return {
        id: "cloudflare",
        vendor,
        access: { settings, management: vendor.managementKey },
        use: accountId === undefined ? uses.cloudflare : uses.cloudflareAccount(accountId),
        entry: { kind: "cloudflare-api-token", managementKey, policies, ...owner },
        verifications: 5,
        twin,
        retired: 200,
        created: 200,
        unknownKey: 401,
        forbidden: "alive",
    };
}

/** Stripe in live mode shows its keys only encrypted; a management key of test mode says so. */
async function stripeCase(live: boolean): Promise<Case> {
    const vendor = await startStripe({ account: "acct_1Double", live });
    const name = live ? "stripeLiveKey" : "stripeTestKey";
    const config = { [`credential-rotation:${name}`]: { secret: vendor.managementKey } };
    const entry = {
        kind: "stripe-api-key",
        managementKey: { config: name },
        account: "acct_1Double",
        permissions: ["balance_read", "customer_read"],
    };
    const { account, permissions } = entry;
    const settings = { endpoint: vendor.endpoint, account, permissions, apiVersion: "2026-08-26.preview" };
    return {
        id: "stripe",
        vendor,
        access: { settings, management: vendor.managementKey },
        use: uses.stripe,
        entry,
        config,
        verifications: 5,
        twin,
        retired: 200,
        created: 200,
        unknownKey: 401,
        forbidden: "alive",
    };
}
