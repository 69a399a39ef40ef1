import assert from "node:assert/strict";
import { usesOfAccessKey } from "../../../../components/clients/cloudTrail/accessKeyUses";
import { summarizeCallers } from "../../../../components/clients/cloudTrail/summarizeCallers";
import { KeyUse, useOf } from "../../../../components/clients/cloudTrail/trail";
import { AwsSettings } from "../../../../components/clients/aws/settings";
import { withUsage } from "../../../../components/credentials/awsIam/usage";
import { type Credentials, LightClient } from "../../../support/aws";
import { fresh, mint, withAws } from "../../support/aws/harness";

const USED = "2030-06-01T10:00:00Z";

/* Does not prove how late AWS itself tells: the emulator's delays are those of AWS's pages. */
withAws("the uses of an access key", (suite) => {
    let client: LightClient;
    let key: Credentials;

    before(() => {
        if (suite.aws) client = new LightClient(suite.aws.endpoint, suite.aws.region);
    });
    after(() => client?.close());
    beforeEach(async () => {
        suite.aws.setNow(new Date("2030-06-01T00:00:00Z"));
        suite.aws.setLastUseLag(0);
        suite.aws.setTrail({});
        const user = fresh("audited");
        await suite.aws.createUser(user);
        key = await mint(suite.aws, user);
        suite.aws.setNow(new Date(USED));
    });

    function settings(who: Credentials = suite.aws.admin): AwsSettings {
        const { endpoint, region } = suite.aws;
        const endpoints = { iam: endpoint, sts: endpoint, cloudtrail: endpoint };
        return { region, accessKey: who.accessKeyId, secretKey: who.secretAccessKey, endpoints, assumeRoles: [] };
    }
    const seen = (who?: Credentials) => {
        const credential = { id: key.accessKeyId, active: true };
        return withUsage(settings(who), credential, "2030-05-31T00:00:00Z");
    };

    it("are told in pages, newest first, at the pace that CloudTrail allows", async () => {
        for (let i = 0; i < 60; i++) await client.callerIdentity(key);
        const found: number[] = [];
        const progress = (_: string, count: number) => void found.push(count);
        const uses = await usesOfAccessKey(settings(), key.accessKeyId, "2030-05-31T00:00:00Z", { progress });
        assert.equal(uses.length, 60);
        assert.deepEqual(found, [50, 60]);
        const { time, name, source, sourceIp, region } = uses[0];
        assert.deepEqual([time, name], ["2030-06-01T10:00:00.000Z", "GetCallerIdentity"]);
        assert.deepEqual([source, sourceIp, region], ["sts.amazonaws.com", "127.0.0.1", "us-east-1"]);
    });

    it("come from IAM and, while that lags behind, from CloudTrail", async () => {
        await client.callerIdentity(key);
        suite.aws.setLastUseLag(4 * 3_600_000);
        const { lastUsedAt, lastUsedFor, lastUsedBy } = await seen();
        assert.deepEqual([lastUsedAt, lastUsedFor], ["2030-06-01T10:00:00.000Z", "sts in us-east-1"]);
        assert.match(
            lastUsedBy ?? "",
            /^CloudTrail names .* from 127\.0\.0\.1 \(sts:GetCallerIdentity in us-east-1, last /,
        );
    });

    it("are those that IAM knows where CloudTrail may not be asked, and unknown where IAM may not be", async () => {
        await client.callerIdentity(key);
        const allow = (Action: string) => ({ Effect: "Allow" as const, Action: [Action], Resource: "*" });
        const principal = (action: string) =>
            suite.aws.addPrincipal(fresh("rotator"), { Version: "2012-10-17", Statement: [allow(action)] });
        const half = await seen(await principal("iam:GetAccessKeyLastUsed"));
        assert.equal(half.lastUsedAt, "2030-06-01T10:00:00.000Z");
        assert.match(half.lastUsedBy ?? "", /^CloudTrail could not be asked who it was \(AccessDenied/);
        const none = await seen(await principal("cloudtrail:LookupEvents"));
        assert.match(none.useUnknown ?? "", /^GetAccessKeyLastUsed failed with AccessDenied/);
    });

    it("are none for a key that was never used", async () => {
        assert.deepEqual(await seen(), { id: key.accessKeyId, active: true });
    });
});

describe("callers in a sentence", () => {
    const use = (userAgent: string, sourceIp: string, more: Partial<KeyUse> = {}): KeyUse => {
        const where = { source: "s3.amazonaws.com", region: "eu-central-1" };
        return { time: USED, name: "ListBuckets", ...where, userAgent, sourceIp, ...more };
    };

    it("are named once each, three at most, with what CloudTrail cannot know", () => {
        const uses = [
            use("aws-cli/2", "10.0.0.4", { errorCode: "InvalidClientTokenId" }),
            use("aws-cli/2", "10.0.0.4"),
        ];
        const others = ["a", "b", "c"].map((agent) => use(agent, "10.0.0.5"));
        const sentence = summarizeCallers([...uses, ...others]);
        const first =
            "CloudTrail names aws-cli/2 from 10.0.0.4 (s3:ListBuckets in eu-central-1, last 2030-06-01T10:00:00Z, 2 times, refused with InvalidClientTokenId); a from";
        assert.ok(sentence.startsWith(first), sentence);
        assert.match(sentence, / and 1 more \(CloudTrail knows management events of the last 90 days only: /);
        assert.match(summarizeCallers([]), /^CloudTrail names nobody \(/);
    });
});

describe("what somebody else wrote of the use of a key", () => {
    const userAgent = "evil\x1b]0;title\x07\r\n::stop-commands::x";

    it("is told on one line, and moves no terminal", () => {
        const event = { EventTime: new Date(USED), CloudTrailEvent: JSON.stringify({ userAgent, errorCode: "a\nb" }) };
        const use = useOf(event, "us-east-1");
        assert.deepEqual([use.userAgent, use.errorCode], ["evil ]0;title ::stop-commands::x", "a b"]);
        assert.match(
            summarizeCallers([{ ...use, userAgent }]),
            /^CloudTrail names evil \]0;title ::stop-commands::x from/,
        );
    });
});
