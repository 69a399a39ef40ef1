import assert from "node:assert/strict";
import { OCCASIONS } from "../../../../cli/alerts/alert";
import { sns } from "../../../../cli/alerts/channels/sns";
import { alert } from "../../cli/support/scene";
import { withAws } from "./harness";

const LONG = "Überfällig: ".repeat(40);

/** The channel has its AWS credentials from the environment, as in a pipeline. */
async function as(credentials: { accessKeyId: string; secretAccessKey: string }, body: () => Promise<void>) {
    const before = { ...process.env };
    process.env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
    delete process.env.AWS_SESSION_TOKEN;
    try {
        await body();
    } finally {
        process.env = before;
    }
}

withAws("alerts over a topic of SNS", (suite) => {
    it("arrive in a queue that subscribes it, sent with the one right that the docs name", async () => {
        const { aws } = suite;
        const topic = await aws.addTopic("rotation");
        const allow = (resource: string) => ({
            Version: "2012-10-17" as const,
            Statement: [{ Effect: "Allow" as const, Action: ["sns:Publish"], Resource: [resource] }],
        });
        const channel = sns({ topicArn: topic.arn, endpoint: aws.endpoint, occasions: [...OCCASIONS] });
        const sent = alert({ summary: LONG, detail: 'a\n<b> & "c"' });
        await as(await aws.addPrincipal("pipeline", allow(topic.arn)), () => channel.send(sent));
        const [{ Subject, Message, MessageAttributes }, ...more] = await topic.messages();
        assert.deepEqual([JSON.parse(Message), more], [sent, []]);
        assert.ok(Subject.length < 100 && /^[\x20-\x7e]+$/.test(Subject), Subject);
        assert.deepEqual(MessageAttributes.occasion, { Type: "String", Value: sent.occasion });

        const other = await aws.addPrincipal("other", allow(`${topic.arn}-else`));
        await as(other, () => assert.rejects(channel.send(sent), /SNS refused it: .*not authorized.*sns:Publish/));
        const nowhere = sns({ topicArn: `${topic.arn}-gone`, endpoint: aws.endpoint, occasions: [...OCCASIONS] });
        await as(aws.admin, () => assert.rejects(nowhere.send(sent), /SNS refused it: NotFound/));
        assert.deepEqual(await topic.messages(), []);
    });
});
