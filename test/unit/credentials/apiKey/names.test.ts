import assert from "node:assert/strict";
import { nameOf, newMark, parseName, prefixOf } from "../../../../components/credentials/apiKey/names";
import { permissionsFor } from "../../../../components/credentials/apiKey/permissions";

const owner = { project: "shop", stack: "prod", credential: "billing" };

describe("names of API keys", () => {
    it("carry credential, generation and slot, and are read back", () => {
        const prefix = prefixOf(owner);
        assert.match(prefix, /^rotation-billing-[0-9a-f]{8}$/);
        assert.deepEqual(parseName(prefix, nameOf(prefix, 12, "green")), { generation: 12, slot: "green" });
    });

    it("differ between projects, stacks and credentials", () => {
        const others = [
            { project: "shop2" },
            { stack: "dev" },
            { credential: "billing2" },
            { credential: "x".repeat(100) },
        ];
        const all = [owner, ...others.map((other) => ({ ...owner, ...other }))].map(prefixOf);
        assert.equal(new Set(all).size, all.length);
        assert.equal(
            new Set(
                [`${"x".repeat(99)}a`, `${"x".repeat(99)}b`].map((credential) => prefixOf({ ...owner, credential })),
            ).size,
            2,
        );
        assert.ok(
            all.every((prefix) => nameOf(prefix, 999_999_999, "green").length <= 100),
            "Stripe cuts at 100 characters",
        );
    });

    it("carry a mark that no other ledger has, and those without one are read too", () => {
        const prefix = prefixOf(owner);
        const marks = Array.from({ length: 200 }, () => newMark(prefix));
        assert.ok(marks.every((mark) => /^[0-9a-f]{8}$/.test(mark)));
        assert.equal(new Set(marks).size, 200);
        const name = nameOf(prefix, 12, "green", "07d2c4ab");
        assert.equal(name, `${prefix}-07d2c4ab-g12-green`);
        assert.deepEqual(parseName(prefix, name), { generation: 12, slot: "green", mark: "07d2c4ab" });
        for (const other of ["07d", "07d2c4abe", "somebody"])
            assert.equal(parseName(prefix, `${prefix}-${other}-g12-green`), undefined);
        const long = "x".repeat(80);
        assert.ok(nameOf(long, 9999, "green", newMark(long)).length <= 100, "Stripe cuts at 100 characters");
    });

    it("are nobody else's", () => {
        const prefix = prefixOf(owner);
        const foreign = [
            "",
            "billing",
            prefix,
            `${prefix}-g1`,
            `${prefix}-g1-red`,
            `${prefix}-gx-blue`,
            `${prefix}-g1-blue-old`,
            `my-${prefix}-g1-blue`,
        ];
        assert.deepEqual(
            foreign.map((name) => parseName(prefix, name)),
            foreign.map(() => undefined),
        );
        assert.equal(parseName(prefixOf({ ...owner, stack: "dev" }), nameOf(prefix, 1, "blue")), undefined);
    });
});

// Holds 10.
describe("permissions of a new key", () => {
    const cases: [string, string[] | undefined, string[] | undefined, string[]][] = [
        ["the first key's are those listed", ["a", "b"], undefined, ["a", "b"]],
        ["the twin's are copied", undefined, ["a", "b"], ["a", "b"]],
        ["never more than the twin's", ["a", "b", "c"], ["a", "b"], ["a", "b"]],
        ["what is taken off the list is left out", ["a"], ["a", "b"], ["a"]],
    ];
    for (const [title, wanted, twin, expected] of cases) {
        it(title, () => assert.deepEqual(permissionsFor(wanted, twin, "scopes"), expected));
    }

    it("are never none", () => {
        assert.throws(
            () => permissionsFor(undefined, undefined, "scopes"),
            /^Error: scopes is missing: there is no other key/,
        );
        assert.throws(() => permissionsFor(["c"], ["a"], "scopes"), /scopes: c: the published key has none of them/);
    });
});
