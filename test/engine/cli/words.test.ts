import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import type { Verdict } from "../../../cli/engine/previewResult";
import { engineSuite } from "../../support/harness";
import { Terminal } from "../../support/terminal";
import { at, story } from "../support/story";
import { command, MAIN } from "./support/command";

/*
 * Proves: what the command says where the backend's or the stack's own settings are in the way, and of tags that each
 * run sets anew.
 */
engineSuite("what the credential-rotation command says", (suite) => {
    it("of a wrong passphrase: one sentence, and nothing tried twice", () =>
        story(suite, { quiet: true }, async ({ stack }) => {
            const env = { PULUMI_CONFIG_PASSPHRASE: "another one" };
            for (const args of [["up"], ["preview"], ["status", "--live"]]) {
                const { code, text, stdout } = await command(suite.aws, stack, args, { now: at(0, 12), env });
                assert.equal(code, 1, text);
                assert.match(text, /incorrect passphrase\n.*PULUMI_CONFIG_PASSPHRASE must be the one/);
                assert.doesNotMatch(text, /Command failed|exec-kind|stderr:|looking again/);
                assert.ok(
                    (text.match(/incorrect passphrase/g) ?? []).length <= (stdout.includes("error:") ? 1 : 2),
                    text,
                );
                assert.ok((text.match(/^preview of /gm) ?? []).length <= 1, text);
            }
        }));

    it("of default tags that change with each run: no drift", () =>
        story(suite, { rotator: suite.aws.admin }, async ({ stack, user, consumer }) => {
            const tagged = (commit: string) => (stack.config["aws:defaultTags"] = { tags: { commit } });
            tagged("one");
            await stack.ok();
            tagged("two");
            const { code, json, text } = await command(suite.aws, stack, ["preview", "--json"], { now: at(1) });
            const { credentials } = json<Verdict>();
            assert.equal(credentials[0].verdict, "nothing", text);
            assert.match(credentials[0].sentence ?? "", /default tags/);
            assert.ok(credentials[0].steps.length > 0);
            assert.equal(code, 0, text);
            await stack.ok({ now: at(1) });
            await consumer.attempts(1);
            assert.equal(suite.aws.keys(user).length, 1);
        }));

    it("of an entry that init asks for: the questions on the terminal, the answer alone in the file", () =>
        story(suite, { quiet: true }, async ({ stack }) => {
            await stack.configure({ now: at(0, 12) });
            const line = [process.execPath, MAIN, "init", "--json", "--no-adopt", "--name", "more", "--user", "u"];
            const given = [...line, "--every", "30d", "--overlap", "24h", "--ssm", "/more", "--stack", stack.name];
            const terminal = Terminal.open(["bash", "-c", `${given.join(" ")} > answer.json`], {
                cwd: stack.place.project,
                env: stack.place.env,
            });
            await terminal.shows(/sort|kind|credential/i);
            terminal.type("\r");
            const left = await terminal.ended;
            assert.equal(left.code, 0, left.text);
            const answer = await fs.readFile(path.join(stack.place.project, "answer.json"), "utf8");
            assert.equal((JSON.parse(answer) as { entry: { name: string } }).entry.name, "more");
        }));
});
