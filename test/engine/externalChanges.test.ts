import assert from "node:assert/strict";
import { engineSuite } from "../support/harness";
import { activeKeys } from "./support/crash";
import { Operator } from "./support/operator";
import { at, ordered, PUBLISHED, story } from "./support/story";

const MINTED = ["iam:CreateAccessKey app", ...PUBLISHED];

engineSuite("changes behind the rotation's back", (suite) => {
    for (const refresh of [[], ["--refresh"]]) {
        const how = refresh.join() || "a plain up";
        it(`finds a live key that was disabled with ${how}, leaves all as it is, and heals when asked to`, () =>
            story(suite, { warm: true, quiet: true }, async ({ stack, user }) => {
                const operator = new Operator(suite.aws);
                await stack.ok();
                await stack.ok({ now: at(30) });
                const [previous, live] = activeKeys(suite.aws, user);
                await operator.turn(user, live, "Inactive");
                const told = new RegExp(`…${live.slice(-4)}, generation 2 in green, was disabled by somebody else: `);
                const found = await stack.fails(told, { now: at(31), args: refresh });
                assert.match(found.text.replace(/\s+/g, " "), /set rotation.heal: true .* or enable it again/);
                assert.deepEqual(found.mutations, []);
                assert.deepEqual(activeKeys(suite.aws, user), [previous]);
                await stack.fails(told, { args: refresh });

                await operator.turn(user, live, "Active");
                const off = await stack.ok({ args: refresh });
                assert.deepEqual(off.mutations, [`iam:UpdateAccessKey ${user}`]);
                await operator.turn(user, live, "Inactive");
                const healed = await stack.ok({ now: at(31, 1), set: { heal: true }, args: refresh });
                const noted = refresh.length === 0 ? ["iam:UpdateAccessKey app"] : []; // the state says Active still
                assert.deepEqual(ordered(healed.mutations, user), ["iam:DeleteAccessKey app", ...MINTED, ...noted]);
                const fresh = activeKeys(suite.aws, user);
                assert.equal(fresh.length, 1);
                assert.ok(!fresh.includes(live));
                await stack.settled();
            }));

        it(`finds a live key that was deleted with ${how}, makes none unasked, and heals when asked to`, () =>
            story(suite, { warm: true, quiet: true }, async ({ stack, user }) => {
                await stack.ok();
                const [live] = activeKeys(suite.aws, user);
                await new Operator(suite.aws).remove(user, live);
                const told = new RegExp(`…${live.slice(-4)}, generation 1 in blue, was deleted by somebody else: `);
                for (const now of [at(1), at(30)]) {
                    const found = await stack.fails(told, { now, args: refresh });
                    assert.deepEqual(found.mutations, []);
                }
                const healed = await stack.ok({ set: { heal: true }, args: refresh });
                assert.deepEqual(ordered(healed.mutations, user), MINTED);
                await stack.settled();
            }));
    }

    // Holds 28, 33; incidents 28.
    it("lets go of a previous key that was deleted, and keeps one that somebody enabled again", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            const operator = new Operator(suite.aws);
            await stack.ok();
            await stack.ok({ now: at(30) });
            const [first] = activeKeys(suite.aws, user);
            await operator.remove(user, first);
            const gone = await stack.ok({ now: at(30, 1) });
            assert.match(gone.said.join(), /blue, generation 1, was deleted by somebody else; letting go of it/);
            assert.deepEqual(gone.mutations, []);
            await stack.settled();

            await stack.ok({ now: at(60) });
            const [second] = activeKeys(suite.aws, user);
            await stack.ok({ now: at(61) });
            await operator.turn(user, second, "Active");
            const kept = await stack.ok({ now: at(62) });
            assert.match(kept.said.join(), /^warning: green was to be disabled but is active: .* It is not deleted/);
            assert.ok(activeKeys(suite.aws, user).includes(second));
            const off = await stack.ok({ now: at(62, 1), args: ["--refresh"] });
            assert.deepEqual(off.mutations, [`iam:UpdateAccessKey ${user}`]);
        }));
});
