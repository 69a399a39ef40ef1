import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import type { Outcome } from "../../../cli/engine/runPasses";
import { engineSuite, type Stack } from "../../support/harness";
import { start } from "../../support/harness/processes";
import { CTRL_C, locks, processesOf, Terminal } from "../../support/terminal";
import { at, story } from "../support/story";
import { command, MAIN } from "./support/command";

/*
 * Proves: SIGTERM without a terminal, as a CI runner sends it; a second ^C; ^C of a command that npx started, which passes
 * it on although the terminal sent it to all.
 */
/** Without a preview: what is interrupted is to be the update. */
const STRAIGHT = ["up", "--skip-preview"];

engineSuite("credential-rotation that is told to end", (suite) => {
    /** Starts a command without a terminal, and sends SIGTERM to it alone when it has said this. */
    async function terminated(stack: Stack, args: string[], pattern: RegExp) {
        const before = suite.aws.mutations().length;
        const running = start(process.execPath, [MAIN, ...args, "--stack", stack.name], {
            cwd: stack.place.project,
            env: stack.place.env,
        });
        let sent = false;
        running.hear((text) => {
            if (!sent && pattern.test(text)) process.kill(running.pid, "SIGTERM");
            sent ||= pattern.test(text);
        });
        const ended = await running.ended;
        const text = `${ended.stdout}\n${ended.stderr}`;
        assert.equal(ended.code, 143, text);
        assert.deepEqual(await locks(stack), [], text);
        assert.deepEqual(processesOf(stack), [], text);
        return { ...ended, text, mutations: suite.aws.mutations().slice(before) };
    }

    it("by SIGTERM, in a preview, between preview and update, in an intervention", () =>
        story(suite, { quiet: true }, async ({ stack, user }) => {
            await stack.configure({ now: at(0, 12) });
            const preview = await terminated(stack, ["up", "--json"], /would be creating/);
            const between = await terminated(stack, ["up", "--json"], /^up of /m);
            for (const { mutations, stdout, stderr } of [preview, between]) {
                assert.deepEqual(mutations, []);
                const { ok, stoppedBy } = JSON.parse(stdout) as Outcome & { stoppedBy: string };
                assert.deepEqual([ok, stoppedBy], [false, "SIGTERM"]);
                assert.match(stderr, /stopped by SIGTERM: nothing of the stack was changed/);
            }
            assert.doesNotMatch(preview.stderr, /^up of /m);
            await stack.ok();
            const rotate = await terminated(stack, ["rotate", user, "--revoke"], /^preview of /m);
            assert.deepEqual(rotate.mutations, []);
            assert.match(rotate.text, /stands in the file/);
            const file = path.join(stack.place.project, `Pulumi.${stack.name}.yaml`);
            assert.match(await fs.readFile(file, "utf8"), /revoke/);
        }));

    it("by one ^C under npx in good order, and by a second one at once", () =>
        story(suite, { quiet: true }, async ({ stack, user }) => {
            await stack.configure({ now: at(0, 12) });
            const place = { cwd: stack.place.project, env: stack.place.env };
            const npx = ["npx", "--no", "credential-rotation", ...STRAIGHT, "--stack", stack.name];
            const quiet = { ...place.env, npm_config_update_notifier: "false" };
            const one = Terminal.open(npx, { ...place, env: quiet });
            const match = { action: "CreateAccessKey", resource: user };
            const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
            suite.aws.fault({ match, kind: "none", when: "after", onHit: () => (one.type(CTRL_C), pause(1500)) });
            const left = await one.ended;
            assert.equal(left.code, 130, left.text);
            assert.match(left.text, /done: .*create \S+-blue/);
            assert.doesNotMatch(left.text, /ending at once/);
            assert.deepEqual([await locks(stack), processesOf(stack)], [[], []], left.text);

            const hang = suite.aws.fault({ match: { action: "PutParameter" }, kind: "hang" });
            const twice = Terminal.open([process.execPath, ...[MAIN, ...STRAIGHT, "--stack", stack.name]], place);
            await twice.shows(/creating \S+-ssm|creating \S+-record/);
            twice.type(CTRL_C);
            await twice.shows(/stopping \(SIGINT\)/);
            twice.type(CTRL_C);
            const ended = await twice.ended;
            assert.equal(ended.code, 130, ended.text);
            assert.match(ended.text, /ending at once/);
            hang.remove();
            if ((await locks(stack)).length > 0) assert.match(ended.text, /pulumi cancel/);
            await stack.cancel();
            const after = await command(suite.aws, stack, ["up"], { now: at(0, 13) });
            assert.equal(after.code, 0, after.text);
        }));
});
