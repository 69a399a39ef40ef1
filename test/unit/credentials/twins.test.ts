import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ApiKeyKind } from "../../../components/credentials/apiKey/kind";
import { ApiKeyVendor } from "../../../components/credentials/apiKey/vendor";
import { IamAccessKeyKind } from "../../../components/credentials/awsIam/kind";
import { AlternatingUsersKind } from "../../../components/credentials/postgres/alternatingUsers";
import { LoginKindArgs } from "../../../components/credentials/postgres/loginOptions";
import { roleNames } from "../../../components/credentials/postgres/names";
import { serverOf } from "../../../components/credentials/postgres/server";
import { SingleUserKind } from "../../../components/credentials/postgres/singleUser";
import { Scope } from "../../../components/shared/scope";
import { SecretsManagerSecret } from "../../../components/stores/secretsManager/secretsManagerSecret";
import { SsmParameters } from "../../../components/stores/ssm/ssmParameters";
import { VaultKv } from "../../../components/stores/vaultKv/vaultKv";
import { claimUnique } from "../../../components/shared/uniqueness";

/** Lets two credentials of a program have what these kinds claim. */
async function both(name: string, one: Kind, other: Kind): Promise<void> {
    claimUnique({ name: `${name}-one` }, await one.claims());
    claimUnique({ name: `${name}-one` }, await one.claims());
    claimUnique({ name: `${name}-other` }, await other.claims());
}

type Kind = Pick<AlternatingUsersKind, "claims">;

describe("two credentials of one program", () => {
    it("have no user of IAM in common, unless they are of two providers", async () => {
        const key = (user: string, provider?: object) =>
            new IamAccessKeyKind(
                ...([
                    pulumi.output(user),
                    provider as pulumi.ProviderResource,
                    pulumi.output(undefined),
                    false,
                ] as const),
            );
        await both("a", key("app-a"), key("app-b"));
        await both("b", key("app-c"), key("app-c", {}));
        await assert.rejects(
            both("c", key("app-d"), key("app-d")),
            /^Error: c-other: the credential "c-one" has the IAM user app-d too, .* Nothing was changed\. Give each one of its own$/,
        );
    });

    it("have no login of a server in common, in whatever mode", async () => {
        const args = (host: string) =>
            ({ server: serverOf({ host, username: "admin", sslmode: "disable" }, undefined) }) as LoginKindArgs;
        const pair = (login: string, host = "db") => new AlternatingUsersKind(args(host), roleNames("c", login), false);
        const single = (login: string) => new SingleUserKind(args("db"), login);
        await both("a", pair("shop"), pair("shop", "db2"));
        await both("b", pair("store"), single("store"));
        await assert.rejects(both("c", pair("cart"), pair("cart")), /has the login cart_blue at db:5432 too/);
        await assert.rejects(both("d", pair("till"), single("till_green")), /has the login till_green at db:5432 too/);
    });

    it("have no record in common, unless it is one of two providers", () => {
        const scope = (provider?: object) =>
            ({ name: "app", parent: { getProvider: () => provider } }) as unknown as Scope;
        const eu = {};
        const ssm = new SsmParameters({ prefix: "/app" });
        const secret = new SecretsManagerSecret({ name: "app" });
        const kv = (address: string) => new VaultKv({ path: "secret/app", address });
        for (const store of [ssm, secret]) {
            assert.equal(store.recordLocation(scope()), store.recordLocation(scope()));
            assert.notEqual(store.recordLocation(scope()), store.recordLocation(scope(eu)));
        }
        const own = new SsmParameters({ prefix: "/app", provider: eu as pulumi.ProviderResource });
        assert.equal(
            own.recordLocation(scope()),
            ssm.recordLocation(scope(eu)),
            "that of the credential counts like one of its own",
        );
        assert.notEqual(kv("https://a").recordLocation(), kv("https://b").recordLocation());
        assert.notEqual(ssm.recordLocation(scope()), new SsmParameters({ prefix: "/app2" }).recordLocation(scope()));
    });

    it("have no names of API keys in common in one account", async () => {
        const key = (prefix: string, management = "secret") => {
            const vendor = { id: "v", title: "Key" } as ApiKeyVendor<object>;
            return new ApiKeyKind({ vendor, settings: {}, management: pulumi.output(management), prefix });
        };
        await both("a", key("rotation-a"), key("rotation-b"));
        await both("b", key("rotation-c"), key("rotation-c", "another account's"));
        await assert.rejects(both("c", key("rotation-d"), key("rotation-d")), (error: Error) => {
            assert.match(error.message, /has the keyNamePrefix rotation-d too/);
            return !error.message.includes("secret");
        });
    });
});
