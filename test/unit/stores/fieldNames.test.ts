import assert from "node:assert/strict";
import { AwsIamAccessKey } from "../../../components/credentials/awsIam/awsIamAccessKey";
import { StaticSecret } from "../../../components/credentials/staticSecret/staticSecret";
import { SecretsManagerSecret } from "../../../components/stores/secretsManager/secretsManagerSecret";
import { SsmParameters } from "../../../components/stores/ssm/ssmParameters";
import { Store } from "../../../components/stores/store";
import { VaultKv } from "../../../components/stores/vaultKv/vaultKv";

type Make = (names: Record<string, string>) => Store;
const STORES: Record<string, Make> = {
    ssm: (names) => new SsmParameters({ prefix: "/app", names }),
    secretsManager: (names) => new SecretsManagerSecret({ name: "app", names }),
    vaultKv: (names) => new VaultKv({ path: "secret/app", names }),
};
const fields = ["accessKeyId", "secretAccessKey"];

for (const [sort, make] of Object.entries(STORES))
    describe(`the names of the fields in ${sort}`, () => {
        const check = (names: Record<string, string>) => () => make(names).checkFields?.(fields);

        it("are of fields that there are: of a misspelt one the value would go by another name", () =>
            assert.throws(check({ accessKey: "id" }), {
                message: new RegExp(
                    `^stores\\.${sort}\\.names: unknown field "accessKey"; expected some of accessKeyId, `,
                ),
            }));

        it("are one for each", () => {
            const usual = sort === "ssm" ? "aws_secret_access_key" : "secretAccessKey";
            assert.throws(check({ accessKeyId: usual }), /names: "\w+" stands for two; expected another name for each/);
            assert.doesNotThrow(check({ accessKeyId: "secretAccessKey_", secretAccessKey: "two" }));
            const beside = sort === "ssm" ? "rotation" : "generation";
            assert.throws(check({ accessKeyId: beside }), new RegExp(`"${beside}" stands for two`));
        });
    });

describe("the names of the fields of a credential", () => {
    it("rename in Vault what stands beside them, too", () =>
        assert.doesNotThrow(() => STORES.vaultKv({ rotated_at: "since", slot: "colour" }).checkFields?.(fields)));

    it("are ones that SSM takes", () =>
        assert.throws(
            () => STORES.ssm({ accessKeyId: "my key" }),
            /stores\.ssm: "my key" is not the name of a parameter/,
        ));

    it("are checked before anything is made of it", () => {
        const stores = [STORES.secretsManager({ secretKey: "password" })];
        assert.throws(() => new AwsIamAccessKey("app", { user: "app", stores }), /unknown field "secretKey"/);
    });

    it("of a static secret are those of the overlap", () => {
        const stores = [STORES.ssm({ value: "previous" })];
        assert.throws(() => new StaticSecret("app", { stores }), /"previous" stands for two/);
    });
});
