import assert from "node:assert/strict";
import type { StatusRow } from "../../../cli/state/status";
import { engineSuite } from "../../support/harness";
import { type S3, startS3 } from "../../support/s3/startS3";
import { at, ordered, PUBLISHED, story } from "../support/story";
import { command } from "./support/command";

/*
 * Proves: the command with a state in a bucket, its lock too, as `pulumi` keeps it there.
 * Does not prove: access to a bucket of Amazon's; moto looks at no signature and no policy.
 */
engineSuite("the credential-rotation command with a state in S3", (suite) => {
    let s3: S3;

    before(async () => {
        s3 = await startS3();
    });
    after(() => s3?.stop());

    it("waits for a lock, rotates, tells what is due and where all stands, and leaves the lock to its holder", () =>
        story(suite, { backend: s3 }, async ({ stack, user }) => {
            const run = (args: string[], now: string) => command(suite.aws, stack, args, { now });
            const lock = `.pulumi/locks/organization/credential-rotation/${stack.name}/somebody.json`;
            const holder = JSON.stringify({ pid: 1, username: "somebody", hostname: "elsewhere" });
            await s3.put(lock, holder);
            let waited = 0;
            const first = await command(suite.aws, stack, ["up"], {
                now: at(0, 12),
                hear: (text) => {
                    if (/locked by another run; trying again/.test(text) && waited++ === 0) void s3.remove(lock);
                },
            });
            assert.equal(first.code, 0, first.text);
            assert.ok(waited > 0, "nobody waited for the lock");
            assert.deepEqual(ordered(first.mutations, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
            const states = await s3.names(".pulumi/stacks/");
            assert.ok(states.includes(`.pulumi/stacks/credential-rotation/${stack.name}.json`), states.join());

            const status = await run(["status", "--json"], at(0, 13));
            const [row] = status.json<{ credentials: StatusRow[] }>().credentials;
            assert.deepEqual([row.slot, row.generation, row.ageSeconds], ["blue", 1, 3600]);
            const due = await run(["preview", "--no-refresh"], at(30));
            assert.equal(due.code, 2, due.text);
            assert.deepEqual(due.mutations, []);

            await s3.put(lock, holder);
            const locked = await run(["up", "--lock-timeout", "0"], at(30));
            assert.equal(locked.code, 4, locked.text);
            assert.match(locked.text, /another run holds the lock of this stack/);
            assert.deepEqual(locked.mutations, []);
            assert.ok((await s3.names(lock)).length === 1, "the lock was taken away");
        }));
});
