import assert from "node:assert/strict";
import { SsmParameters, SsmParametersArgs } from "../../../../components/stores/ssm/ssmParameters";

describe("the parameters of a credential in SSM", () => {
    const twice: [string, Partial<SsmParametersArgs>][] = [
        ["rotation", { names: { value: "rotation" } }],
        ["credential", { recordName: "credential" }],
        ["one", { documentName: "one", recordName: "one" }],
        ["key", { names: { accessKeyId: "key", secretAccessKey: "key" } }],
    ];
    for (const [name, args] of twice)
        it(`have a name each: ${JSON.stringify(args)}`, () =>
            assert.throws(
                () => new SsmParameters({ prefix: "/app", ...args }),
                new RegExp(`^Error: stores\\.ssm: "${name}" stands for two parameters; expected one of its own`),
            ));

    const wrong: [string, Partial<SsmParametersArgs>][] = [
        ["*", { documentName: "*" }],
        ["../other/key", { names: { value: "../other/key*" } }],
        ["", { recordName: "" }],
    ];
    for (const [name, args] of wrong)
        it(`have names that SSM takes: ${JSON.stringify(args)}`, () =>
            assert.throws(
                () => new SsmParameters({ prefix: "/app", ...args }),
                ({ message }: Error) =>
                    message.startsWith(`stores.ssm: "${name}`) && /is not the name of a parameter/.test(message),
            ));

    it("may be called anything else", () => {
        const names = { accessKeyId: "id", secretAccessKey: "secret" };
        const store = new SsmParameters({ prefix: "/app", names, documentName: "all", recordName: "credential" });
        assert.equal(store.recordTitle, "/app/credential in SSM");
    });

    it("takes the KMS key under its older name too, and not under both", () => {
        for (const key of [{ kmsKeyId: "alias/a" }, { keyId: "alias/a" }])
            new SsmParameters({ prefix: "/app", ...key });
        assert.throws(() => new SsmParameters({ prefix: "/app", kmsKeyId: "alias/a", keyId: "alias/b" }), {
            message: "stores.ssm.keyId is the older name of kmsKeyId; expected one of them",
        });
    });
});
