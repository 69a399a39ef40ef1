import assert from "node:assert/strict";
import { engineSuite, withStack } from "../support/harness";
import { Operator } from "./support/operator";
import { at, credential, ordered, PUBLISHED, story } from "./support/story";

/** Resources of a state by the last part of their URN. */
function resourcesIn(state: string): Map<string, Record<string, unknown>> {
    const { deployment } = JSON.parse(state) as { deployment: { resources: { urn: string }[] } };
    return new Map(deployment.resources.map((resource) => [resource.urn.split("::").pop() as string, resource]));
}

engineSuite("the state and the store", (suite) => {
    // Each resource whose state changes is one write of the whole state more in every rotation.
    it("of the slot that stays valid do not change while the other one rotates", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            const blue = async (): Promise<object> => {
                // Where in the program it is registered is no reason to write.
                const { sourcePosition, stackTrace, ...rest } = {
                    ...resourcesIn(await stack.exportState("--show-secrets")).get(`${user}-blue`),
                };
                assert.ok(sourcePosition && stackTrace);
                return rest;
            };
            await stack.ok();
            const before = await blue();
            assert.ok("resourceHooks" in before);
            await stack.ok({ now: at(30) });
            assert.deepEqual(await blue(), before);
        }));

    it("agree after a refresh, and the ledger is rebuilt when it is replaced", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            await stack.ok({ now: at(30) });
            const refreshed = await stack.refresh();
            assert.deepEqual(refreshed.mutations, []);
            await stack.settled();
            const urn = resourcesIn(await stack.exportState()).get(`${user}-ledger`)?.urn;
            const replaced = await stack.ok({ now: at(30, 1), args: ["--replace", urn as string] });
            assert.deepEqual(replaced.mutations, []);
            assert.match(replaced.said.join(), /rebuilt from .*: generation 2 is live in green/);
            await stack.settled();
            const off = await stack.ok({ now: at(31) });
            assert.deepEqual(off.mutations, [`iam:UpdateAccessKey ${user}`]);
        }));

    // Holds 3.
    it("keep a slot that somebody asks the engine to replace, the published one and the previous one", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            await stack.ok({ now: at(30) });
            const found = resourcesIn(await stack.exportState());
            for (const slot of ["green", "blue"]) {
                const urn = found.get(`${user}-${slot}`)?.urn as string;
                const refused = await stack.fails(/set a new value of rotation\.rotate/, {
                    now: at(30, 1),
                    args: ["--replace", urn],
                });
                assert.deepEqual(refused.mutations, []);
            }
            assert.equal(suite.aws.keys(user).length, 2);
            await stack.settled();
        }));

    // Holds 34; incidents 10.
    it("stop the run when the state is lost, or older than the store, and name the ways out", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            const old = await stack.exportState("--show-secrets");
            await stack.ok({ now: at(30) });
            const newer = await stack.exportState("--show-secrets");
            const credentials = [credential(user)];
            await withStack({ aws: suite.aws, credentials, now: at(30, 1) }, async (other) => {
                const lost = await other.fails(/does not hold it, .* Ways out: restore the state .*adopt/);
                assert.deepEqual(lost.mutations, []);
            });
            await stack.importState(old);
            const behind = await stack.fails(
                /the state is older than the store. Nothing was changed. Ways out: restore/,
            );
            assert.deepEqual(behind.mutations, []);
            assert.equal(suite.aws.keys(user).length, 2);
            await stack.importState(newer);
            await stack.settled();
        }));

    it("are brought together again when somebody deletes the record", () =>
        story(suite, { warm: true }, async ({ stack, user }) => {
            await stack.ok();
            const record = `/${user}/rotation`;
            const operator = new Operator(suite.aws);
            await operator.forget(record);
            const runs = [await stack.up({ now: at(1) }), await stack.up({ now: at(1, 1), args: ["--refresh"] })];
            for (const { mutations } of runs) assert.ok(!mutations.join().includes("AccessKey"));
            assert.equal(runs[1].code, 0, runs[1].text);
            assert.deepEqual(
                ordered(
                    runs.flatMap(({ mutations }) => mutations),
                    user,
                ),
                PUBLISHED,
            );
            const { generation } = JSON.parse(await operator.read(record)) as { generation: number };
            assert.equal(generation, 1);
            await stack.settled();
        }));
});
