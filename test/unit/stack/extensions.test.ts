import assert from "node:assert/strict";
import type { StackExtension } from "pulumi-credential-rotation/extend";
import { z } from "zod";
import { checkCredentials } from "../../../stack/config";
import { consumersOf } from "../../../stack/consumers";
import { extensions, useExtensions } from "../../../stack/extensions";

const fields = z.strictObject({ region: z.string(), token: z.string().optional() });
const made = { type: "acme", name: "api", settings: {} };
const acme: StackExtension = {
    kinds: { "acme-token": { fields, preset: "weekly", make: () => assert.fail("not made here") } },
    stores: { acmeConfig: { fields, make: () => assert.fail("not made here") } },
    consumers: { acmeService: { fields, make: () => made } },
};
const modules: Record<string, unknown> = {
    "@acme/rotation": { rotationExtension: acme },
    "@other/rotation": { rotationExtension: { kinds: acme.kinds } },
    "@acme/nothing": {},
};
const use = (listed: unknown) =>
    useExtensions(listed, (module) => modules[module] ?? assert.fail(`"${module}" cannot be found`));

const entry = {
    kind: "acme-token",
    name: "reports",
    region: "eu",
    every: "30d",
    stores: [{ acmeConfig: { region: "eu" } }],
};

describe("extensions of the stack", () => {
    afterEach(() => useExtensions(undefined));

    it("add kinds, stores and consumers to what an entry may name", () => {
        use(["@acme/rotation"]);
        const listed = { ...entry, consumers: [{ acmeService: { region: "eu" } }] };
        const [checked] = checkCredentials([listed]);
        assert.deepEqual([checked.kind, checked.name, checked.every], ["acme-token", "reports", "30d"]);
        assert.deepEqual(checked.stores, [{ acmeConfig: { region: "eu" } }]);
        assert.deepEqual(consumersOf(checked.consumers), [made]);
    });

    it("leave the package's own kinds as they are, and give them stores", () => {
        use(["@acme/rotation"]);
        const own = { kind: "static-secret", name: "app", stores: [{ ssm: { prefix: "/app" } }, ...entry.stores] };
        assert.equal(checkCredentials([own])[0].stores.length, 2);
    });

    it("are gone in a run that names none", () => {
        use(["@acme/rotation"]);
        use(undefined);
        assert.deepEqual(extensions(), { kinds: {}, stores: {}, consumers: {} });
        assert.throws(() => checkCredentials([entry]), /\[0\]\.kind: "acme-token": no such kind; expected one of "aws/);
    });

    const wrong: [string, object, RegExp][] = [
        ["a field of the kind", { region: 7 }, /credentials\[0\]\.region: \[secret\]: .*expected string/],
        ["an unknown field", { zone: "x" }, /credentials\[0\]: \[secret\]: Unrecognized key: "zone"/],
        ["a shared field", { every: 7 }, /credentials\[0\]\.every: 7: expected a duration like/],
        ["a field of a store", { stores: [{ acmeConfig: {} }] }, /\[0\]\.stores\[0\]\.acmeConfig\.region: missing: /],
        [
            "two stores in one",
            { stores: [{ acmeConfig: { region: "e" }, ssm: { prefix: "/a" } }] },
            /exactly one store/,
        ],
        [
            "an unknown store",
            { stores: [{ s3: {} }] },
            /expected some of ssm, secretsManager, vaultKv, kubernetesSecret, .*githubActions, acmeConfig/,
        ],
        [
            "a field of a consumer",
            { consumers: [{ acmeService: { region: [] } }] },
            /acmeService\.region: \[secret\]: /,
        ],
    ];
    for (const [what, change, message] of wrong)
        it(`show where ${what} is wrong`, () => {
            use(["@acme/rotation"]);
            assert.throws(() => checkCredentials([{ ...entry, ...change }]), message);
        });

    it("never show a value that their schema refuses, which may be a secret", () => {
        use(["@acme/rotation"]);
        const check = () => checkCredentials([{ ...entry, region: 1, token: { plain: "hunter22" } }]);
        assert.throws(check, (error: Error) => !error.message.includes("hunter22"));
    });

    const refused: [string, unknown, RegExp][] = [
        ["no list", "@acme/rotation", /^rotation:extensions: "@acme\/rotation": expected a list of modules, like/],
        ["no name", [7], /^rotation:extensions\[0\]: 7: expected the name of a module/],
        [
            "a module that is not there",
            ["@acme/typo"],
            /\[0\]: "@acme\/typo": expected a module that can be loaded: .*found/,
        ],
        ["a module without an extension", ["@acme/nothing"], /expected a module that exports rotationExtension = /],
        ["two of one name", ["@acme/rotation", "@other/rotation"], /\[1\]: "@other\/rotation": .*both have acme-token/],
    ];
    for (const [what, listed, message] of refused)
        it(`are refused where ${what} is listed`, () => assert.throws(() => use(listed), { message }));
});
