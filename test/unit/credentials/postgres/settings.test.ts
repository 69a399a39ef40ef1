import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { loginFields } from "../../../../components/credentials/postgres/fields";
import { type LoginKindArgs, targetOf, triedAt } from "../../../../components/credentials/postgres/loginOptions";
import { serverOf, sessionOf } from "../../../../components/credentials/postgres/server";
import { knownValue } from "../../../../components/shared/pulumiOutputs";

describe("The arguments of a PostgreSQL server", () => {
    afterEach(() => pulumi.runtime.setAllConfig({}));

    it("are read as the provider has them, in its older spelling and with a certificate too", async () => {
        const clientcert = JSON.stringify({ cert: "/a.pem", key: "/a.key" });
        pulumi.runtime.setAllConfig({
            ...{ "postgresql:host": "db", "postgresql:sslMode": "verify-ca", "postgresql:clientcert": clientcert },
            ...{ "postgresql:username": "dba@azure", "postgresql:databaseUsername": "dba" },
        });
        const session = await sessionOf(serverOf(undefined, undefined));
        assert.deepEqual(
            [session?.sslmode, session?.clientcert, session?.user],
            ["verify-ca", clientcert, "dba@azure"],
        );
        const given = serverOf({ host: "db", clientcert: { cert: "c", key: "k", sslinline: true } }, undefined);
        assert.deepEqual(JSON.parse((await sessionOf(given))?.clientcert ?? ""), {
            cert: "c",
            key: "k",
            sslinline: true,
        });
        assert.ok(
            !("clientcert" in serverOf({ host: "db" }, undefined)),
            "nothing more stands in the state without one",
        );
    });

    it("are published as connect says, and tried as verify says", async () => {
        const server = serverOf({ host: "127.0.0.1", port: 15_432, sslmode: "require" }, undefined);
        const connect = {
            host: "db.internal",
            port: 5432,
            sslmode: "verify-full" as const,
            consumerRootcert: "system",
        };
        const args = {
            server,
            connect,
            verify: { host: "127.0.0.1", port: 15_432, sslmode: "require" },
            database: "shop",
        };
        const [published, tried] = await Promise.all([
            knownValue(targetOf(args as unknown as LoginKindArgs)),
            knownValue(triedAt(args as unknown as LoginKindArgs)),
        ]);
        assert.ok(published);
        assert.match(
            loginFields("u", "p", published).url,
            /@db\.internal:5432\/shop\?sslmode=verify-full&sslrootcert=system$/,
        );
        assert.deepEqual([tried?.host, tried?.port, tried?.sslmode], ["127.0.0.1", 15_432, "require"]);
        const plain = { server, connect: {}, database: "shop" } as unknown as LoginKindArgs;
        assert.equal(
            JSON.stringify(await knownValue(triedAt(plain))),
            JSON.stringify(await knownValue(targetOf(plain))),
        );
    });
});
