import assert from "node:assert/strict";
import { tlsOf } from "../../../../components/credentials/postgres/connect";
import { classify } from "../../../../components/credentials/postgres/failures";
import { loginFields } from "../../../../components/credentials/postgres/fields";
import { quoted, roleNames } from "../../../../components/credentials/postgres/names";
import { adminRejection } from "../../../../components/credentials/postgres/adminChecks";
import { Administrator, describeSessions, FoundRole } from "../../../../components/credentials/postgres/roles";
import { scramVerifier } from "../../../../components/credentials/postgres/scram";
import { NO_TRAITS } from "../../../../components/credentials/postgres/traits";

const ADMIN: Administrator = { name: "dba", superuser: false, createRole: true, version: 160_004, standby: false };
const ROLE: FoundRole = {
    ...{ name: "app", oid: 1, login: false, superuser: false, administered: true },
    ...{ sessions: [], privileges: [], usable: true, owns: [], traits: NO_TRAITS, admin: "dba" },
};

describe("The parts of a PostgreSQL login", () => {
    it("make the verifier that a server makes of the same password and salt", () => {
        // Keys of the example in RFC 7677: user "user", password "pencil".
        const verifier = scramVerifier("pencil", "W22ZaJ0SNY7soEsUEjb6gQ==");
        assert.equal(
            verifier,
            "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
        );
    });

    // Holds 39; incidents 23.
    it("encode everything in the URL", () => {
        const target = { host: "::1", port: 5433, database: "my db", sslmode: "verify-full" as const };
        const { url, port } = loginFields(`My "App"@x`, "pa/ss", target);
        assert.equal(url, "postgresql://My%20%22App%22%40x:pa%2Fss@[::1]:5433/my%20db?sslmode=verify-full");
        assert.equal(port, "5433");
    });

    it("quote names, and refuse those that PostgreSQL would cut off", () => {
        assert.equal(quoted('a"b'), '"a""b"');
        assert.deepEqual(roleNames("c", "App x"), { owner: "App x", blue: "App x_blue", green: "App x_green" });
        assert.throws(
            () => roleNames("c", "ä".repeat(29)),
            /^Error: c: login: .* has 64 bytes; expected .* at most 63/,
        );
        assert.throws(() => roleNames("c", ""), /c: login: ""; expected the name of a role/);
        assert.throws(() => roleNames("c", "app", "app_blue"), /is the name of one of its logins/);
    });

    it("use TLS as libpq does", () => {
        assert.equal(tlsOf("disable"), false);
        assert.deepEqual(tlsOf("require"), { rejectUnauthorized: false });
        assert.deepEqual(tlsOf("verify-full"), { rejectUnauthorized: true });
        const lax = tlsOf("verify-ca") as { rejectUnauthorized: boolean; checkServerIdentity(): undefined };
        assert.deepEqual([lax.rejectUnauthorized, lax.checkServerIdentity()], [true, undefined]);
    });

    // Holds 40; incidents 20.
    it("refuse an administrator who could not do it, and say why", () => {
        const of = (admin: Partial<Administrator>, found: FoundRole[] = [], names = ["app", "app_blue"]) =>
            adminRejection({ ...ADMIN, ...admin }, names, found, "db:5432");
        assert.equal(of({}, [ROLE]), undefined);
        assert.match(of({ name: "app_blue" }) ?? "", /is itself a role that is rotated/);
        assert.match(of({ standby: true }) ?? "", /db:5432 is a standby/);
        assert.match(of({ createRole: false }) ?? "", /ALTER ROLE … CREATEROLE is missing/);
        assert.equal(of({ createRole: false, superuser: true }), undefined);
        assert.match(of({}, [{ ...ROLE, superuser: true }]) ?? "", /"app" is a superuser/);
        const foreign = [{ ...ROLE, administered: false }];
        assert.match(of({}, foreign) ?? "", /GRANT "app" TO "dba" WITH ADMIN OPTION/);
        assert.equal(of({ version: 150_002 }, foreign), undefined);
    });

    it("tell a login that is refused from a server that cannot be asked", () => {
        const code = (value: string) => classify(Object.assign(new Error("secret"), { code: value })).state;
        assert.deepEqual(["28P01", "28000", "3D000", "53300", "57P03", "ECONNREFUSED"].map(code), [
            ...["dead", "dead", "dead", "unknown", "unknown", "unknown"],
        ]);
    });

    it("list sessions by name, address and age, those that are hidden too", () => {
        const since = new Date("2030-01-01T00:00:00.123Z");
        const sessions = [
            { application: "shop", address: "10.0.0.1", since },
            { application: null, address: null, since: null },
        ];
        assert.equal(
            describeSessions(sessions),
            '2 open sessions ("shop" from 10.0.0.1 since 2030-01-01T00:00:00Z, a session without a name)',
        );
    });
});
