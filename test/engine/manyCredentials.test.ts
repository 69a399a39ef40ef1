import assert from "node:assert/strict";
import { engineSuite, Run } from "../support/harness";
import { at, ordered, PUBLISHED, story } from "./support/story";

engineSuite("two runs at once", (suite) => {
    // Holds 32; incidents 9.
    it("turn one of them away before it asks AWS anything, and the other goes on", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            const rotator = String(stack.config["aws:accessKey"]).slice(-4);
            const asked = (): number =>
                suite.aws.calls.filter(({ accessKeySuffix }) => accessKeySuffix === rotator).length;
            let loser: Run | undefined;
            let before = -1;
            let after = -1;
            const fault = suite.aws.fault({
                match: { action: "CreateAccessKey", resource: user },
                kind: "none",
                onHit: async () => {
                    before = asked();
                    loser = await stack.up();
                    after = asked();
                },
            });
            const winner = await stack.ok({ now: at(30) });
            fault.remove();
            assert.ok(loser);
            assert.notEqual(loser.code, 0);
            assert.match(loser.text, /the stack is currently locked by 1 lock\(s\)/);
            assert.equal(after, before, "the run that lost asked AWS");
            assert.deepEqual(ordered(winner.mutations, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
            await stack.settled();
        }));
});
