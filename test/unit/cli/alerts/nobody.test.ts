import assert from "node:assert/strict";
import { deliver } from "../../../../cli/commands/sendAlerts";
import type { Context } from "../../../../cli/commands/context";

describe("an alert for which no channel is set", () => {
    const said: string[] = [];
    const config = { "rotation:alerts": { value: "[]" } };
    const context = {
        project: "rotation",
        stack: { getAllConfig: () => Promise.resolve(config) },
        output: { say: (text: string) => said.push(text) },
    } as unknown as Context;
    const variables = ["SLACK_WEBHOOK_URL", "PAGERDUTY_ROUTING_KEY", "ROTATION_SNS_TOPIC_ARN", "ROTATION_WEBHOOK_URL"];
    const before = variables.map((name) => [name, process.env[name]] as const);

    beforeEach(() => {
        said.length = 0;
        for (const name of variables) delete process.env[name];
    });
    after(() => Object.assign(process.env, Object.fromEntries(before.filter(([, value]) => value !== undefined))));

    it("is said to reach nobody where it was asked for", async () => {
        await deliver(context, [], true);
        assert.match(said.join(), /^warning: nobody is told, for no channel is set; list one in rotation:alerts/);
    });

    it("is nothing to speak of after a run", async () => {
        await deliver(context, []);
        assert.deepEqual(said, []);
    });
});
