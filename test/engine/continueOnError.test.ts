import assert from "node:assert/strict";
import { engineSuite } from "../support/harness";
import { activeKeys } from "./support/crash";
import { at, PUBLISHED, ordered, story } from "./support/story";

/*
 * Proves: with --continue-on-error the engine deletes nothing that the older state of a failed step depends on. The walk
 * takes that for granted.
 */
engineSuite("pulumi up --continue-on-error", (suite) => {
    // Holds 3, 4, 12, 29.
    it("keeps what a store publishes when the ledger was lost and the credential on record cannot be proven", () =>
        story(suite, { warm: true, set: { verification: { deadline: "2s" } } }, async ({ stack, user }) => {
            await stack.ok();
            const [first] = activeKeys(suite.aws, user);
            await stack.killAt({ action: "PutParameter", nth: 4, when: "before" }, { now: at(30) });
            const both = activeKeys(suite.aws, user);
            assert.equal(both.length, 2);

            const where = ({ accessKeySuffix = "" }): boolean => accessKeySuffix === first.slice(-4);
            const match = { service: "sts", action: "GetCallerIdentity", where } as const;
            const fault = suite.aws.fault({ match, kind: "error-500", times: 1000 });
            const { deployment } = JSON.parse(await stack.exportState()) as { deployment: { resources: Named[] } };
            const ledger = deployment.resources.map(({ urn }) => urn).find((urn) => urn.endsWith("-ledger")) as string;
            const args = ["--replace", ledger, "--continue-on-error"];
            const failed = await stack.fails(/could not find out within 2 s whether/, { args });
            fault.remove();
            assert.match(failed.said.join(), /rebuilt from/);
            assert.deepEqual(failed.mutations, []);
            assert.deepEqual(activeKeys(suite.aws, user), both);

            const back = await stack.ok({ args: ["--continue-on-error"] });
            assert.deepEqual(ordered(back.mutations, user), [
                ...PUBLISHED.filter((line) => !line.endsWith("/rotation")),
                "iam:DeleteAccessKey app",
            ]);
            assert.deepEqual(activeKeys(suite.aws, user), [first]);
            const next = await stack.ok();
            assert.deepEqual(ordered(next.mutations, user), ["iam:CreateAccessKey app", ...PUBLISHED]);
            await stack.settled();
        }));
});

interface Named {
    urn: string;
}
