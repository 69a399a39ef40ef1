import assert from "node:assert/strict";
import {
    AttachUserPolicyCommand,
    CreateAccessKeyCommand,
    CreatePolicyCommand,
    CreateUserCommand,
    GetAccessKeyLastUsedCommand,
    ListUsersCommand,
    PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateSecretCommand, DescribeSecretCommand, GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import {
    AddTagsToResourceCommand,
    DescribeParametersCommand,
    GetParameterCommand,
    GetParametersByPathCommand,
    GetParametersCommand,
    PutParameterCommand,
} from "@aws-sdk/client-ssm";
import type { Credentials, PolicyDocument, Statement } from "../../../support/aws";
import { fresh, iamOf, mint, refused, secretsOf, ssmOf, whoIs, withAws } from "./harness";

withAws("IAM policies", (suite) => {
    function allow(Action: string | string[], Resource: string | string[] = "*"): Statement {
        return { Effect: "Allow", Action, Resource };
    }

    function limitedTo(...Statement: Statement[]): Promise<Credentials> {
        return suite.aws.addPrincipal(fresh("limited"), { Statement });
    }

    const put = (Name: string): PutParameterCommand =>
        new PutParameterCommand({ Name, Value: "v", Type: "SecureString", Overwrite: true });

    it("a user without policies may only ask who it is", async () => {
        const UserName = fresh("bare");
        await suite.aws.createUser(UserName);
        const key = await mint(suite.aws, UserName);
        assert.equal(await whoIs(suite.aws, key), `arn:aws:iam::123456789012:user/${UserName}`);
        await refused(
            iamOf(suite.aws, key).send(new CreateAccessKeyCommand({ UserName })),
            "AccessDenied",
            403,
            new RegExp(
                `^User: arn:aws:iam::123456789012:user/${UserName} is not authorized to perform: ` +
                    `iam:CreateAccessKey on resource: user ${UserName} because no identity-based policy ` +
                    "allows the iam:CreateAccessKey action$",
            ),
        );
        const read = ssmOf(suite.aws, key).send(new GetParameterCommand({ Name: "/a" }));
        await refused(read, "AccessDeniedException", 400, /parameter\/a because no identity-based/);
    });

    it("hold a rotator to the user of its policy, path included", async () => {
        const [mine, other] = [fresh("mine"), fresh("other")];
        await suite.aws.createUser(mine, "/apps/");
        await suite.aws.createUser(other);
        const rotator = await limitedTo(allow("iam:*AccessKey*", `arn:aws:iam::123456789012:user/apps/${mine}`));
        const iam = iamOf(suite.aws, rotator);
        const made = await iam.send(new CreateAccessKeyCommand({ UserName: mine }));
        const AccessKeyId = made.AccessKey!.AccessKeyId!;
        await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
        const elsewhere = new CreateAccessKeyCommand({ UserName: other });
        await refused(iam.send(elsewhere), "AccessDenied", 403);
        const foreign = await mint(suite.aws, other);
        const lastUsed = new GetAccessKeyLastUsedCommand({ AccessKeyId: foreign.accessKeyId });
        await refused(iam.send(lastUsed), "AccessDenied", 403);
        await refused(iam.send(new ListUsersCommand({})), "AccessDenied", 403);
    });

    it("hold each parameter of a batch to its ARN", async () => {
        const reader = await limitedTo(
            allow(["ssm:PutParameter", "ssm:GetParameter*"], "arn:aws:ssm:*:*:parameter/app/*"),
        );
        const ssm = ssmOf(suite.aws, reader);
        await ssm.send(put("/app/a"));
        await ssm.send(new GetParameterCommand({ Name: "/app/a:1" }));
        await ssm.send(new GetParametersCommand({ Names: ["/app/a", "/app/b"] }));
        const batch = new GetParametersCommand({ Names: ["/app/a", "/else/b"] });
        await refused(ssm.send(batch), "AccessDeniedException", 400, /parameter\/else\/b/);
        await refused(ssm.send(put("/application/a")), "AccessDeniedException", 400);
        const path = new GetParametersByPathCommand({ Path: "/" });
        await refused(ssm.send(path), "AccessDeniedException", 400);
        const tag = new AddTagsToResourceCommand({
            ResourceType: "Parameter",
            ResourceId: "/app/a",
            Tags: [{ Key: "k", Value: "v" }],
        });
        await refused(ssm.send(tag), "AccessDeniedException", 400, /parameter\/app\/a/);
        await refused(ssm.send(new DescribeParametersCommand({})), "AccessDeniedException", 400);
    });

    it("match a secret's ARN with its six characters only", async () => {
        const name = fresh("secret");
        const admin = secretsOf(suite.aws);
        await admin.send(new CreateSecretCommand({ Name: name, SecretString: "v" }));
        const arn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`;
        const withSuffix = secretsOf(suite.aws, await limitedTo(allow("secretsmanager:*", `${arn}-??????`)));
        const without = secretsOf(suite.aws, await limitedTo(allow("secretsmanager:*", arn)));
        const read = new GetSecretValueCommand({ SecretId: name });
        assert.equal((await withSuffix.send(read)).SecretString, "v");
        await refused(without.send(read), "AccessDeniedException", 400);
        const other = new DescribeSecretCommand({ SecretId: `${name}-other` });
        await refused(withSuffix.send(other), "AccessDeniedException", 400);
    });

    it("ask for the right to tag where something is made with tags", async () => {
        const ssm = ssmOf(suite.aws, await limitedTo(allow("ssm:PutParameter")));
        const Tags = [{ Key: "k", Value: "v" }];
        const tagged = { Name: "/test/tagged", Value: "v", Type: "String", Tags } as const;
        const call = ssm.send(new PutParameterCommand(tagged));
        await refused(call, "AccessDeniedException", 400, /perform: ssm:AddTagsToResource/);
        const creator = iamOf(suite.aws, await limitedTo(allow("iam:CreateUser")));
        const user = new CreateUserCommand({ UserName: fresh("tagged"), Tags });
        await refused(creator.send(user), "AccessDenied", 403, /perform: iam:TagUser/);
    });

    it("an explicit Deny beats an Allow, and says so", async () => {
        const ssm = ssmOf(
            suite.aws,
            await limitedTo(allow("ssm:*"), {
                Effect: "Deny",
                Action: "ssm:PutParameter",
                Resource: "arn:aws:ssm:*:*:parameter/live/*",
            }),
        );
        await ssm.send(put("/test/a"));
        await refused(ssm.send(put("/live/a")), "AccessDeniedException", 400, /explicit deny/);
    });

    it("NotAction, NotResource and variables count", async () => {
        const name = fresh("varied");
        const document: PolicyDocument = {
            Statement: [
                { Effect: "Allow", NotAction: "ssm:*", Resource: "arn:aws:iam::*:user/${aws:username}" },
                { Effect: "Allow", Action: "ssm:*", NotResource: "arn:aws:ssm:*:*:parameter/live/*" },
            ],
        };
        const key = await suite.aws.addPrincipal(name, document);
        await iamOf(suite.aws, key).send(new CreateAccessKeyCommand({ UserName: name }));
        const other = fresh("other");
        await suite.aws.createUser(other);
        const elsewhere = new CreateAccessKeyCommand({ UserName: other });
        await refused(iamOf(suite.aws, key).send(elsewhere), "AccessDenied", 403);
        await ssmOf(suite.aws, key).send(put("/test/b"));
        await refused(ssmOf(suite.aws, key).send(put("/live/b")), "AccessDeniedException", 400);
    });

    it("a condition on the region holds; one that isn't understood never does", async () => {
        const read = (Condition: Statement["Condition"]): Statement => ({
            ...allow("ssm:PutParameter"),
            ...(Condition ? { Condition } : {}),
        });
        const ask = async (Condition: Statement["Condition"]): Promise<unknown> =>
            ssmOf(suite.aws, await limitedTo(read(Condition))).send(put("/test/c"));
        await ask({ StringEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] } });
        await ask({ StringLike: { "aws:RequestedRegion": "us-*" } });
        const elsewhere = ask({ StringEquals: { "aws:RequestedRegion": "eu-west-1" } });
        await refused(elsewhere, "AccessDeniedException", 400);
        const tagged = ask({ StringEquals: { "aws:ResourceTag/team": "a" } });
        await refused(tagged, "AccessDeniedException", 400);
        const numeric = ask({ NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } });
        await refused(numeric, "AccessDeniedException", 400);
    });

    it("put on a user by way of the API count at once, inline and attached", async () => {
        const name = fresh("grown");
        await suite.aws.createUser(name);
        const key = await mint(suite.aws, name);
        const document = (Action: string): string =>
            JSON.stringify({ Version: "2012-10-17", Statement: [allow(Action)] });
        const admin = iamOf(suite.aws);
        await refused(ssmOf(suite.aws, key).send(put("/test/d")), "AccessDeniedException", 400);
        const inline = {
            UserName: name,
            PolicyName: "p",
            PolicyDocument: document("ssm:PutParameter"),
        };
        await admin.send(new PutUserPolicyCommand(inline));
        await ssmOf(suite.aws, key).send(put("/test/d"));
        const list = new ListUsersCommand({});
        await refused(iamOf(suite.aws, key).send(list), "AccessDenied", 403);
        const managed = { PolicyName: fresh("managed"), PolicyDocument: document("iam:ListUsers") };
        const { Policy } = await admin.send(new CreatePolicyCommand(managed));
        await admin.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: Policy!.Arn! }));
        await iamOf(suite.aws, key).send(list);
    });
});
