import assert from "node:assert/strict";
import { vaultRotatorPolicy } from "../../../../components/permissions/vaultRotatorPolicy";
import { timing, type VaultStaticRotation } from "../../../../components/vault/database/staticRole";

describe("when Vault changes the password of a static role", () => {
    it("is said as the provider takes it", () => {
        assert.deepEqual(timing("db", { period: "30d" }), { rotationPeriod: 2_592_000 });
        assert.deepEqual(timing("db", { schedule: "0 3 1 * *", window: "2h" }), {
            rotationSchedule: "0 3 1 * *",
            rotationWindow: 7200,
        });
    });

    const mistakes: [string, VaultStaticRotation, RegExp][] = [
        ["neither", {}, /^Error: db: rotation: \[\]; expected exactly one of period, schedule/],
        [
            "both",
            { period: "1d", schedule: "0 3 1 * *" },
            /db: rotation: \["period","schedule"\]; expected exactly one/,
        ],
        ["a period that Vault refuses", { period: "4s" }, /db: rotation\.period: "4s"; expected at least 5 seconds/],
        ["a cron of six fields", { schedule: "0 0 3 1 * *" }, /rotation\.schedule: "0 0 3 1 \* \*"; expected a cron/],
        ["a window too short", { schedule: "0 3 1 * *", window: "5m" }, /window: "5m"; expected at least 3600 seconds/],
        [
            "a window without a schedule",
            { period: "1d", window: "2h" },
            /window: "2h"; expected it only beside a schedule/,
        ],
    ];
    for (const [what, rotation, error] of mistakes) {
        it(`refuses ${what}`, () => assert.throws(() => timing("db", rotation), error));
    }
});

describe("the policy of a token that manages database roles", () => {
    it("names each connection and role, and no logins", () => {
        const policy = vaultRotatorPolicy({
            databases: [{ connection: "main", roles: ["app"], staticRoles: ["report"], existingMount: true }],
        });
        const paths = [...policy.matchAll(/^path "(.*)"/gm)].map(([, path]) => path);
        assert.deepEqual(paths, [
            "auth/token/lookup-self",
            "auth/token/create",
            "database/config/main",
            "database/roles/app",
            "database/static-roles/report",
        ]);
        assert.match(vaultRotatorPolicy({ databases: [{ connection: "main" }] }), /path "sys\/mounts\/database" \{/);
    });

    for (const database of [
        { connection: "*" },
        { connection: "main", roles: ["app-*"] },
        { mount: "+", connection: "main" },
    ])
        it(`is of no pattern: ${JSON.stringify(database)}`, () =>
            assert.throws(
                () => vaultRotatorPolicy({ databases: [{ existingMount: true, ...database }] }),
                /^Error: the policy would have ".*", which Vault takes for many paths; expected one without/,
            ));

    it("may have a plus in a name, which is none", () => {
        const databases = [{ connection: "a+b", existingMount: true }];
        assert.match(vaultRotatorPolicy({ databases }), /path "database\/config\/a\+b"/);
    });
});
