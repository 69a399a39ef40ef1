import assert from "node:assert/strict";
import { engineSuite } from "../support/harness";
import { at, ordered, PUBLISHED, story } from "./support/story";

const ROTATED = ["iam:CreateAccessKey app", ...PUBLISHED];

engineSuite("the calendar's windows", (suite) => {
    // Holds 15, 18; incidents 13.
    it("makes one rotation of three missed windows, and decides the same with --refresh", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            const refresh = ["--refresh"];
            await stack.ok();
            const late = await stack.ok({ now: at(100) });
            assert.deepEqual(ordered(late.mutations, user), ROTATED);
            assert.deepEqual(late.said, [
                "info: rotating: window 2030-04-01T00:00:00Z began: generation 2 goes into green; blue stays valid beside it",
            ]);
            const calm = await stack.ok({ now: at(100, 1), args: refresh });
            assert.deepEqual([calm.mutations, calm.said], [[], []]);
            const off = await stack.ok({ now: at(101), args: refresh });
            assert.deepEqual(off.mutations, [`iam:UpdateAccessKey ${user}`]);
            const next = await stack.ok({ now: at(120), args: refresh });
            const replaced = ["iam:DeleteAccessKey app", ...ROTATED];
            assert.deepEqual(ordered(next.mutations, user), replaced);
            assert.equal((await stack.status()).generation, 3);
            await stack.settled({ args: refresh });
        }));
});
