import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { engineSuite, type Stack } from "../../support/harness";
import { CTRL_C, type Left, locks, processesOf, Terminal } from "../../support/terminal";
import { at, ordered, PUBLISHED, story } from "../support/story";
import { command, MAIN } from "./support/command";

const MINTED = ["iam:CreateAccessKey app", ...PUBLISHED];

/*
 * Proves: ^C on a terminal, at each stage of a run on the real engine, with and without a redirected input.
 */
/** Without a preview, which waits for no lock and asks the vendor too: what is interrupted is to be the update. */
const STRAIGHT = ["up", "--skip-preview"];

engineSuite("credential-rotation up that is broken off at a terminal", (suite) => {
    /** Runs it on a terminal, and types ^C when `moment` comes. What AWS changed meanwhile must be this. */
    async function broken(
        stack: Stack,
        { args = ["up"], env = {}, shell }: { args?: string[]; env?: NodeJS.ProcessEnv; shell?: string },
        moment: (terminal: Terminal, press: () => void) => Promise<unknown>,
    ): Promise<Left & { mutations: string[] }> {
        const before = suite.aws.mutations().length;
        const line = [process.execPath, MAIN, ...args, "--stack", stack.name];
        const terminal = Terminal.open(
            shell === undefined ? line : ["bash", "-c", shell.replace("$LINE", line.join(" "))],
            {
                cwd: stack.place.project,
                env: { ...stack.place.env, ...env },
            },
        );
        await moment(terminal, () => terminal.type(CTRL_C));
        const left = await terminal.ended;
        assert.equal(left.code, 130, left.text);
        assert.deepEqual(await locks(stack), [], left.text);
        assert.deepEqual(processesOf(stack), [], left.text);
        return { ...left, mutations: suite.aws.mutations().slice(before) };
    }

    it("begins nothing more, lets the engine end its steps, and says what was done", () =>
        story(suite, { quiet: true }, async ({ stack, user }) => {
            await stack.configure({ now: at(0, 12) });
            const on = (pattern: RegExp) => (terminal: Terminal, press: () => void) =>
                terminal.shows(pattern).then(press);

            const start = await broken(stack, {}, async (_, press) => setTimeout(press, 200));
            const preview = await broken(stack, {}, on(/would be creating/));
            const redirected = await broken(stack, { shell: "$LINE </dev/null" }, on(/would be creating/));
            const between = await broken(stack, {}, on(/^up of /m));
            const only = await broken(stack, { args: ["preview"] }, on(/would be creating/));
            for (const { mutations, text } of [start, preview, redirected, between, only])
                assert.deepEqual(mutations, [], text);
            for (const { text } of [preview, redirected, between, only])
                assert.match(text, /nothing (of the stack )?was changed/);
            assert.doesNotMatch(preview.text, /^up of|looking again/m);

            const lock = path.join(stack.place.backend, ".pulumi/locks/organization/credential-rotation", stack.name);
            await fs.mkdir(lock, { recursive: true });
            await fs.writeFile(
                path.join(lock, "somebody.json"),
                JSON.stringify({ pid: 1, username: "s", hostname: "h" }),
            );
            const waiting = await broken(stack, { args: STRAIGHT }, async (terminal, press) => {
                await terminal.shows(/locked by another run; trying again/);
                await fs.rm(lock, { recursive: true });
                press();
            });
            assert.deepEqual(waiting.mutations, [], waiting.text);

            const minting = await broken(stack, { args: STRAIGHT }, async (_, press) => {
                suite.aws.fault({
                    match: { action: "CreateAccessKey", resource: user },
                    kind: "none",
                    when: "after",
                    onHit: () => (press(), new Promise((resolve) => setTimeout(resolve, 1500))),
                });
            });
            assert.deepEqual(ordered(minting.mutations, user).slice(0, 1), MINTED.slice(0, 1), minting.text);
            assert.match(minting.text, /create \S+-blue/);
            const state = await stack.exportState();
            assert.doesNotMatch(state, /pending_operations": \[\s*\{/);

            const after = await command(suite.aws, stack, ["up", "--json"], { now: at(0, 13) });
            assert.equal(after.code, 0, after.text);
            assert.equal(
                suite.aws.keys(user).filter(({ status }) => status === "Active").length,
                1,
                "one key, and no more",
            );

            const refresh = await broken(stack, { args: STRAIGHT }, async (_, press) => {
                suite.aws.fault({
                    match: { action: "GetParameter", resource: `/${user}/aws_access_key_id` },
                    kind: "none",
                    onHit: () => (press(), new Promise((resolve) => setTimeout(resolve, 500))),
                });
            });
            assert.deepEqual(refresh.mutations, [], refresh.text);

            const dead = await hanging();
            const env = { SLACK_WEBHOOK_URL: dead.url };
            stack.config["rotation:now"] = at(30);
            await stack.configure({ now: at(30) });
            const match = { action: "GetParameter", resource: `/${user}/rotation` };
            const fault = suite.aws.fault({ match, kind: "deny", times: 99 });
            const alert = await broken(stack, { env }, (_, press) => dead.asked.then(press));
            fault.remove();
            dead.close();
            assert.match(alert.text, /alert/);
        }));
});

/** A service that takes a request and never answers it. */
async function hanging() {
    let asked: () => void = () => undefined;
    const first = new Promise<void>((resolve) => (asked = resolve));
    const server = createServer(() => asked());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    return { url, asked: first, close: () => (server.closeAllConnections(), server.close()) };
}
