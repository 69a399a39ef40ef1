import assert from "node:assert/strict";
import { checkCredentials } from "../../../stack/config";

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
            /\.stores\[0\]\.ssm: an object: unknown field "overwrit"; expected some of prefix, keyId, .*overwrite/,
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
        ["so are consumers that are none", { consumers: "x" }, /\.consumers: "x": expected a list of consumers, or/],
    ];
    for (const [what, change, message] of wrong)
        it(what, () => assert.throws(() => checkCredentials([{ ...good, ...change }]), message));
});
