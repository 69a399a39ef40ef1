import assert from "node:assert/strict";
import { type Channel, OCCASIONS } from "../../../../cli/alerts/alert";
import { usableChannels } from "../../../../cli/alerts/config";
import { alertsAfterUp } from "../../../../cli/alerts/alertEvents";
import { send } from "../../../../cli/alerts/send";
import { alert, outcome } from "../support/scene";

const occasions = [...OCCASIONS];

describe("sending over several channels", () => {
    const channel = (title: string, more: Partial<Channel>, sent: string[]): Channel => ({
        title,
        occasions,
        closes: true,
        send: ({ occasion, state }) => {
            sent.push(`${title} ${occasion} ${state}`);
            return Promise.resolve();
        },
        ...more,
    });

    it("sends to each what it wants, and an end only where something is open", async () => {
        const sent: string[] = [];
        const channels = [
            channel("a", { closes: false }, sent),
            channel("b", {}, sent),
            channel("c", { occasions: ["overdue"] }, sent),
        ];
        await send([alert(), alert({ occasion: "held", state: "over" })], channels);
        assert.deepEqual(sent.sort(), ["a failure firing", "b failure firing", "b held over"]);
    });

    it("waits for all of them no longer than the limit, and no longer than the command", async () => {
        const sent: string[] = [];
        const dead = ["a", "b"].map((title) => channel(title, { send: () => new Promise(() => undefined) }, sent));
        const alerts = [alert(), alert({ occasion: "held" }), alert({ occasion: "overdue" })];
        const late = await send(alerts, [...dead, channel("c", {}, sent)], { limitMs: 50 });
        assert.deepEqual(
            late.map(({ channel: title, occasion }) => `${title} ${occasion}`),
            ["a", "b"].flatMap((title) => ["failure", "held", "overdue"].map((occasion) => `${title} ${occasion}`)),
        );
        assert.match(late[0].error, /not waited for any longer: 0.05 s are over/);
        assert.equal(sent.length, 3, "the one that answers was told of all");

        const stop = new AbortController();
        const stopped = send(alerts, dead, { stop: stop.signal });
        stop.abort();
        assert.match((await stopped)[0].error, /the command was stopped/);
    });

    it("returns what did not arrive, and goes on", async () => {
        const sent: string[] = [];
        const broken = channel("a", { send: () => Promise.reject(new Error("no")) }, sent);
        const failed = await send([alert()], [broken, channel("b", {}, sent)]);
        assert.deepEqual(failed, [{ channel: "a", occasion: "failure", error: "no" }]);
        assert.deepEqual(sent, ["b failure firing"]);
    });
});

describe("alerts where something cannot be known", () => {
    const origin = { project: "rotation", stack: "prod", at: "2030-01-01T00:00:00Z" };

    it("tell the failure although the state could not be read, and nothing of what is overdue", () => {
        const told = alertsAfterUp(outcome({ ok: false, errors: ["no"] }), undefined, origin, 3600);
        assert.deepEqual(
            told.map(({ occasion, state }) => `${occasion} ${state}`),
            ["failure firing", "held over", "late-use over"],
        );
    });

    it("go over every channel that is right, and name each that is not", () => {
        const listed = [
            { slack: { webhookUrl: { config: "missing" } } },
            { webhook: { url: "https://example.org/hook" } },
            { fax: {} },
        ];
        const config = { "rotation:alerts": { value: JSON.stringify(listed) } };
        const env = { ROTATION_SNS_TOPIC_ARN: "no arn", PAGERDUTY_ROUTING_KEY: "0".repeat(32) };
        const { channels, wrong } = usableChannels(config, "rotation", env);
        assert.deepEqual(
            channels.map(({ title }) => title),
            ["webhook", "PagerDuty"],
        );
        assert.equal(wrong.length, 3, wrong.join("; "));
        assert.match(wrong[0], /^rotation:alerts\[0\].slack.webhookUrl: there is no config rotation:missing/);
        assert.deepEqual(usableChannels({ "rotation:alerts": { value: "{" } }, "rotation", env).channels.length, 1);
    });
});
