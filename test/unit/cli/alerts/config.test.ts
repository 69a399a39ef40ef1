import assert from "node:assert/strict";
import { channelsOf } from "../../../../cli/alerts/config";

const HOOK = "https://hooks.slack.com/services/T0/B0/secret-part";
const secret = (value: string) => ({ value, secret: true });
const plain = (value: string) => ({ value, secret: false });

function read(list: unknown, config: Record<string, { value: string; secret?: boolean }> = {}, env = {}) {
    const alerts = { "rotation:alerts": plain(JSON.stringify(list)) };
    return channelsOf({ ...config, ...alerts }, "proj", env).map(({ title, occasions }) => [title, occasions.length]);
}

describe("rotation:alerts", () => {
    it("takes every sort of channel, with secrets from the configuration", () => {
        const list = [
            { slack: { webhookUrl: { config: "hook" } }, on: ["failure"] },
            { pagerDuty: { routingKey: { config: "other:pd" } } },
            { sns: { topicArn: "arn:aws:sns:eu-central-1:123456789012:t" } },
            { webhook: { url: "https://example.org/x", secret: { config: "sign" } } },
        ];
        const config = {
            "proj:hook": secret(HOOK),
            "other:pd": secret("0123456789abcdef0123456789abcdef"),
            "proj:sign": secret("0123456789abcdef"),
        };
        assert.deepEqual(read(list, config), [
            ["Slack", 1],
            ["PagerDuty", 5],
            ["SNS topic t", 4],
            ["webhook", 5],
        ]);
    });

    it("takes channels from the environment, as the guide's scripts do", () => {
        assert.deepEqual(channelsOf(undefined, "p", { SLACK_WEBHOOK_URL: HOOK }).length, 1);
        assert.deepEqual(
            channelsOf({}, "p", { ROTATION_WEBHOOK_SECRET: "0123456789abcdef", SLACK_WEBHOOK_URL: "" }),
            [],
        );
    });

    const wrong: [string, unknown, Record<string, { value: string; secret?: boolean }>, RegExp][] = [
        ["no list", {}, {}, /rotation:alerts: expected a list/],
        ["an unknown channel", [{ mail: {} }], {}, /rotation:alerts\[0\]: expected exactly one of slack, .*found mail/],
        ["two in one", [{ slack: {}, sns: {} }], {}, /found slack, sns/],
        ["an unknown field", [{ slack: { url: "x" } }], {}, /\[0\]\.slack: unknown field url; expected webhookUrl/],
        [
            "a secret in the list",
            [{ slack: { webhookUrl: HOOK } }],
            {},
            /webhookUrl is a secret; use \{ config: <key> \}/,
        ],
        [
            "a secret in plain text",
            [{ slack: { webhookUrl: { config: "h" } } }],
            { "proj:h": plain(HOOK) },
            /proj:h stands in plain text/,
        ],
        ["no such config", [{ slack: { webhookUrl: { config: "h" } } }], {}, /there is no config proj:h/],
        ["what is missing", [{ sns: {} }], {}, /\[0\]\.sns\.topicArn is missing; expected the ARN of a topic/],
        ["a wrong value", [{ sns: { topicArn: "t" } }], {}, /topicArn: "t"; expected the ARN of a topic/],
        [
            "a wrong secret",
            [{ slack: { webhookUrl: { config: "h" } } }],
            { "proj:h": secret("oops") },
            /webhookUrl: \[secret\]; expected an address that begins with https:/,
        ],
        [
            "to send a secret address through the network in plain text",
            [{ slack: { webhookUrl: { config: "h" } } }],
            { "proj:h": secret("http://hooks.example/secret-part") },
            /webhookUrl: \[secret\]; expected an address that begins with https:/,
        ],
        [
            "to send an integration key so",
            [{ pagerDuty: { routingKey: { config: "k" }, endpoint: "http://events.example" } }],
            { "proj:k": secret("0123456789abcdef0123456789abcdef") },
            /endpoint: "http:\/\/events\.example"; expected an address that begins with https:/,
        ],
        [
            "a wrong value of another config key without showing it",
            [{ webhook: { url: { config: "h" } } }],
            { "proj:h": secret("oops") },
            /webhook\.url: \[secret\]; expected an http/,
        ],
        ["a wrong occasion", [{ sns: {}, on: ["never"] }], {}, /topicArn is missing|on: \["never"\]/],
    ];
    for (const [title, list, config, message] of wrong) {
        it(`refuses ${title}`, () => {
            assert.throws(
                () => read(list, config),
                (error: Error) => {
                    assert.match(error.message, message);
                    assert.ok(!error.message.includes("secret-part") && !error.message.includes("oops"));
                    return true;
                },
            );
        });
    }
});
