import assert from "node:assert/strict";
import type { Fault, FaultKind } from "../support/aws";
import { engineSuite, Run, RunOptions, Stack } from "../support/harness";
import { at, ordered, PUBLISHED, story } from "./support/story";

const NEVER = 3_600_000;

engineSuite("proving a new key", (suite) => {
    /** Lets STS fail for the key that is not known yet, and for nobody else. */
    function sts(kind: FaultKind, known: string[]): Fault {
        const suffixes = known.map((id) => id.slice(-4));
        const where = ({ accessKeySuffix = "" }): boolean => !suffixes.includes(accessKeySuffix);
        const match = { service: "sts", action: "GetCallerIdentity", where } as const;
        return suite.aws.fault({ match, kind, times: 1000 });
    }

    function keysOf(user: string): string[] {
        return suite.aws.keys(user).map(({ accessKeyId }) => accessKeyId);
    }

    async function unanswered(stack: Stack, kind: FaultKind, live: string, options?: RunOptions): Promise<Run> {
        const fault = sts(kind, [live, stack.config["aws:accessKey"] as string]);
        try {
            return await stack.fails(
                /could not find out within 3 s whether .* works .*: it is neither published nor deleted/,
                options,
            );
        } finally {
            fault.remove();
        }
    }

    // Holds 26, 27; incidents 11.
    it("waits for a key that AWS knows only later, and deletes one that never works", () =>
        story(suite, { warm: true, set: { verification: { deadline: "3s" } } }, async ({ stack, user }) => {
            suite.aws.setDelays({ activationDelayMs: NEVER });
            const dead = await stack.fails(/did not prove to work within 3 s .*: it was deleted/);
            assert.deepEqual(dead.mutations, [`iam:CreateAccessKey ${user}`, `iam:DeleteAccessKey ${user}`]);
            assert.match(dead.text, /The next run starts this rotation afresh/);
            suite.aws.setDelays({ activationDelayMs: 1500 });
            const first = await stack.ok();
            assert.deepEqual(ordered(first.mutations, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
            assert.match(first.said.join(), /restarting: generation 1 was never confirmed/);
            suite.aws.setDelays({});
        }));

    // Holds 26.
    it("neither publishes nor deletes a key of which AWS does not tell whether it works", () =>
        story(suite, { warm: true, set: { verification: { deadline: "3s" } } }, async ({ stack, user }) => {
            await stack.ok();
            const [live] = keysOf(user);
            const made = await unanswered(stack, "error-500", live, { now: at(30) });
            assert.deepEqual(made.mutations, [`iam:CreateAccessKey ${user}`]);
            for (const kind of ["throttle", "hang"] as const) {
                assert.deepEqual((await unanswered(stack, kind, live)).mutations, []);
            }
            assert.equal(keysOf(user).length, 2);
            const done = await stack.ok();
            assert.deepEqual(ordered(done.mutations, user), PUBLISHED);
            await stack.settled();
        }));
});
