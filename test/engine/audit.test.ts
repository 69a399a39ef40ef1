import assert from "node:assert/strict";
import { type Credentials, LightClient } from "../support/aws";
import { engineSuite } from "../support/harness";
import { command } from "./cli/support/command";
import { type Alerted, startAlerted } from "./support/alerted";
import { leaksIn } from "./support/leaks";
import { Operator } from "./support/operator";
import { at, story } from "./support/story";

/* Does not prove how late the real IAM and CloudTrail tell of a use: the emulator's figures are what AWS's pages say. */
engineSuite("the use of a previous key", (suite) => {
    let alerted: Alerted;
    afterEach(() => alerted?.close());

    it("holds what is in use, and what is used after it was disabled, names the caller and alerts over every channel", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            const { aws } = suite;
            const client = new LightClient(aws.endpoint, aws.region);
            alerted = await startAlerted(aws, stack);
            const told = async (args: string[], now: string, code = 0) => {
                const ran = await command(aws, stack, args, { now, env: alerted.env });
                assert.equal(ran.code, code, ran.text);
                assert.deepEqual(leaksIn(new Map([["output", ran.text]]), alerted.secrets), []);
                const changes = ran.mutations.filter((line) => !line.startsWith("sns:"));
                return { changes, stdout: ran.stdout, alerts: await alerted.taken() };
            };
            await stack.ok();
            const old = JSON.parse(await new Operator(aws).read(`/${user}/credential`)) as Credentials;
            await stack.ok({ now: at(30) });
            aws.setNow(new Date(at(30, 20)));
            await client.callerIdentity(old);

            const reads = aws.calls.length;
            const held = await stack.ok({ now: at(31), noPreview: "what an update asks of AWS is counted" });
            const inUse =
                /warning: .*holding blue, generation 1: it is still in use, last at 2030-01-31T20:00:00.000Z for sts in us-east-1\. CloudTrail names .* from 127\.0\.0\.1 \(sts:GetCallerIdentity in us-east-1, .*management events of the last 90 days only/;
            assert.match(held.said.join().replace(/\s+/g, " "), inUse);
            assert.deepEqual(held.mutations, []);
            const asked = aws.calls.slice(reads).filter(({ action }) => /LastUsed|LookupEvents/.test(action));
            assert.equal(asked.length, 2);
            await stack.fails(/it is still in use/, { set: { audit: { onUse: "fail" } } });
            await stack.settled({ set: { audit: {} } });
            const waiting = await told(["up"], at(31));
            assert.deepEqual(waiting.changes, []);
            assert.deepEqual(waiting.alerts, everywhere("held", user));
            assert.deepEqual(alerted.open(), ["held"]);

            const quiet = await stack.ok({ now: at(31, 12) });
            assert.deepEqual(quiet.mutations, [`iam:UpdateAccessKey ${user}`]);
            aws.setNow(new Date(at(31, 13)));
            await assert.rejects(client.callerIdentity(old));
            const missed = await stack.ok({ now: at(31, 14) });
            const after =
                /warning: .*it was used after it was disabled, at 2030-02-01T13:00:00.000Z .*refused with InvalidClientTokenId.*use: "previous" brings the key back\. It is not deleted/;
            assert.match(missed.said.join().replace(/\s+/g, " "), after);
            const used = await told(["up"], at(33));
            assert.deepEqual(used.changes, []);
            assert.deepEqual(used.alerts, everywhere("late-use", user));
            assert.deepEqual(alerted.open(), ["late-use"]);

            // Nobody runs `up` for a period and more: a watchdog tells, and the report says it.
            const watched = await told(["alert", "--overdue"], at(61, 1));
            assert.deepEqual(watched.alerts, everywhere("overdue", user));
            assert.deepEqual(alerted.open(), ["late-use", "overdue"]);
            assert.match((await told(["report", "--format", "md"], at(61, 1))).stdout, /1 credentials, 1 overdue/);
            assert.deepEqual((await told(["alert", "--overdue"], at(59))).alerts, []);
            assert.deepEqual(alerted.open(), ["late-use"]);

            const reviewed = await stack.ok({ now: at(33), set: { audit: { reviewed: at(31, 13) } } });
            assert.deepEqual(reviewed.mutations, [`iam:DeleteAccessKey ${user}`]);
            client.close();
        }));
});

/** The alerts of one occasion, as each channel takes what fires. */
function everywhere(occasion: string, user: string): string[] {
    return ["pagerDuty", "slack", "sns", "webhook"].map((channel) => `${channel} ${occasion} ${user}`);
}
