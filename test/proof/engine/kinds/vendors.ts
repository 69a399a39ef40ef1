import { type Case, cases } from "../../../support/apiKey/cases";
import { short } from "../../../support/apiKey/player";
import { fresh, type Listed } from "../../../support/harness";
import { vendorConsumer } from "../../../support/vendors";
import { ANCHOR } from "../../../engine/support/story";
import { type Abreast, EVERY_MS, type Kind, type Make } from "./kinds";

/** API keys of a vendor in Secrets Manager, each in an account of its own. */
const keysAt =
    (start: () => Promise<Case>): Make =>
    async ({ aws }, way, many): Promise<Abreast> => {
        const accounts = await Promise.all(Array.from({ length: many }, start));
        const one = (account: Case): Kind => {
            const { vendor, use } = account;
            const name = fresh("key");
            vendor.through((op) => way(`${account.id} ${op}`, name));
            return {
                name,
                entry: {
                    ...{ name, every: "30d", anchor: ANCHOR, endpoint: vendor.endpoint },
                    stores: [{ secretsManager: { name, recoveryWindowInDays: 0 } }],
                    ...withSecrets(account),
                },
                serve: async () => ({ consumer: await vendorConsumer(aws, vendor, use, name, EVERY_MS) }),
                left: async () => vendor.names().filter((one) => /^g\d/.test(short(one))),
            };
        };
        return {
            kinds: accounts.map(one),
            config: {},
            setNow: (now) => accounts.forEach(({ vendor }) => vendor.keyring.setNow(now)),
            async close() {
                for (const { vendor } of accounts) {
                    await vendor.close();
                    vendor.assertMatched();
                }
            },
        };
    };

/** The entry with the secrets that it refers to: several accounts cannot share a key of the configuration. */
function withSecrets({ entry, config = {} }: Case): Listed {
    const secret = (value: unknown): unknown => {
        const key = (value as { config?: string } | null)?.config;
        return key === undefined ? value : config[`credential-rotation:${key}`];
    };
    return Object.fromEntries(Object.entries(entry).map(([field, value]) => [field, secret(value)]));
}

/** The four vendors. Test mode of Stripe and tokens of a Cloudflare user differ in no call. */
export const vendorKinds: Record<string, Make> = {
    stripe: keysAt(cases.stripeLive),
    sendgrid: keysAt(cases.sendgrid),
    datadog: keysAt(cases.datadog),
    cloudflare: keysAt(cases.cloudflareAccount),
};
