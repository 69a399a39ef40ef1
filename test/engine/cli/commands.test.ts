import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import type { Alert } from "../../../cli/alerts/alert";
import type { AuditAnswer } from "../../../cli/commands/audit";
import type { DueEvent } from "../../../cli/calendar/events";
import type { Outcome } from "../../../cli/engine/runPasses";
import type { Verdict } from "../../../cli/engine/previewResult";
import type { StatusRow } from "../../../cli/state/status";
import { ROUTING_KEY, startPagerDuty } from "../../support/alerts/pagerDuty";
import { startSlack } from "../../support/alerts/slack";
import { engineSuite, fresh, type Stack } from "../../support/harness";
import { leaksIn } from "../support/leaks";
import { Operator } from "../support/operator";
import { at, ordered, PUBLISHED, story } from "../support/story";
import { command, type CommandOptions, type Commanded } from "./support/command";

const MINTED = ["iam:CreateAccessKey app", ...PUBLISHED];

engineSuite("the credential-rotation command", (suite) => {
    it("tells what is due, rotates it, answers what stands, and finds drift", () =>
        story(suite, {}, async ({ stack, user }) => {
            const run = runner(stack);
            const due = await run(["preview", "--json", "--no-refresh"], 2);
            assert.deepEqual(due.mutations, []);
            assert.equal(due.json<Verdict>().credentials[0].reason, "first-issue");
            const summary = path.join(stack.place.root, "summary.md");
            const first = await run(["up"], 0, { env: { GITHUB_STEP_SUMMARY: summary } });
            assert.deepEqual(ordered(first.mutations, user), MINTED);
            assert.match(first.stdout, /first-issue/);
            assert.match(await fs.readFile(summary, "utf8"), /✅ first-issue/);

            await run(["preview"], 0, { now: at(0, 13) });
            const [row] = (await run(["status", "--json"], 0)).json<{ credentials: StatusRow[] }>().credentials;
            assert.deepEqual([row.slot, row.generation, row.ageSeconds, row.overdue], ["blue", 1, 3600, false]);
            await run(["status", "--check"], 2, { now: at(30, 1) });
            const live = (await run(["status", "--live", "--json"], 0)).json<{ credentials: StatusRow[] }>();
            assert.equal(live.credentials[0].decision?.reason, "window");
            const [page, report] = ["calendar.html", "report.html"].map((name) => path.join(stack.place.root, name));
            const days = ["calendar", "--json", "--days", "61", "--html", page];
            const { events } = (await run(days, 0, { now: at(1) })).json<{ events: DueEvent[] }>();
            assert.equal((await fs.readFile(page, "utf8")).match(/<title>[^<]*: rotate/g)?.length, 2);
            await run(["report", "--format", "html", "--out", report], 0);
            assert.match(await fs.readFile(report, "utf8"), new RegExp(`<td>${user}</td>`));
            const unread = { match: { action: "GetParameter", resource: `/${user}/rotation` }, times: 99 };
            const denied = suite.aws.fault({ ...unread, kind: "deny" });
            assert.match((await run(["preview"], 1)).stdout, /access denied|not authorized/i);
            denied.remove();
            assert.deepEqual(
                events.map((event) => event.at),
                ["2030-01-31T00:00:00Z", "2030-03-02T00:00:00Z"],
            );
            assert.match(
                (await run(["report", "--format", "prometheus"], 0)).stdout,
                /credential_rotation_generation\{.*\} 1/,
            );

            const operator = new Operator(suite.aws);
            const name = `/${user}/aws_access_key_id`;
            const value = await operator.read(name);
            await operator.put(name, "somebody's");
            const drift = await run(["preview"], 3);
            assert.match(drift.stdout, new RegExp(`${user} +drift`));
            await operator.put(name, value);

            const add = ["init", "--name", "more", "--user", user, "--no-adopt", "--every", "80d"];
            await run(add, 0);
            const file = path.join(stack.place.project, `Pulumi.${stack.name}.yaml`);
            assert.match(await fs.readFile(file, "utf8"), /name"?: "?more/);
            await run(add, 1, { keep: true }); // it is there already
            const later = await run(["rotate", user, "--no-up", "--json"], 0, { keep: true });
            const { wrote } = later.json<{ wrote: { rotate: string } }>();
            assert.match(wrote.rotate, /Z asked for by hand$/);
            assert.ok((await fs.readFile(file, "utf8")).includes(wrote.rotate));
            assert.deepEqual(later.mutations, []);
        }));

    it("rotates now and goes back, and writes both into the stack's file", () =>
        story(suite, { rotator: suite.aws.admin }, async ({ stack, user, consumer }) => {
            const run = runner(stack);
            await stack.ok();
            await consumer.attempts(3);
            const args = ["rotate", user, "--reason", "key in a log", "--revoke"];
            const rotated = await run(args, 0, { now: at(3) });
            assert.deepEqual(ordered(rotated.mutations, user), [...MINTED, "iam:UpdateAccessKey app"]);
            const file = path.join(stack.place.project, `Pulumi.${stack.name}.yaml`);
            const written = await fs.readFile(file, "utf8");
            assert.match(written, /rotate"?: "?[^"]*Z key in a log/);
            assert.doesNotMatch(written, /revoke/);
            await consumer.attempts(3);
            const trail = { AWS_ENDPOINT_URL_CLOUDTRAIL: suite.aws.endpoint };
            const [audited] = (await run(["audit", user, "--json"], 0, { keep: true, env: trail })).json<{
                keys: AuditAnswer[];
            }>().keys;
            assert.deepEqual([audited.generation, audited.phase], [1, "inactive"]);
            assert.equal(audited.uses[0].source, "sts.amazonaws.com");

            const back = await run(["back", user], 0, { keep: true });
            assert.match(await fs.readFile(file, "utf8"), /use"?: "?previous/);
            assert.deepEqual(ordered(back.mutations, user), ["iam:UpdateAccessKey app", ...PUBLISHED]);
            const held = (await run(["status", "--json"], 0, { keep: true })).json<{ credentials: StatusRow[] }>();
            assert.deepEqual(
                [held.credentials[0].generation, held.credentials[0].heldBy],
                [1, 'use: "previous" is set'],
            );
            const forward = await run(["back", user, "--forward"], 0, { keep: true });
            assert.deepEqual(ordered(forward.mutations, user), PUBLISHED);
            assert.doesNotMatch(await fs.readFile(file, "utf8"), /previous/);
            await run(["rotate", "nobody"], 1, { keep: true });

            const old = fresh("old");
            await suite.aws.createUser(old);
            const { accessKeyId } = await new Operator(suite.aws).mint(old);
            const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = suite.aws.admin;
            const env = { AWS_ENDPOINT_URL_IAM: suite.aws.endpoint, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
            const init = ["init", "--yes", "--name", old, "--user", old, "--ssm", `/${old}`, "--json"];
            const { entry } = (await run(init, 0, { keep: true, env })).json<{ entry: { adopt: object } }>();
            assert.deepEqual(entry.adopt, { accessKeyId, as: "previous" });
            const adopted = await run(["up"], 0, { keep: true });
            assert.deepEqual(ordered(adopted.mutations, old), MINTED);
            const keys = suite.aws.keys(old).map(({ status }) => status);
            assert.deepEqual(keys, ["Active", "Active"]);
        }));

    it("tells a failure to Slack and PagerDuty, and its end, and never lets an alert hide it", () =>
        story(suite, { quiet: true }, async ({ stack, user }) => {
            const [slack, pagerDuty] = [await startSlack(), await startPagerDuty()];
            try {
                const run = runner(stack);
                const env = { SLACK_WEBHOOK_URL: slack.url, PAGERDUTY_ENDPOINT: pagerDuty.endpoint };
                stack.config["rotation:alerts"] = [
                    { pagerDuty: { routingKey: { config: "pd" }, endpoint: pagerDuty.endpoint } },
                ];
                stack.config["credential-rotation:pd"] = { secret: ROUTING_KEY };
                const match = { action: "GetParameter", resource: `/${user}/rotation` };
                const fault = suite.aws.fault({ match, kind: "deny", times: 99 });
                slack.next({ status: 404, text: "no_service" });
                const failed = await run(["up"], 1, { env });
                assert.match(failed.stdout, /access denied/);
                assert.match(failed.stderr, /the failure alert did not reach Slack: Slack answered 404: no_service/);
                assert.deepEqual(pagerDuty.open(), [`credential-rotation/credential-rotation/${stack.name}/failure`]);
                fault.remove();

                const piped = await run(["alert", "--from-exit-code", "7", "--json"], 7, { env });
                const { alerts, undelivered } = piped.json<{ alerts: Alert[]; undelivered: unknown[] }>();
                assert.deepEqual([alerts[0].occasion, alerts[0].state, undelivered], ["failure", "firing", []]);
                assert.match(slack.taken[0].text, new RegExp(`FAILED of ${stack.name}`));
                const well = await run(["up", "--json"], 0, { env });
                assert.equal(well.json<Outcome>().refreshed, true);
                assert.deepEqual(pagerDuty.open(), []);
                assert.ok(pagerDuty.taken.some(({ kind }) => kind === "change"));
                assert.equal(slack.taken.length, 1);
                const secrets = [slack.url, ROUTING_KEY];
                const texts = new Map([failed, piped].map(({ text }, index) => [String(index), text]));
                assert.deepEqual(leaksIn(texts, secrets), []);
            } finally {
                await slack.close();
                await pagerDuty.close();
            }
        }));

    /** Runs a command that must end with this code. */
    function runner(stack: Stack) {
        return async (args: string[], code: number, options?: CommandOptions): Promise<Commanded> => {
            const ran = await command(suite.aws, stack, args, options);
            assert.equal(ran.code, code, `${args.join(" ")}\n${ran.text}`);
            const key = (stack.config["aws:secretKey"] as { secret: string }).secret;
            const texts = new Map([["output", ran.text]]);
            assert.deepEqual(leaksIn(texts, [key, stack.place.passphrase]), []);
            return ran;
        };
    }
});
