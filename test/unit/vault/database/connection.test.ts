import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { connectionUrl } from "../../../../components/vault/database/connection";

describe("the address of a database as Vault takes it", () => {
    const cases: [string, string, string][] = [
        ["db.internal", "myapp", "db.internal:5432/myapp"],
        ["::1", "myapp", "[::1]:5432/myapp"],
        ["[fd00::1]", "myapp", "[fd00::1]:5432/myapp"],
        ["db.internal", "my app/50%?x=y", "db.internal:5432/my%20app%2F50%25%3Fx%3Dy"],
    ];
    for (const [host, database, expected] of cases)
        it(`has ${host} and ${database} in it as they are meant`, async () => {
            const url = await new Promise((resolve) =>
                connectionUrl({ host: pulumi.output(host), database }).apply(resolve),
            );
            assert.equal(url, `postgresql://{{username}}:{{password}}@${expected}?sslmode=verify-full`);
        });
});
