import assert from "node:assert/strict";
import {
    DeleteAccessKeyCommand,
    DeleteUserCommand,
    GetAccessKeyLastUsedCommand,
    ListAccessKeysCommand,
    type StatusType,
    UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import type { Credentials } from "../../../support/aws";
import { fresh, iamOf, mint, refused, ssmOf, whoIs, withAws } from "./harness";

withAws("Access keys", (suite) => {
    let UserName: string;

    beforeEach(async () => {
        UserName = fresh("holder");
        await suite.aws.createUser(UserName);
    });

    function update(key: Credentials, Status: string, user = UserName): Promise<unknown> {
        const input = { UserName: user, AccessKeyId: key.accessKeyId, Status: Status as StatusType };
        return iamOf(suite.aws).send(new UpdateAccessKeyCommand(input));
    }

    function remove(key: Credentials, user = UserName): Promise<unknown> {
        const input = { UserName: user, AccessKeyId: key.accessKeyId };
        return iamOf(suite.aws).send(new DeleteAccessKeyCommand(input));
    }

    it("that are Inactive are refused everywhere, and work again once Active", async () => {
        const key = await mint(suite.aws, UserName);
        await update(key, "Inactive");
        await refused(whoIs(suite.aws, key), "InvalidClientTokenId", 403);
        const parameter = ssmOf(suite.aws, key).send(new GetParameterCommand({ Name: "/a" }));
        await refused(parameter, "UnrecognizedClientException", 400);
        await update(key, "Active");
        await whoIs(suite.aws, key);
    });

    it("that are deleted are refused", async () => {
        const key = await mint(suite.aws, UserName);
        await remove(key);
        await refused(whoIs(suite.aws, key), "InvalidClientTokenId", 403);
        assert.deepEqual(suite.aws.keys(UserName), []);
    });

    it("are two per user at most, Inactive ones included", async () => {
        const first = await mint(suite.aws, UserName);
        await mint(suite.aws, UserName);
        await refused(mint(suite.aws, UserName), "LimitExceededException", 409, /AccessKeysPerUser: 2/);
        await update(first, "Inactive");
        await refused(mint(suite.aws, UserName), "LimitExceededException", 409);
        await remove(first);
        await mint(suite.aws, UserName);
        assert.equal(suite.aws.keys(UserName).length, 2);
    });

    it("of another user cannot be changed or deleted", async () => {
        const other = fresh("other");
        await suite.aws.createUser(other);
        const key = await mint(suite.aws, UserName);
        await refused(update(key, "Inactive", other), "NoSuchEntityException", 404);
        await refused(remove(key, other), "NoSuchEntityException", 404);
        await refused(remove(key, "nobody"), "NoSuchEntityException", 404);
        await whoIs(suite.aws, key);
    });

    it("have no status but Active and Inactive", async () => {
        const key = await mint(suite.aws, UserName);
        await refused(update(key, "Disabled"), "ValidationError", 400, /\[Active, Inactive\]/);
        assert.equal(suite.aws.keys(UserName)[0]?.status, "Active");
    });

    it("without a user named are those of the caller, and the administrator has none", async () => {
        const list = new ListAccessKeysCommand({});
        await refused(iamOf(suite.aws).send(list), "ValidationError", 400, /Must specify userName/);
        const everything = { Effect: "Allow", Action: "iam:*", Resource: "*" } as const;
        const own = await suite.aws.addPrincipal(fresh("self"), { Statement: everything });
        const foreign = await mint(suite.aws, UserName);
        const mine = await iamOf(suite.aws, own).send(list);
        assert.deepEqual(
            mine.AccessKeyMetadata?.map((key) => key.AccessKeyId),
            [own.accessKeyId],
        );
        const theft = new DeleteAccessKeyCommand({ AccessKeyId: foreign.accessKeyId });
        await refused(iamOf(suite.aws, own).send(theft), "NoSuchEntityException", 404);
    });

    it("keep their user from being deleted", async () => {
        const key = await mint(suite.aws, UserName);
        const gone = new DeleteUserCommand({ UserName });
        await refused(iamOf(suite.aws).send(gone), "DeleteConflictException", 409);
        await remove(key);
        await iamOf(suite.aws).send(gone);
    });

    it("are dated by the injected clock, and so is their last use", async () => {
        suite.aws.setNow(new Date("2031-02-03T04:05:06Z"));
        const key = await mint(suite.aws, UserName);
        const listed = await iamOf(suite.aws).send(new ListAccessKeysCommand({ UserName }));
        assert.deepEqual(listed.AccessKeyMetadata?.[0]?.CreateDate, new Date("2031-02-03T04:05:06Z"));
        const used = new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId });
        const before = (await iamOf(suite.aws).send(used)).AccessKeyLastUsed;
        assert.deepEqual(before, { ServiceName: "N/A", Region: "N/A" });
        suite.aws.setNow(() => new Date("2031-03-01T00:00:00Z"));
        await whoIs(suite.aws, key);
        const after = await iamOf(suite.aws).send(used);
        assert.deepEqual(after.AccessKeyLastUsed, {
            LastUsedDate: new Date("2031-03-01T00:00:00Z"),
            ServiceName: "sts",
            Region: "us-east-1",
        });
        assert.equal(after.UserName, UserName);
        await update(key, "Inactive");
        suite.aws.setNow(() => new Date("2031-04-01T00:00:00Z"));
        await whoIs(suite.aws, key).catch(() => undefined);
        const refusedUse = await iamOf(suite.aws).send(used);
        assert.deepEqual(refusedUse.AccessKeyLastUsed?.LastUsedDate, new Date("2031-03-01T00:00:00Z"));
        await remove(key);
        await refused(iamOf(suite.aws).send(used), "NoSuchEntityException", 404);
        suite.aws.setNow(() => new Date());
    });

    it("can be told of late, as IAM does", async () => {
        const key = await mint(suite.aws, UserName);
        const used = new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId });
        const start = Date.parse("2031-05-01T00:00:00Z");
        suite.aws.setLastUseLag(4 * 3_600_000);
        suite.aws.setNow(new Date(start));
        await whoIs(suite.aws, key);
        suite.aws.setNow(new Date(start + 3 * 3_600_000));
        await whoIs(suite.aws, key);
        const early = await iamOf(suite.aws).send(used);
        assert.equal(early.AccessKeyLastUsed?.LastUsedDate, undefined);
        suite.aws.setNow(new Date(start + 5 * 3_600_000));
        const late = await iamOf(suite.aws).send(used);
        assert.deepEqual(late.AccessKeyLastUsed?.LastUsedDate, new Date(start));
        suite.aws.setLastUseLag(0);
        suite.aws.setNow(() => new Date());
    });
});
