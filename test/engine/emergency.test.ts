import assert from "node:assert/strict";
import { engineSuite } from "../support/harness";
import { activeKeys } from "./support/crash";
import { at, ordered, PUBLISHED, story } from "./support/story";

const MINTED = ["iam:CreateAccessKey app", ...PUBLISHED];

engineSuite("a rotation that somebody asks for", (suite) => {
    // Holds 6, 40; incidents 33.
    it("comes at once, needs two runs while the older key is in overlap, and revokes when told to", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            const first = await stack.ok({ now: at(3), set: { rotate: "leak-1" } });
            assert.deepEqual(ordered(first.mutations, user), MINTED);
            assert.match(first.said.join(), /rotating now, as asked: generation 2 goes into green/);
            await stack.settled({ now: at(3, 1) });

            const freed = await stack.ok({ now: at(3, 2), set: { rotate: "leak-2" } });
            assert.deepEqual(freed.mutations, [`iam:UpdateAccessKey ${user}`]);
            assert.match(freed.said.join(), /the next run rotates/);
            const second = await stack.ok();
            assert.deepEqual(ordered(second.mutations, user), ["iam:DeleteAccessKey app", ...MINTED]);

            await stack.ok({ now: at(4, 3) });
            const [leaked] = activeKeys(suite.aws, user);
            const revoked = await stack.ok({ now: at(5), set: { rotate: "leak-3", revoke: true } });
            const wanted = ["iam:DeleteAccessKey app", ...MINTED, "iam:UpdateAccessKey app"];
            assert.deepEqual(ordered(revoked.mutations, user), wanted);
            assert.ok(!activeKeys(suite.aws, user).includes(leaked));
            await stack.settled();
        }));

    // Holds 40.
    it("waits for a rotation that was never confirmed to be finished", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            const record = { action: "PutParameter", resource: `/${user}/rotation` };
            await stack.killAt({ ...record, when: "before" }, { now: at(30) });
            const finished = await stack.ok({ set: { rotate: "leak" } });
            assert.match(finished.said.join(), /finishing: generation 2/);
            assert.ok(!finished.mutations.includes(`iam:CreateAccessKey ${user}`));
            await stack.ok();
            const rotated = await stack.ok();
            assert.deepEqual(ordered(rotated.mutations, user), ["iam:DeleteAccessKey app", ...MINTED]);
            assert.equal((await stack.status()).generation, 3);
        }));
});

engineSuite("going back to the previous key", (suite) => {
    // Holds 11.
    it("publishes it again while it is there, holds, and comes forward", () =>
        story(suite, { warm: true }, async ({ stack, user, consumer }) => {
            await stack.ok();
            await stack.ok({ now: at(30) });
            await consumer.attempts(5);
            const back = await stack.ok({ now: at(30, 2), set: { use: "previous" } });
            assert.deepEqual(ordered(back.mutations, user), PUBLISHED);
            assert.deepEqual(await published(), { generation: 1, slot: "blue" });
            await consumer.attempts(5);
            const holding = await stack.ok({ now: at(70) });
            assert.deepEqual(holding.mutations, []);
            assert.match(holding.said.join(), /holding at generation 1: use: "previous" is set/);
            const forward = await stack.ok({ now: at(70, 1), set: { use: undefined } });
            assert.deepEqual(ordered(forward.mutations, user), PUBLISHED);
            assert.deepEqual(await published(), { generation: 2, slot: "green" });
            await consumer.attempts(5);
            assert.equal(consumer.stats().stepsBack.length, 2);

            async function published() {
                const { generation, currentSlot: slot } = await stack.status();
                return { generation, slot };
            }
        }));

    it("brings one back that was disabled already", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            await stack.ok({ now: at(30) });
            await stack.ok({ now: at(31) });
            const back = await stack.ok({ now: at(31, 1), set: { use: "previous" } });
            assert.deepEqual(ordered(back.mutations, user), ["iam:UpdateAccessKey app", ...PUBLISHED]);
            assert.equal(activeKeys(suite.aws, user).length, 2);
        }));
});
