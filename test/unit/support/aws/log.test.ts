import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { ListAccessKeysCommand, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, ListDocumentsCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { fresh, iamOf, mint, refused, secretsOf, ssmOf, whoIs, withAws } from "./harness";

withAws("The call log", (suite) => {
    let UserName: string;

    beforeEach(async () => {
        UserName = fresh("logged");
        await suite.aws.createUser(UserName);
        suite.aws.resetCalls();
    });

    it("has every call in order, with caller, subject and outcome", async () => {
        const at = new Date("2030-01-01T00:00:00Z");
        suite.aws.setNow(at);
        const key = await mint(suite.aws, UserName);
        await whoIs(suite.aws, key);
        await refused(
            ssmOf(suite.aws, key).send(new GetParameterCommand({ Name: "/a" })),
            "AccessDeniedException",
            400,
        );
        suite.aws.setNow(() => new Date());
        const admin = suite.aws.admin.accessKeyId.slice(-4);
        const made = key.accessKeyId.slice(-4);
        const first = suite.aws.calls[0]!.n;
        assert.deepEqual(
            suite.aws.calls.map(({ ms, ...call }) => ({ ...call, n: call.n - first, ms: ms > 0 })),
            [
                {
                    n: 0,
                    at,
                    ms: true,
                    service: "iam",
                    action: "CreateAccessKey",
                    resource: UserName,
                    access: "write",
                    accessKeySuffix: admin,
                    subjectSuffix: made,
                    status: 200,
                    phase: "answered",
                },
                {
                    n: 1,
                    at,
                    ms: true,
                    service: "sts",
                    action: "GetCallerIdentity",
                    resource: "*",
                    access: "read",
                    accessKeySuffix: made,
                    status: 200,
                    phase: "answered",
                },
                {
                    n: 2,
                    at,
                    ms: true,
                    service: "ssm",
                    action: "GetParameter",
                    resource: "/a",
                    access: "read",
                    accessKeySuffix: made,
                    status: 400,
                    errorCode: "AccessDeniedException",
                    phase: "answered",
                },
            ],
        );
    });

    it("lists the changes that AWS made, and no reads or refusals", async () => {
        const key = await mint(suite.aws, UserName);
        await iamOf(suite.aws).send(new ListAccessKeysCommand({ UserName }));
        const input = { UserName, AccessKeyId: key.accessKeyId };
        await iamOf(suite.aws).send(new UpdateAccessKeyCommand({ ...input, Status: "Inactive" }));
        const Name = `/${UserName}/key`;
        const put = new PutParameterCommand({ Name, Value: "v", Type: "SecureString" });
        await ssmOf(suite.aws).send(put);
        await refused(ssmOf(suite.aws).send(put), "ParameterAlreadyExists", 400);
        assert.deepEqual(suite.aws.mutations(), [
            `iam:CreateAccessKey ${UserName}`,
            `iam:UpdateAccessKey ${UserName}`,
            `ssm:PutParameter ${Name}`,
        ]);
        assert.equal(suite.aws.calls.find((call) => call.action === "UpdateAccessKey")?.detail, "Inactive");
        suite.aws.resetCalls();
        assert.deepEqual([suite.aws.mutations(), suite.aws.calls.length], [[], 0]);
    });

    it("calls a secret and a parameter by name, also when their ARN was used", async () => {
        const created = await secretsOf(suite.aws).send(new CreateSecretCommand({ Name: UserName, SecretString: "v" }));
        const next = { SecretId: created.ARN!, SecretString: "w" };
        await secretsOf(suite.aws).send(new PutSecretValueCommand(next));
        const arn = `arn:aws:ssm:us-east-1:123456789012:parameter/${UserName}/a`;
        await ssmOf(suite.aws)
            .send(new GetParameterCommand({ Name: arn }))
            .catch(() => undefined);
        assert.deepEqual(
            suite.aws.calls.map((call) => call.resource),
            [UserName, UserName, `/${UserName}/a`],
        );
    });

    it("never has a secret, a value or a whole key id", async () => {
        const value = randomBytes(24).toString("hex");
        const key = await mint(suite.aws, UserName);
        const Name = `/${UserName}/value`;
        await ssmOf(suite.aws).send(new PutParameterCommand({ Name, Value: value, Type: "String" }));
        const secret = { Name: UserName, SecretString: value };
        await secretsOf(suite.aws).send(new CreateSecretCommand(secret));
        const next = { SecretId: UserName, SecretString: `${value}2` };
        await secretsOf(suite.aws).send(new PutSecretValueCommand(next));
        await whoIs(suite.aws, key);
        const text = JSON.stringify(suite.aws.calls) + suite.aws.mutations().join();
        for (const hidden of [value, key.secretAccessKey, key.accessKeyId]) {
            assert.ok(!text.includes(hidden));
        }
    });

    it("keeps requests that are not emulated apart, and refuses them", async () => {
        const unknown = ssmOf(suite.aws).send(new ListDocumentsCommand({}));
        await refused(unknown, "UnknownOperationException", 400, /Not emulated.*ssm:ListDocuments/);
        const page = await fetch(`${suite.aws.endpoint}/latest/meta-data`);
        assert.equal(page.status, 400);
        const found = suite.aws.unmatched.splice(0);
        assert.deepEqual(
            found.map(({ what }) => what),
            ["ssm:ListDocuments", "/latest/meta-data"],
        );
    });
});
