import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { checkCredentials } from "../../../stack/config";
import { awsIamAccessKey } from "../../../stack/kinds/awsIamAccessKey";

const good = { kind: "aws-iam-access-key", name: "app", user: "app-user", stores: [{ ssm: { prefix: "/app" } }] };

describe("an entry that is wrong", () => {
    const wrong: [string, object, RegExp][] = [
        [
            "a misspelt field is answered with those that there are",
            { overlop: "1d" },
            /\[0\]: an object: unknown field "overlop"; expected some of kind, name, .*overlap.*user, adopt/,
        ],
        [
            "so is one of a store",
            { stores: [{ ssm: { prefix: "/app", overwrit: true } }] },
            /\.stores\[0\]\.ssm: an object: unknown field "overwrit"; expected some of prefix, kmsKeyId, keyId, .*overwrite/,
        ],
        [
            "what a consumer lacks is named",
            { consumers: [{ acknowledge: { name: "a" } }, { webhook: { url: "https://a.b", secret: "x" } }] },
            /\.consumers\[1\]\.webhook\.confirmUrl: missing: /,
        ],
        [
            "so is a field of a consumer that there is not",
            { consumers: [{ acknowledge: { name: "a", after: ["b"] } }] },
            /\.consumers\[0\]\.acknowledge: an object: unknown field "after"; expected some of name, title/,
        ],
        [
            "of an ExternalSecret no more is hidden than of others",
            { consumers: [{ externalSecret: { namespace: 1, externalSecret: "app" } }] },
            /\.consumers\[0\]\.externalSecret\.namespace: 1: /,
        ],
        [
            "a secret that is missing is said to be missing",
            { consumers: [{ webhook: { url: "https://a.b", confirmUrl: "https://a.b" } }] },
            /\.webhook\.secret: missing: expected \{ config: /,
        ],
        [
            "a duration without its unit is answered with what one looks like",
            { every: 80, audit: { quietTime: 12 } },
            /\.every: 80: expected a duration like "90d" or "24h", in quotes[^]*\.quietTime: 12: expected a duration/,
        ],
        [
            "a text that YAML takes for a number is to be in quotes",
            { user: 42 },
            /\.user: 42: expected a text, in quotes/,
        ],
        ["what has no value is said to have none", { every: null }, /\.every: nothing stands there: /],
        [
            "so is a secret",
            { adopt: { accessKeyId: "A", secretAccessKey: null } },
            /Key: nothing stands there: expected \{/,
        ],
        ["a switch is no reason to rotate", { rotate: true }, /\.rotate: true: expected a text or a number/],
        ["so are consumers that are none", { consumers: "x" }, /\.consumers: "x": expected a list of consumers, or/],
    ];
    for (const [what, change, message] of wrong)
        it(what, () => assert.throws(() => checkCredentials([{ ...good, ...change }]), message));
});

describe("a date in an entry", () => {
    it("may stand without quotes: the schedule's name is the same then", () => {
        const [entry] = checkCredentials([{ ...good, every: "80d", anchor: "2026-01-05 09:00:00 +0000 UTC" }]);
        assert.equal(entry.anchor, "2026-01-05T09:00:00Z");
    });
});

describe("what may be a secret in an entry that is wrong", () => {
    const common = { name: "app", stores: [{ ssm: { prefix: "/app" } }] };
    const SHOWN = "20260131";
    const wrong: [string, object, RegExp][] = [
        [
            "a value to take over that YAML reads as a number",
            { ...common, kind: "static-secret", adopt: { value: Number(SHOWN) } },
            /\[0\]\.adopt\.value: \[secret\]: expected \{ config: /,
        ],
        [
            "a value that stands where its fields are to be",
            { ...common, kind: "static-secret", adopt: SHOWN },
            /\[0\]\.adopt: \[secret\]: .*expected object/,
        ],
        [
            "a URL of a server, with its password",
            { ...common, kind: "postgres-login", login: "a", database: "a", server: `postgres://a:${SHOWN}@db/a` },
            /\[0\]\.server: \[secret\]: .*expected object/,
        ],
        [
            "a password that YAML reads as a number",
            { ...common, kind: "postgres-login", login: "a", database: "a", server: { host: "db", password: +SHOWN } },
            /\[0\]\.server\.password: \[secret\]: expected \{ config: /,
        ],
        [
            "a token of Vault in place of where it is",
            { ...good, stores: [{ vaultKv: { path: "secret/app", tokenFrom: SHOWN } }] },
            /\.vaultKv\.tokenFrom: \[secret\]: .*expected object/,
        ],
        [
            "a management key that is a number",
            { ...common, kind: "sendgrid-api-key", scopes: ["mail.send"], managementKey: Number(SHOWN) },
            /\[0\]\.managementKey: \[secret\]: /,
        ],
    ];
    for (const [what, entry, message] of wrong)
        it(`is not shown: ${what}`, () => {
            assert.throws(
                () => checkCredentials([entry]),
                (error: Error) => {
                    assert.match(error.message, message);
                    assert.ok(!error.message.includes(SHOWN), error.message);
                    return true;
                },
            );
        });
});

describe("the secret of an access key that is taken over", () => {
    const adopt = (secretAccessKey: string | { config: string }) => ({ accessKeyId: "AKIA", secretAccessKey });
    const make = (given: string | { config: string }) => () =>
        awsIamAccessKey.make({ ...good, adopt: adopt(given) }, { stores: [] });

    before(() => pulumi.runtime.setAllConfig({ "app:plain": "abc", "rotation:credentials": "[]" }, []));
    after(() => pulumi.runtime.setAllConfig({}, []));

    it("may stand in a config key of its own, as those of other vendors do", () => {
        const [entry] = checkCredentials([{ ...good, adopt: adopt({ config: "oldKey" }) }]);
        assert.deepEqual(entry.adopt, adopt({ config: "oldKey" }));
    });

    it("is refused in plain text, without being shown", () => {
        const refused = (error: Error) =>
            /^adopt\.secretAccessKey stands in plain text in /.test(error.message) && !error.message.includes("abc");
        assert.throws(make("abc"), refused);
        assert.throws(make({ config: "app:plain" }), refused);
    });
});
