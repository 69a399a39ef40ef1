import assert from "node:assert/strict";
import { CloudflareApiToken } from "../../../../components/credentials/apiKey/vendors/cloudflare";
import { DatadogApiKey } from "../../../../components/credentials/apiKey/vendors/datadog";
import { SendGridApiKey } from "../../../../components/credentials/apiKey/vendors/sendgrid";
import { StripeApiKey } from "../../../../components/credentials/apiKey/vendors/stripe";
import { SsmParameters } from "../../../../components/stores/ssm/ssmParameters";

const stores = [new SsmParameters({ prefix: "/app" })];
const sendgrid = { managementKey: "SG.secret", scopes: ["mail.send"], stores };
const stripe = { managementKey: "sk_test_secret", permissions: ["balance_read"], stores };

describe("wrong arguments of an API key end the program before anything is asked", () => {
    const cases: [string, () => unknown, RegExp][] = [
        [
            "an overlap below 5 minutes",
            () => new SendGridApiKey("app", { ...sendgrid, rotation: { overlap: "299s" } }),
            /^app: rotation\.overlap: "299s"; expected at least "5m"/,
        ],
        [
            "an overlap as long as the period",
            () => new SendGridApiKey("app", { ...sendgrid, rotation: { overlap: "180d" } }),
            /overlap 180d .* must be shorter than the period/,
        ],
        [
            "no scopes",
            () => new SendGridApiKey("app", { ...sendgrid, scopes: undefined }),
            /^app: scopes: undefined; expected at least one, like \["mail\.send"\]/,
        ],
        [
            "no management key",
            () => new SendGridApiKey("app", { ...sendgrid, managementKey: "" }),
            /^app: the management key is missing/,
        ],
        [
            "keys through plain http",
            () => new SendGridApiKey("app", { ...sendgrid, endpoint: "http://proxy.example" }),
            /^app: endpoint: "http:\/\/proxy\.example"; expected an address that begins with https:/,
        ],
        [
            "a password in the address",
            () => new SendGridApiKey("app", { ...sendgrid, endpoint: "https://a:b@proxy.example" }),
            /^app: endpoint: "https:\/\/…@proxy\.example"; /,
        ],
        [
            "a prefix that others may have",
            () => new SendGridApiKey("app", { ...sendgrid, keyNamePrefix: "app" }),
            /^app: keyNamePrefix: "app"; expected 8 to 80/,
        ],
        [
            "adopting without a key as current",
            () => new SendGridApiKey("app", { ...sendgrid, adopt: { keyId: "abcdef", as: "current" } }),
            /^app: adopt\.key is missing: to publish cdef as the current key/,
        ],
        [
            "adopting nothing",
            () => new SendGridApiKey("app", { ...sendgrid, adopt: { keyId: "" } }),
            /^app: adopt\.keyId is missing/,
        ],
        [
            "no permissions",
            () => new StripeApiKey("app", { ...stripe, permissions: [] }),
            /^app: permissions: \[\]; expected at least one/,
        ],
        [
            "another account",
            () => new StripeApiKey("app", { ...stripe, account: "1A2B" }),
            /^app: account: "1A2B"; expected the id of a Stripe account/,
        ],
        [
            "one key of two",
            () => new DatadogApiKey("app", { stores, managementKey: "secret" } as never),
            /^app: managementKey and applicationKey are both needed/,
        ],
        [
            "no policies",
            () => new CloudflareApiToken("app", { stores, managementKey: "secret" }),
            /^app: policies: undefined; expected at least one/,
        ],
    ];
    for (const [title, make, expected] of cases) {
        it(title, () => {
            assert.throws(make, ({ message }: Error) => expected.test(message) && !message.includes('secret"'));
        });
    }
});
