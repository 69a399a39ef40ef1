import assert from "node:assert/strict";
import { channelsOf } from "../../../../cli/alerts/config";
import { alertsAfterUp } from "../../../../cli/alerts/alertEvents";
import { send } from "../../../../cli/alerts/send";
import type { Result } from "../../../../cli/engine/runPasses";
import type { StatusRow } from "../../../../cli/state/status";
import { ROUTING_KEY, startPagerDuty } from "../../../support/alerts/pagerDuty";
import { startReceiver, WEBHOOK_SECRET } from "../../../support/alerts/receiver";
import { startSlack } from "../../../support/alerts/slack";
import { startSns, TOPIC } from "../../../support/alerts/sns";
import { outcome } from "../support/scene";

const origin = { project: "rotation", stack: "prod", at: "2030-01-01T00:00:00Z" };
const held = (name: string, reason: Result["reason"]): Result => ({ name, result: "ok", reason, sentence: reason });
const late = { name: "c", overdueSeconds: 7200, nextRotation: "2029-12-31T22:00:00Z" } as StatusRow;
const KEYS = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "none" };

/* Proves: outcome → alerts → configuration → real clients → services, at once. Does not prove: that the engine comes to such outcomes. */
describe("what a run has to tell", () => {
    const before = Object.fromEntries(Object.keys(KEYS).map((key) => [key, process.env[key]]));
    beforeEach(() => Object.assign(process.env, KEYS));
    afterEach(() => {
        for (const [key, value] of Object.entries(before)) {
            if (value === undefined) delete process.env[key];
            else process.env[key] = value;
        }
    });

    it("arrives everywhere: held, used after disabling, overdue, and what is over again", async () => {
        const [slack, pagerDuty, webhook, sns] = await Promise.all([
            startSlack(),
            startPagerDuty(),
            startReceiver(),
            startSns(),
        ]);
        try {
            const listed = [
                { slack: { webhookUrl: { config: "slack" } } },
                { pagerDuty: { routingKey: { config: "pd" }, endpoint: pagerDuty.endpoint } },
                { webhook: { url: webhook.endpoint, secret: { config: "hook" } }, on: ["held", "late-use"] },
            ];
            const config = {
                "rotation:alerts": { value: JSON.stringify(listed) },
                "rotation:slack": { value: slack.url, secret: true },
                "rotation:pd": { value: ROUTING_KEY, secret: true },
                "rotation:hook": { value: WEBHOOK_SECRET, secret: true },
            };
            const env = { ROTATION_SNS_TOPIC_ARN: TOPIC, ROTATION_SNS_ENDPOINT: sns.endpoint };
            const channels = channelsOf(config, "rotation", env);
            const credentials = [held("a", "consumer-behind"), held("b", "used-after-disabling")];
            const alerts = alertsAfterUp(outcome({ credentials }), [late], origin, 3600);
            assert.deepEqual(await send(alerts, channels), []);
            const texts = [/a .*held|held.* a/i, /b .*disabled/, /overdue for c/];
            const told = {
                slack: slack.taken.map(({ text }) => text),
                sns: sns.taken.map(({ subject }) => subject),
                pagerDuty: pagerDuty.taken.filter(({ kind }) => kind === "trigger").map(({ summary = "" }) => summary),
            };
            for (const [channel, got] of Object.entries(told)) {
                assert.equal(got.length, 3, `${channel}: ${got.join("; ")}`);
                texts.forEach((text, index) => assert.match(got[index], text, channel));
            }
            const keyOf = (occasion: string): string => `credential-rotation/rotation/prod/${occasion}`;
            assert.deepEqual(pagerDuty.open(), ["held", "late-use", "overdue"].map(keyOf));
            assert.deepEqual(
                webhook.taken.map(({ occasion, state, credentials: whose }) => [occasion, state, whose]),
                [
                    ["held", "firing", ["a"]],
                    ["late-use", "firing", ["b"]],
                ],
            );

            assert.deepEqual(await send(alertsAfterUp(outcome(), [], origin, 3600), channels), []);
            assert.deepEqual(pagerDuty.open(), []);
            assert.equal(slack.taken.length, 3, "Slack is told of no end");
        } finally {
            await Promise.all([slack, pagerDuty, webhook, sns].map((service) => service.close()));
        }
    });
});
