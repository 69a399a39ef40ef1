import assert from "node:assert/strict";
import { UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { type Credentials, LightClient, LightError } from "../../../support/aws";
import { fresh, iamOf, mint, sleep, ssmOf, whoIs, withAws } from "./harness";

interface Event {
    EventId: string;
    EventName: string;
    EventTime: number;
    EventSource: string;
    Username: string;
    AccessKeyId: string;
    ReadOnly: string;
    CloudTrailEvent: string;
}

interface Page {
    Events: Event[];
    NextToken?: string;
}

withAws("CloudTrail LookupEvents", (suite) => {
    let client: LightClient;
    let UserName: string;
    let key: Credentials;

    before(() => {
        if (suite.aws) client = new LightClient(suite.aws.endpoint, suite.aws.region);
    });
    after(() => client?.close());

    beforeEach(async () => {
        suite.aws.setNow(() => new Date());
        suite.aws.setTrail({ requestsPerSecond: 100 });
        UserName = fresh("watched");
        await suite.aws.createUser(UserName);
        key = await mint(suite.aws, UserName);
    });

    function lookup(AttributeKey: string, AttributeValue: string, more: object = {}): Promise<Page> {
        const LookupAttributes = [{ AttributeKey, AttributeValue }];
        return ask({ LookupAttributes, ...more });
    }

    function ask(params: object): Promise<Page> {
        return client.json<Page>("cloudtrail", "LookupEvents", params, suite.aws.admin);
    }

    async function refusedWith(code: string, params: object): Promise<void> {
        await assert.rejects(ask(params), (error: LightError) => error.code === code);
    }

    it("tells who used a key, when, for what and from where", async () => {
        suite.aws.setNow(new Date("2030-06-01T10:00:00Z"));
        await whoIs(suite.aws, key);
        const page = await lookup("AccessKeyId", key.accessKeyId);
        assert.equal(page.Events.length, 1);
        const { CloudTrailEvent, EventId, ...event } = page.Events[0]!;
        assert.deepEqual(event, {
            EventName: "GetCallerIdentity",
            EventTime: Date.parse("2030-06-01T10:00:00Z") / 1000,
            EventSource: "sts.amazonaws.com",
            Username: UserName,
            AccessKeyId: key.accessKeyId,
            ReadOnly: "true",
            Resources: [],
        });
        const detail = JSON.parse(CloudTrailEvent) as Record<string, unknown>;
        assert.equal(detail.eventID, EventId);
        assert.deepEqual(
            [detail.awsRegion, detail.sourceIPAddress, detail.eventTime, detail.errorCode],
            ["us-east-1", "127.0.0.1", "2030-06-01T10:00:00Z", undefined],
        );
        assert.match(String(detail.userAgent), /aws-sdk-js/);
        const { principalId, ...identity } = detail.userIdentity as Record<string, string>;
        assert.ok(principalId);
        assert.deepEqual(identity, {
            type: "IAMUser",
            arn: `arn:aws:iam::123456789012:user/${UserName}`,
            accountId: "123456789012",
            accessKeyId: key.accessKeyId,
            userName: UserName,
        });
    });

    it("tells of the use of a disabled key, and of what was denied", async () => {
        const put = new PutParameterCommand({ Name: "/a", Value: "the value", Type: "String" });
        await ssmOf(suite.aws, key)
            .send(put)
            .catch(() => undefined);
        const input = { UserName, AccessKeyId: key.accessKeyId, Status: "Inactive" } as const;
        await iamOf(suite.aws).send(new UpdateAccessKeyCommand(input));
        await whoIs(suite.aws, key).catch(() => undefined);
        const page = await lookup("Username", UserName);
        const codes = page.Events.map(
            (event) => (JSON.parse(event.CloudTrailEvent) as { errorCode: string }).errorCode,
        );
        assert.deepEqual(codes, ["InvalidClientTokenId", "AccessDeniedException"]);
        assert.ok(!JSON.stringify(page).includes("the value"));
        const changes = await lookup("ResourceName", UserName, { MaxResults: 1 });
        assert.equal(changes.Events[0]?.EventName, "UpdateAccessKey");
        assert.equal(changes.Events[0]?.ReadOnly, "false");
    });

    it("pages newest first, with a token that goes with the question", async () => {
        for (const hour of [1, 2, 3]) {
            suite.aws.setNow(new Date(`2030-06-02T0${hour}:00:00Z`));
            await whoIs(suite.aws, key);
        }
        const first = await lookup("AccessKeyId", key.accessKeyId, { MaxResults: 2 });
        const NextToken = first.NextToken!;
        const rest = await lookup("AccessKeyId", key.accessKeyId, { MaxResults: 2, NextToken });
        const times = [...first.Events, ...rest.Events].map((event) => event.EventTime / 3600);
        assert.deepEqual([times[0]! - times[1]!, times[1]! - times[2]!, times.length], [1, 1, 3]);
        assert.equal(rest.NextToken, undefined);
        await refusedWith("InvalidNextTokenException", { NextToken });
        const StartTime = Date.parse("2030-06-02T02:00:00Z") / 1000;
        const part = await lookup("AccessKeyId", key.accessKeyId, { StartTime, EndTime: StartTime });
        assert.equal(part.Events.length, 1);
    });

    it("answers twice a second, then throttles", async () => {
        suite.aws.setTrail({});
        await sleep(1000);
        const three = [1, 2, 3].map(() => ask({ MaxResults: 1 }));
        const refusals = (await Promise.allSettled(three)).flatMap((one) => (one.status === "rejected" ? [one] : []));
        assert.equal(refusals.length, 1);
        assert.match(String(refusals[0]?.reason), /ThrottlingException: Rate exceeded/);
    });

    it("takes one attribute, fifty results and a range that isn't turned round", async () => {
        const one = { AttributeKey: "ReadOnly", AttributeValue: "false" };
        await refusedWith("InvalidLookupAttributesException", { LookupAttributes: [one, one] });
        await refusedWith("InvalidMaxResultsException", { MaxResults: 51 });
        await refusedWith("InvalidTimeRangeException", { StartTime: 2, EndTime: 1 });
    });

    it("shows an event after its delay, and forgets it after ninety days", async () => {
        suite.aws.setTrail({ delayMs: 600_000, requestsPerSecond: 100 });
        await whoIs(suite.aws, key);
        assert.equal((await lookup("AccessKeyId", key.accessKeyId)).Events.length, 0);
        suite.aws.setTrail({ requestsPerSecond: 100 });
        assert.equal((await lookup("AccessKeyId", key.accessKeyId)).Events.length, 1);
        suite.aws.setNow(() => new Date(Date.now() + 91 * 86_400_000));
        assert.equal((await lookup("AccessKeyId", key.accessKeyId)).Events.length, 0);
    });
});
