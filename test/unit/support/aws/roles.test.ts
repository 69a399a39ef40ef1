import assert from "node:assert/strict";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { Credentials, Statement } from "../../../support/aws";
import { fresh, iamOf, refused, ssmOf, stsOf, whoIs, withAws } from "./harness";

withAws("Sessions of a role", (suite) => {
    let RoleName: string;
    let RoleArn: string;
    let caller: Credentials;

    beforeEach(async () => {
        RoleName = fresh("role");
        RoleArn = `arn:aws:iam::123456789012:role/${RoleName}`;
        const assume: Statement = { Effect: "Allow", Action: "sts:AssumeRole", Resource: RoleArn };
        caller = await suite.aws.addPrincipal(fresh("caller"), { Statement: assume });
        await createRole({ AWS: "arn:aws:iam::123456789012:root" });
    });

    async function createRole(Principal: Statement["Principal"]): Promise<void> {
        const trust = { Effect: "Allow", Principal, Action: "sts:AssumeRole" };
        const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
        await iamOf(suite.aws).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
        const write = { Effect: "Allow", Action: "ssm:PutParameter", Resource: "*" };
        const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [write] });
        const policy = { RoleName, PolicyName: "write", PolicyDocument };
        await iamOf(suite.aws).send(new PutRolePolicyCommand(policy));
    }

    async function assume(as: Credentials, more: { Policy?: string } = {}): Promise<Credentials> {
        const input = { RoleArn, RoleSessionName: "run-1", ...more };
        const { Credentials: made } = await stsOf(suite.aws, as).send(new AssumeRoleCommand(input));
        return {
            accessKeyId: made!.AccessKeyId!,
            secretAccessKey: made!.SecretAccessKey!,
            sessionToken: made!.SessionToken!,
        };
    }

    const put = (Name: string): PutParameterCommand =>
        new PutParameterCommand({ Name, Value: "v", Type: "String", Overwrite: true });

    it("work with their token, under the role's policies", async () => {
        const session = await assume(caller);
        const arn = `arn:aws:sts::123456789012:assumed-role/${RoleName}/run-1`;
        assert.equal(await whoIs(suite.aws, session), arn);
        await ssmOf(suite.aws, session).send(put("/a"));
        await refused(ssmOf(suite.aws, caller).send(put("/a")), "AccessDeniedException", 400);
    });

    it("are refused without their token", async () => {
        const { accessKeyId, secretAccessKey } = await assume(caller);
        const bare = whoIs(suite.aws, { accessKeyId, secretAccessKey });
        await refused(bare, "InvalidClientTokenId", 403);
    });

    it("are narrowed by a session policy", async () => {
        const Resource = "arn:aws:ssm:*:*:parameter/b";
        const statement = { Effect: "Allow", Action: "*", Resource };
        const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
        const session = await assume(caller, { Policy });
        await ssmOf(suite.aws, session).send(put("/b"));
        await refused(ssmOf(suite.aws, session).send(put("/a")), "AccessDeniedException", 400);
    });

    it("are given to nobody whom policy or trust leaves out, nor for a role that isn't there", async () => {
        const other: Statement = { Effect: "Allow", Action: "iam:*", Resource: "*" };
        const stranger = await suite.aws.addPrincipal(fresh("stranger"), { Statement: other });
        await refused(assume(stranger), "AccessDenied", 403);
        RoleName = fresh("role");
        await createRole({ AWS: "arn:aws:iam::123456789012:user/somebody-else" });
        RoleArn = `arn:aws:iam::123456789012:role/${RoleName}`;
        const assumeAll: Statement = { Effect: "Allow", Action: "sts:*", Resource: "*" };
        const allowed = await suite.aws.addPrincipal(fresh("allowed"), { Statement: assumeAll });
        await refused(assume(allowed), "AccessDenied", 403);
        RoleArn = "arn:aws:iam::123456789012:role/nowhere";
        await refused(assume(allowed), "AccessDenied", 403);
    });
});
