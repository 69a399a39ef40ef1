import assert from "node:assert/strict";
import { checkCredentials } from "../../../stack/config";
import { fieldOf } from "../../../stack/kinds/postgresLogin";

const entry = (password: unknown) => ({
    ...{
        kind: "postgres-login",
        name: "shop",
        login: "shop",
        database: "shop",
        stores: [{ ssm: { prefix: "/shop" } }],
    },
    server: { host: "db", password },
});

describe("The password of a PostgreSQL administrator", () => {
    it("is one of the configuration, or a field of a secret that AWS changes", () => {
        for (const password of [{ config: "dba" }, { secretsManager: "rds!db" }, { secretsManager: "a", field: "pw" }])
            assert.equal(checkCredentials([entry(password)])[0].kind, "postgres-login");
        assert.throws(
            () => checkCredentials([entry({ secretManager: "a" })]),
            /server\.password: .*expected \{ config: .*or \{ secretsManager: "<name or ARN>", field: "password" \}/,
        );
    });

    it("is read from the field of a secret, and nothing of the secret is shown where it has none", () => {
        assert.equal(fieldOf('{"password":"Geheim1"}', "rds!db", "password"), "Geheim1");
        for (const document of [
            "Geheim1",
            "null",
            '"Geheim1"',
            '{"other":"Geheim1"}',
            '{"password":""}',
            '{"password":7}',
        ]) {
            assert.throws(
                () => fieldOf(document, "rds!db", "password"),
                (error: Error) => /"rds!db".*field.*"password"/.test(error.message) && !/Geheim/.test(error.message),
            );
        }
    });
});
