import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { type Receiver, startReceiver } from "../support/consumers/receiver";
import { engineSuite, Stack } from "../support/harness";
import { command } from "./cli/support/command";
import { activeKeys } from "./support/crash";
import { at, ordered, PUBLISHED, story } from "./support/story";

/*
 * Proves: the order record → consumers → previous slot, and that no flag gets round it.
 * Does not prove: how each sort of consumer is reached; the tests of the drivers do.
 */
engineSuite("the consumers of a credential", (suite) => {
    let receiver: Receiver;

    beforeEach(async () => {
        receiver = await startReceiver();
    });
    afterEach(() => receiver.close());

    const listed = () => ({
        consumers: [
            {
                webhook: {
                    name: "api",
                    url: receiver.url,
                    confirmUrl: receiver.confirmUrl,
                    field: "app.generation",
                    secret: { config: "rotation:hook" },
                    deadline: "1s",
                },
            },
        ],
    });
    const config = () => ({ "rotation:hook": { secret: receiver.secret } });

    // Holds 29, 35; incidents 1, 22.
    it("one that does not move fails the run by name, and keeps the previous key whatever the flags", () =>
        story(suite, { warm: true, set: listed() }, async ({ stack, user }) => {
            const mutations = suite.aws.mutations();
            let before: string[] = [];
            receiver.onTold = () => (before = suite.aws.mutations().slice(mutations.length));
            await stack.ok({ config: config() });
            assert.deepEqual(ordered(before, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
            assert.deepEqual(receiver.told, [
                { credential: user, generation: 1, slot: "blue", publishedAt: "2030-01-01T12:00:00Z" },
            ]);
            await stack.settled();

            receiver.moves = false;
            const named =
                /consumer webhook http:\/\/127.0.0.1:\d+\/rotated \(api\) does not run on generation 2 after 1 s: .* says generation 1\. The previous credential stays valid/;
            await stack.fails(named, { now: at(30) });
            assert.equal(activeKeys(suite.aws, user).length, 2);
            const held = /holding blue, generation 1: webhook \S+ \(api\) does not run on generation 2 yet/;
            const again = await stack.fails(named, { now: at(31), args: ["--continue-on-error"] });
            assert.match(again.said.join(), held);
            assert.deepEqual(again.mutations, []);
            const targets = (await urns(stack)).filter((urn) => /-(ledger|blue)$/.test(urn));
            const targeted = await stack.ok({ args: targets.flatMap((urn) => ["--target", urn]) });
            assert.match(targeted.said.join(), held);
            assert.deepEqual(targeted.mutations, []);
            const urgent = await stack.fails(named, { set: { rotate: "now" } });
            assert.match(urgent.said.join(), /rotation asked for, but not yet: holding blue/);
            assert.deepEqual(urgent.mutations, []);

            receiver.moves = true;
            const moved = await stack.ok({ now: at(31, 1), set: { rotate: undefined } });
            assert.deepEqual(moved.mutations, []);
            assert.deepEqual((await stack.ok()).mutations, [`iam:UpdateAccessKey ${user}`]);
            await stack.settled();
            assert.deepEqual(receiver.refused, []);
        }));

    // Holds 29, 35.
    it("one that a targeted run leaves out keeps the key that was to be revoked", () =>
        story(suite, { warm: true, set: listed() }, async ({ stack, user }) => {
            await stack.ok({ config: config() });
            const targets = (await urns(stack)).filter((urn) => !/-consumer-|pulumi:pulumi|\$\w+\$/.test(urn));
            const urgent = { now: at(3), set: { rotate: "leak", revoke: true } };
            const all = [...targets, ...targets.filter((urn) => urn.endsWith("-blue")).map(toGreen)];
            const run = await stack.up({ ...urgent, args: all.flatMap((urn) => ["--target", urn]) });
            assert.match(
                run.text.replace(/\s+/g, " "),
                /the previous credential is not disabled, for a consumer does not confirm generation 2: webhook/,
            );
            assert.equal(activeKeys(suite.aws, user).length, 2);
            assert.match((await stack.ok()).said.join(), /holding blue, generation 1: webhook/);
            assert.equal(receiver.generation, 2);
            assert.deepEqual((await stack.ok()).mutations, [`iam:UpdateAccessKey ${user}`]);

            await stack.ok({ now: at(4, 2), set: { use: "previous", rotate: undefined, revoke: undefined } });
            assert.equal(receiver.generation, 1, "going back moves the consumers too");
            const gone = await stack.ok({ set: { use: undefined, consumers: { none: "nobody is left" } } });
            assert.ok(
                gone.steps.some((step) => /^delete .*-consumer-api$/.test(step)),
                gone.steps.join(),
            );
        }));

    // Holds 35.
    it("a person is not waited for in a run, but before the key leaves; nor is a file that is rendered", async () => {
        const acknowledge = { name: "batch", title: "the nightly batch" };
        await story(suite, { warm: true, set: { consumers: [{ acknowledge }] } }, async ({ stack, user }) => {
            const file = path.join(stack.place.root, "rendered.env");
            await fs.writeFile(file, "generation=1\n");
            await stack.ok();
            const published = await stack.ok({ now: at(30) });
            const asks = new RegExp(
                `waiting for the nightly batch to confirm generation 2: nobody acknowledged it; once it runs on it: credential-rotation ack ${user} batch, or `,
            );
            assert.match(published.said.join(), asks);
            const held = await stack.ok({ now: at(31) });
            assert.match(
                held.said.join(),
                /warning: .*holding blue, generation 1: the nightly batch does not run on generation 2 yet/,
            );
            assert.deepEqual(held.mutations, []);
            const wrong = await command(suite.aws, stack, ["ack", user, "bach"]);
            assert.match(wrong.stderr, /has no consumer "bach"; those that a person confirms: batch/);
            const ack = await command(suite.aws, stack, ["ack", user, "batch", "--json"]);
            assert.equal(ack.code, 0, ack.text);
            assert.deepEqual(ack.json(), { name: user, consumer: "batch", generation: 2 });
            const written = parse(
                await fs.readFile(path.join(stack.place.project, `Pulumi.${stack.name}.yaml`), "utf8"),
            ) as { config: Record<string, unknown> };
            const acknowledged = { "rotation:acknowledged": written.config["rotation:acknowledged"] };
            assert.deepEqual(acknowledged, { "rotation:acknowledged": { [`${user}/batch`]: 2 } });
            const late = { vaultAgent: { name: "agent", file, deadline: "1s" } };
            const added = { set: { consumers: [{ acknowledge }, late] }, config: acknowledged };
            await stack.fails(
                /consumer what Vault Agent rendered at \S+ \(agent\) does not run on generation 2/,
                added,
            );
            await fs.writeFile(file, "export generation=2\n");
            assert.deepEqual((await stack.ok()).mutations, [`iam:UpdateAccessKey ${user}`]);
            await stack.settled();
        });
    });
});

/** The URNs of everything that the stack has. */
async function urns(stack: Stack): Promise<string[]> {
    const { deployment } = JSON.parse(await stack.exportState()) as { deployment: { resources: { urn: string }[] } };
    return deployment.resources.map(({ urn }) => urn);
}

function toGreen(urn: string): string {
    return urn.replace(/-blue$/, "-green");
}
