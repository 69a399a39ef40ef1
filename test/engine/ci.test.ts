import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { Job, readPipeline, Runner, Workflow } from "../support/ci/steps";
import { engineSuite } from "../support/harness";
import { at, story } from "./support/story";

const ROOT = path.resolve(__dirname, "../..");
const CI = path.join(ROOT, "examples/ci");

/** What GitHub tells each step of itself. */
const RUN = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "team/app", GITHUB_RUN_ID: "42" };

/** Where alerts arrive, as they are sent. */
async function chat() {
    const texts: string[] = [];
    const server = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk) => (body += chunk));
        request.on("end", () => {
            texts.push(body);
            response.end("ok");
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/not-to-be-seen`;
    return { url, texts, close: () => server.close() };
}

engineSuite("the pipelines to copy", (suite) => {
    it("rotate, judge and sum up; and where a run fails they alert, and the published key stays", async () => {
        const alerts = await chat();
        try {
            await story(suite, {}, async ({ stack, user }) => {
                const { project, root, passphrase, backend } = stack.place;
                for (const name of ["policy", "examples"])
                    await fs.symlink(path.join(ROOT, name), path.join(project, name));
                const config = {
                    "rotation:alerts": [{ slack: { webhookUrl: { config: "slack" } } }],
                    "credential-rotation:slack": { secret: alerts.url },
                };
                const summary = path.join(root, "summary.md");
                const edits = { ROTATION_STACK: stack.name, PULUMI_BACKEND_URL: `file://${backend}`, ...RUN };
                const runner = new Runner(stack.place, { GITHUB_STEP_SUMMARY: summary }, edits);
                const contexts = {
                    secrets: { PULUMI_CONFIG_PASSPHRASE: passphrase, SLACK_WEBHOOK_URL: "" },
                    github: { token: "" },
                };
                const workflow = await readPipeline<Workflow>(path.join(CI, "github-actions.yml"));
                const github = async (now: string) => {
                    await stack.configure({ now, config });
                    return runner.github(workflow, contexts);
                };
                const first = await github(at(0, 12));
                assert.equal(first.failed, false, first.text);
                assert.deepEqual(first.ran, ["Install", "Rotate", "Judge by the checklist", "Summary", "Alert"]);
                assert.deepEqual(runner.npm, ["ci --ignore-scripts", "run build"]);
                assert.match(first.text, /credential-has-consumers/); // advised, and no failure
                assert.doesNotMatch(first.text, /alerts-configured/);
                assert.equal(suite.aws.keys(user).length, 1);
                assert.match(
                    await fs.readFile(summary, "utf8"),
                    new RegExp(`\\| ${user} \\| [^|]+ \\| blue \\(1\\) \\|`),
                );

                const fault = suite.aws.fault({ match: { action: "CreateAccessKey" }, kind: "deny", times: 99 });
                const failed = await github(at(30));
                fault.remove();
                assert.deepEqual(failed.ran, ["Install", "Rotate", "Summary", "Alert"]);
                assert.equal(failed.failed, true);
                const told = alerts.texts.splice(0);
                assert.equal(told.length, 1, told.join());
                for (const text of told) {
                    assert.match(text, new RegExp(`FAILED of ${stack.name}`));
                    assert.match(text, /https:\/\/github\.com\/team\/app\/actions\/runs\/42/);
                }
                assert.ok(!`${first.text}${failed.text}`.includes("not-to-be-seen"), "the address was printed");

                const { rotate } = await readPipeline<{ rotate: Job }>(path.join(CI, "gitlab-ci.yml"));
                const variables = {
                    ROTATION_STACK: stack.name,
                    AWS_ID_TOKEN: "a-token",
                    SLACK_WEBHOOK_URL: alerts.url,
                    CI_JOB_URL: "https://gitlab.example.com/team/app/-/jobs/7",
                };
                const second = await runner.gitlab(rotate, variables);
                assert.deepEqual(second.ran, ["script", "after_script"]);
                assert.equal(suite.aws.keys(user).length, 2, second.text);
                // The generation that AWS refused was counted.
                assert.match(await fs.readFile(path.join(project, "summary.md"), "utf8"), /\| green \(3\) \|/);
                assert.equal(second.failed, false, second.text);
                assert.deepEqual(alerts.texts.splice(0), [], "nothing went wrong");

                // Nothing could be installed: neither the command nor the stack's packages are there.
                runner.npmFails = true;
                const secrets = { PULUMI_CONFIG_PASSPHRASE: passphrase, SLACK_WEBHOOK_URL: alerts.url };
                const bare = await runner.github(workflow, { secrets });
                assert.deepEqual(bare.ran, ["Install", "Summary", "Alert"]);
                const third = await runner.gitlab(rotate, variables);
                assert.ok(bare.failed && third.failed);
                assert.equal(alerts.texts.length, 2, `${bare.text}\n${third.text}`);
                for (const text of alerts.texts)
                    assert.match(
                        (JSON.parse(text) as { text: string }).text,
                        /FAILED of .*nothing was rotated. https:/,
                    );
                assert.ok(!`${bare.text}${third.text}`.includes("not-to-be-seen"), "the address was printed");
                runner.npmFails = false;
                const left = await fs.readdir(project);
                assert.ok(!left.includes(".aws-id-token"), "the token's file is gone");
            });
        } finally {
            alerts.close();
        }
    });
});
