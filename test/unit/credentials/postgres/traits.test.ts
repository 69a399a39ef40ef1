import assert from "node:assert/strict";
import { restoring } from "../../../../components/credentials/postgres/belongings";
import { rejectTraits } from "../../../../components/credentials/postgres/carry";
import { useOf } from "../../../../components/credentials/postgres/inUse";
import { rejectMinor } from "../../../../components/credentials/postgres/adminChecks";
import {
    inherited,
    listOf,
    millisecondsOf,
    nativeOf,
    NO_TRAITS,
    statementsFor,
    type Traits,
} from "../../../../components/credentials/postgres/traits";

const everywhere = (name: string, value: string) => ({ database: null, name, value });
const app: Traits = {
    settings: [
        everywhere("search_path", 'sales, "$user", "My Schema"'),
        everywhere("statement_timeout", "5s"),
        everywhere("role", "other"),
        { database: "shop", name: "TimeZone", value: "Europe/Berlin" },
    ],
    connectionLimit: 3,
    memberships: [{ name: "analysts", grantable: true }],
};

describe("What belongs to a login itself", () => {
    it("comes from the login before it, and from its owner where that has more", () => {
        assert.deepEqual(inherited(app, undefined, "app").settings.length, 3, "all but the role");
        assert.equal(inherited(app, undefined, "app").connectionLimit, 3);
        assert.deepEqual(inherited(app, undefined, "app").memberships, [], "the owner's hold through it");
        const blue = {
            settings: [everywhere("statement_timeout", "9s"), everywhere("role", "app")],
            connectionLimit: 7,
            memberships: [
                { name: "app", grantable: true },
                { name: "extra", grantable: true },
            ],
        };
        const green = inherited(app, blue, "app");
        assert.equal(green.settings.find(({ name }) => name === "statement_timeout")?.value, "9s");
        assert.equal(green.connectionLimit, 7);
        assert.deepEqual(green.memberships, [{ name: "extra", grantable: true }]);
    });

    it("is set by the provider where that would set it back, and by statements everywhere", () => {
        assert.deepEqual(nativeOf(app), {
            connectionLimit: 3,
            searchPaths: ["sales", "$user", "My Schema"],
            statementTimeout: 5000,
        });
        assert.deepEqual(nativeOf(NO_TRAITS), {});
        assert.deepEqual(
            statementsFor('a"b', inherited(app, undefined, "app")).map(({ sql }) => sql),
            [
                `ALTER ROLE "a""b" SET "search_path" TO 'sales', '$user', 'My Schema'`,
                `ALTER ROLE "a""b" SET "statement_timeout" TO '5000'`,
                `ALTER ROLE "a""b" IN DATABASE "shop" SET "TimeZone" TO 'Europe/Berlin'`,
            ],
        );
        const odd = { ...NO_TRAITS, settings: [everywhere("search_path", '""'), everywhere("app.key", "it's \\ odd")] };
        assert.deepEqual(
            statementsFor("a", odd).map(({ sql }) => sql),
            [`ALTER ROLE "a" SET "search_path" TO ''`, `ALTER ROLE "a" SET "app.key" TO  E'it''s \\\\ odd'`],
        );
        assert.deepEqual(
            [listOf('""'), listOf("a,b"), listOf('"x, y"'), listOf(undefined)],
            [undefined, ["a", "b"], undefined, undefined],
        );
        assert.deepEqual(["5s", "250", "1.5min", "0", "x"].map(millisecondsOf), [5000, 250, 90_000, 0, undefined]);
    });

    it("is refused by name before a login is made that could not have it", () => {
        const role = (grantable: boolean) => ({
            ...{
                name: "app_blue",
                oid: 1,
                login: true,
                superuser: false,
                administered: true,
                admin: "dba",
                usable: true,
            },
            ...{ owns: [], sessions: [], privileges: [] },
            traits: { ...NO_TRAITS, memberships: [{ name: "closed", grantable }] },
        });
        const names = { owner: "app", blue: "app_blue", green: "app_green" };
        assert.equal(rejectTraits([role(true)], names), undefined);
        assert.match(
            rejectTraits([role(false)], names) ?? "",
            /member of "closed".*GRANT "closed" TO "app"; REVOKE "closed" FROM "app_blue"/,
        );
    });
});

describe("A minor release of the server that does not run a login as its role says", () => {
    it("is refused by its number, and those before and after it are not", () => {
        const refused = [130_017, 140_014, 150_009, 160_005, 170_001];
        for (const version of refused) {
            assert.match(
                rejectMinor(version) ?? "",
                /^PostgreSQL \d\d\.\d+ does not apply ALTER ROLE … SET role.*expected \d\d\.\d+ or later/,
            );
            assert.deepEqual([rejectMinor(version - 1), rejectMinor(version + 1)], [undefined, undefined]);
        }
    });
});

describe("A login that owns something itself", () => {
    it("does not leave before what it owns could be handed over, and says the GRANT that helps", () => {
        const role = {
            ...{ name: "app_blue", oid: 1, login: true, superuser: false, administered: true, admin: "dba" },
            ...{ owns: ["shop", null], sessions: [], privileges: [], traits: NO_TRAITS },
        };
        const owner = (usable: boolean) => ({ ...role, name: "app", usable });
        assert.match(
            useOf({ ...role, usable: false }, "app", owner(false), true) ?? "",
            /owns something itself in "shop", what all databases share.*run GRANT "app_blue", "app" TO "dba"$/,
        );
        assert.match(useOf({ ...role, usable: true }, "app", owner(false), true) ?? "", /run GRANT "app" TO "dba"$/);
        assert.equal(useOf({ ...role, usable: true }, "app", owner(true), true), undefined);
        assert.equal(useOf({ ...role, owns: [], usable: false }, "app", owner(false), true), undefined);
    });
});

describe("Default privileges of a login that leaves", () => {
    it("are set back one by one, so that no data goes with them", () => {
        const found = [
            { objects: "f", schema: null, grantee: "app_blue", granted: true },
            { objects: "r", schema: "sales", grantee: "ro", granted: true },
        ];
        const begin = `ALTER DEFAULT PRIVILEGES FOR ROLE "app_blue"`;
        assert.deepEqual(restoring("app_blue", found), [
            `${begin} REVOKE ALL ON FUNCTIONS FROM "app_blue"`,
            `${begin} IN SCHEMA "sales" REVOKE ALL ON TABLES FROM "ro"`,
            `${begin} GRANT EXECUTE ON FUNCTIONS TO PUBLIC`,
            `${begin} GRANT ALL ON FUNCTIONS TO "app_blue"`,
        ]);
    });
});
