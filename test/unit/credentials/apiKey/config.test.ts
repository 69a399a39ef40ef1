import assert from "node:assert/strict";
import { checkCredentials } from "../../../../stack/config";

const stores = [{ ssm: { prefix: "/app" } }];
const good = [
    {
        kind: "stripe-api-key",
        name: "a",
        stores,
        managementKey: { config: "k" },
        permissions: ["balance_read"],
        account: "acct_1",
    },
    {
        kind: "sendgrid-api-key",
        name: "b",
        stores,
        managementKey: { config: "k" },
        scopes: ["mail.send"],
        onBehalfOf: "sub",
    },
    {
        kind: "datadog-api-key",
        name: "c",
        stores,
        managementKey: { config: "k" },
        applicationKey: { config: "l" },
        keyLimit: 60,
    },
    {
        kind: "cloudflare-api-token",
        name: "d",
        stores,
        managementKey: { config: "k" },
        policies: [{ effect: "allow", permissionGroups: ["g"], resources: { z: "*" } }],
    },
];

describe("API keys in the stack's configuration", () => {
    it("are read, one row of the table a kind", () => {
        assert.deepEqual(
            checkCredentials(good).map(({ kind }) => kind),
            good.map(({ kind }) => kind),
        );
    });

    const wrong: [string, Record<string, unknown>, RegExp][] = [
        [
            "an unknown kind is answered with all kinds",
            { kind: "stripe" },
            /"stripe": no such kind; expected one of "aws-iam-access-key", "stripe-api-key", "sendgrid-api-key", "datadog-api-key", "cloudflare-api-token"/,
        ],
        ["there is no retention", { retention: "24h" }, /unknown field "retention"/],
        [
            "the management key is needed",
            { managementKey: undefined },
            /\[0\]\.managementKey: missing: expected \{ config: "<key>" \}/,
        ],
        [
            "a management key of another form is not shown",
            { managementKey: ["SG.secret"] },
            /managementKey: \[secret\]: expected/,
        ],
        ["scopes are a list", { scopes: "mail.send" }, /\.scopes: "mail\.send": .*expected array/],
    ];
    for (const [title, change, expected] of wrong) {
        it(title, () => {
            assert.throws(
                () => checkCredentials([{ ...good[1], ...change }]),
                ({ message }: Error) => expected.test(message) && !message.includes("SG.secret"),
            );
        });
    }
});
