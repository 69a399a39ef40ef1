import assert from "node:assert/strict";
import { engineSuite } from "../support/harness";
import { activeKeys } from "./support/crash";
import { Operator } from "./support/operator";
import { at, ordered, PUBLISHED, story } from "./support/story";

engineSuite("publishing to Parameter Store", (suite) => {
    // Holds 24.
    it("writes everything again after a write that AWS refused", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            const [live] = activeKeys(suite.aws, user);
            for (const name of ["credential", "rotation"]) {
                const match = { action: "PutParameter", resource: `/${user}/${name}` };
                const fault = suite.aws.fault({ match, kind: "deny" });
                const refused = await stack.fails(/AccessDenied/, { now: name === "credential" ? at(30) : at(30, 1) });
                fault.remove();
                assert.ok(!refused.mutations.includes(`ssm:PutParameter /${user}/rotation`));
                assert.ok(activeKeys(suite.aws, user).includes(live));
            }
            const finished = await stack.ok({ now: at(30, 2) });
            assert.deepEqual(ordered(finished.mutations, user), PUBLISHED);
            await stack.settled();
        }));

    it("leaves a parameter alone that somebody else made, and takes it over when told to", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            const operator = new Operator(suite.aws);
            const taken = `/${user}/aws_access_key_id`;
            await operator.put(taken, "somebody else's");
            const refused = await stack.fails(/ParameterAlreadyExists/);
            assert.ok(!refused.mutations.includes(`ssm:PutParameter ${taken}`));
            await stack.fails(new RegExp(`${taken} in SSM exists, was not made by this stack .* overwrite: true`));
            assert.equal(await operator.read(taken), "somebody else's");
            assert.equal(suite.aws.keys(user).length, 1);
            const stores = [{ ssm: { prefix: `/${user}`, overwrite: true } }];
            const over = await stack.ok({ set: { stores } });
            assert.ok(over.mutations.includes(`ssm:PutParameter ${taken}`));
            assert.equal(await operator.read(taken), activeKeys(suite.aws, user)[0]);
            await stack.settled();
        }));

    // Holds 5.
    it("does not confirm a rotation when the store gives back something else than was written", () =>
        story(suite, { warm: true, set: { verification: { deadline: "2s" } } }, async ({ stack, user }) => {
            await stack.ok();
            const operator = new Operator(suite.aws);
            const resource = `/${user}/credential`;
            const before = await operator.read(resource);
            const [live] = activeKeys(suite.aws, user);
            const rotator = String(stack.config["aws:accessKey"]).slice(-4);
            const where = ({ accessKeySuffix = "" }): boolean => accessKeySuffix === rotator;
            const readBack = { action: "GetParameter", resource, where, nth: 2 }; // the first is the provider's own
            const onHit = (): Promise<void> => operator.put(resource, before);
            const fault = suite.aws.fault({ match: readBack, kind: "none", onHit });
            const refused = await stack.fails(
                new RegExp(`${resource} gives back something else than .* Run again to publish it anew`),
                { now: at(30) },
            );
            fault.remove();
            assert.ok(!refused.mutations.includes(`ssm:PutParameter /${user}/rotation`));
            assert.ok(activeKeys(suite.aws, user).includes(live));
            const healed = await stack.ok({ now: at(33) });
            assert.deepEqual(ordered(healed.mutations, user), PUBLISHED);
            await stack.settled();
        }));
});
