import type { Listed } from "../../../support/harness";
import { startCloudflare, startDatadog, startSendGrid, startStripe, Use, uses, Vendor } from "../../../support/vendors";

/** A vendor as the tests need it. */
export interface Case {
    vendor: Vendor;
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
        return {
            vendor,
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
        return {
            vendor,
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
    async cloudflare(): Promise<Case> {
        const vendor = await startCloudflare();
        const resources = { "com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43": "*" };
        const policies = [{ effect: "allow", permissionGroups: ["c8fed203ed3043cba015a93ad1616f1f"], resources }];
        const entry = { kind: "cloudflare-api-token", managementKey: { secret: vendor.managementKey }, policies };
        return {
            vendor,
            use: uses.cloudflare,
            entry,
            verifications: 5,
            twin,
            retired: 200,
            created: 200,
            unknownKey: 401,
            forbidden: "alive",
        };
    },
};

/** Stripe in live mode shows its keys only encrypted; a management key of test mode says so. */
async function stripeCase(live: boolean): Promise<Case> {
    const vendor = await startStripe({ account: "acct_1Double", live });
    const config = { "credential-rotation:stripeManagementKey": { secret: vendor.managementKey } };
    const entry = {
        kind: "stripe-api-key",
        managementKey: { config: "stripeManagementKey" },
        account: "acct_1Double",
        permissions: ["balance_read", "customer_read"],
    };
    return {
        vendor,
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
