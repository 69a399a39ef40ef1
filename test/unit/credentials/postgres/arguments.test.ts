import assert from "node:assert/strict";
import { PostgresLogin, type PostgresLoginArgs } from "../../../../components/credentials/postgres/postgresLogin";
import { SsmParameters } from "../../../../components/stores/ssm/ssmParameters";

const good: PostgresLoginArgs = {
    login: "app",
    database: "app",
    server: { host: "db.internal", username: "admin", password: "Admin" },
    stores: [new SsmParameters({ prefix: "/app" })],
};

describe("wrong arguments of a PostgreSQL login end the program before the server is asked", () => {
    const length = (passwordLength: number): [string, Partial<PostgresLoginArgs>, RegExp] => [
        `a password of ${passwordLength} characters`,
        { passwordLength },
        new RegExp(
            `^Error: app: passwordLength: ${passwordLength}; expected a whole number from 22 \\(131 bits\\) to 128$`,
        ),
    ];
    const cases: [string, Partial<PostgresLoginArgs>, RegExp][] = [
        length(21),
        length(129),
        length(48.5),
        ["no database", { database: "" }, /^Error: app: database: ""; expected the name of a database, like "myapp"/],
        ["an unknown mode", { mode: "double" as "single" }, /app: mode: "double"; expected "alternating" or "single"/],
        [
            "an owner where there is one role",
            { mode: "single", owner: "boss" },
            /app: owner: "boss" has no meaning in mode "single", .*leave it out/,
        ],
        [
            "sessions to be ended where the login stays",
            { mode: "single", terminateSessions: true },
            /app: terminateSessions: true has no meaning in mode "single"/,
        ],
    ];
    for (const [what, more, message] of cases)
        it(what, () => assert.throws(() => new PostgresLogin("app", { ...good, ...more }), message));
});
