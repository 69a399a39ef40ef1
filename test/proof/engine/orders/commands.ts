import assert from "node:assert/strict";
import fc from "fast-check";
import type { FaultKind } from "../../../support/aws";
import { killing, WHENS } from "../kinds/line";
import { ACTIVATION_MS } from "../figures";
import type { Model, World } from "./world";

type Step = fc.AsyncCommand<Model, World>;

/** What a proof wants to know of a step that was played, or that could not be played where it came. */
export type Told = (name: string, played: boolean) => void;

/** Answers of AWS, and the line to whatever server that breaks. */
const FAULTS: FaultKind[] = ["error-500", "throttle", "deny"];
const BEFORE_AND_AFTER = ["before", "after"] as const;
const hours = fc.constantFrom(1, 24, 25, 24 * 30, 24 * 95);

/** One step each of all that may happen; `kind` is what is counted, and the rest is how it is played. A run makes up to `most` calls. */
export function steps(told: Told, most: number): fc.Arbitrary<Step>[] {
    const calls = fc.integer({ min: 1, max: most });
    /** A step that answers false could not be played as things stood. */
    const step = (kind: string, how: string, run: (model: Model, world: World) => Promise<unknown>): Step => ({
        check: () => true,
        async run(model, world) {
            const played = (await run(model, world)) !== false;
            told(kind, played);
            await world.check(model);
        },
        toString: () => (how === "" ? kind : `${kind} (${how})`),
    });
    const passing = (model: Model, h: number): void => void (model.clock += h);
    return [
        fc.constant(step("up", "", (model, world) => world.up(model))),
        ...[hours, hours].map((some) =>
            some.map((h) => step("clock forward", `${h} h`, (m, world) => (passing(m, h), world.up(m)))),
        ),
        fc.constantFrom(1, 24, 24 * 31).map((h) =>
            step("clock back", `${h} h, and forward again`, async (model, world) => {
                const { clock } = model;
                model.clock = Math.max(0, clock - h);
                await world.up(model);
                model.clock = clock;
            }),
        ),
        ...WHENS.map((when) =>
            fc.tuple(calls, hours).map(([k, h]) =>
                step("kill", `${when} call ${k}, after ${h} h`, async (model, world) => {
                    passing(model, h);
                    const strike = (): boolean => killing(world.stack, when);
                    const run = await world.at(model, { when, k, strike });
                    // One that was to be killed after the last reply may have ended by then.
                    if (when !== "reply") assert.equal(run?.signal ?? "SIGKILL", "SIGKILL");
                    return run?.signal === "SIGKILL";
                }),
            ),
        ),
        ...BEFORE_AND_AFTER.map((when) =>
            fc.tuple(calls, hours).map(([k, h]) =>
                step("interrupt", `^C ${when} call ${k}, after ${h} h`, async (model, world) => {
                    passing(model, h);
                    const strike = (): boolean => (world.stack.interrupt(), false);
                    const run = await world.at(model, { when, k, strike });
                    assert.equal(run?.signal ?? null, null, "the run did not end by itself");
                    if (run && run.code !== 0) assert.match(run.text, /update canceled/);
                    const next = await world.up(model);
                    assert.doesNotMatch(next.text, /currently locked/);
                    return run !== undefined;
                }),
            ),
        ),
        fc.tuple(fc.constantFrom(...FAULTS), calls, hours).map(([kind, nth, h]) =>
            step("fault", `${kind} at call ${nth}, after ${h} h`, async (model, world) => {
                passing(model, h);
                const fault = world.aws.fault({ match: { where: world.mine, nth }, kind });
                await world.up(model, {}, true).finally(() => fault.remove());
                return fault.hits > 0;
            }),
        ),
        fc.tuple(fc.constantFrom(...BEFORE_AND_AFTER), calls, hours).map(([when, k, h]) =>
            step("line breaks", `${when} call ${k}, after ${h} h`, async (model, world) => {
                passing(model, h);
                return (await world.at(model, { when, k, strike: () => true })) !== undefined;
            }),
        ),
        fc.constant(
            step("key that never works", "after 31 d", async (model, world) => {
                if (world.kind.user === undefined) return false;
                passing(model, 24 * 31);
                world.aws.setDelays({ activationDelayMs: 3_600_000 });
                const run = await world.up(model, {}, true);
                world.aws.setDelays({ activationDelayMs: ACTIVATION_MS });
                if (!run.mutations.some((line) => /CreateAccessKey/.test(line))) return false;
                assert.match(run.text.replace(/\s+/g, " "), /did not prove to work/);
                return true;
            }),
        ),
        fc.boolean().map((stays) =>
            step("foreign key", stays ? "stays" : "goes after 31 d", async (model, world) => {
                const { user } = world.kind;
                if (user === undefined || model.foreign || !(await alone(model, user, world))) return false;
                model.foreign = await world.operator.mint(user);
                await world.up(model);
                await world.check(model);
                if (stays) return true;
                passing(model, 24 * 31);
                await world.up(model);
                await world.check(model);
                return removeForeign(model, world);
            }),
        ),
        fc.constant(step("foreign key goes", "", removeForeign)),
        fc.constant(
            step("emergency", "", (model, world) => {
                const rotate = `leak-${++model.nonces}`;
                return world.up(model, { set: { rotate, revoke: !world.keeps && model.nonces % 2 === 0 } });
            }),
        ),
        fc.constant(
            step("back", "and forward again", async (model, world) => {
                await world.up(model, { set: { use: "previous" } });
                await world.up(model, { set: { use: undefined } });
            }),
        ),
        fc.integer({ min: 1, max: 4 }).map((nth) =>
            step("two runs at once", `from call ${nth}, after 30 d`, async (model, world) => {
                passing(model, 24 * 30);
                const { stack, aws, mine } = world;
                let other: Promise<{ code: number | null; text: string }> | undefined;
                const onHit = async (): Promise<void> => void (await (other = stack.up()));
                const fault = aws.fault({ match: { where: mine, nth }, kind: "none", onHit });
                await world.up(model).finally(() => fault.remove());
                const loser = await other;
                if (!loser) return false;
                assert.notEqual(loser.code, 0);
                assert.match(loser.text, /currently locked/);
                return true;
            }),
        ),
        fc.constant(
            step("cancel", "with no run under way", async (model, world) => {
                await world.stack.cancel();
                await world.up(model);
            }),
        ),
        fc.constant(
            step("refresh", "", async (model, world) => {
                const run = await world.stack.refresh();
                const changes = run.mutations.filter((line) => !/GetCaller/.test(line));
                assert.deepEqual(changes, [], "a refresh changed something");
                await world.up(model);
            }),
        ),
        fc.constant(
            step("old checkpoint", "then the newest, where the run refused it", async (model, world) => {
                if (model.saved === undefined) return false;
                const newest = await world.stack.exportState("--show-secrets");
                await world.stack.importState(model.saved);
                const run = await world.up(model);
                if (run.code !== 0) await world.stack.importState(newest);
                model.quiet = false;
                return true;
            }),
        ),
        fc.constant(
            step("checkpoint saved", "", async (model, world) => {
                model.saved = await world.stack.exportState("--show-secrets");
            }),
        ),
        fc.constant(
            step("destroy", "and up", async (model, world) => {
                // A reply that was lost leaves a key that only a program finds: see docs/proof.md.
                if (!model.quiet && (await world.up(model)).code !== 0 && (await world.up(model)).code !== 0)
                    return false;
                await world.close();
                const run = await world.stack.destroy();
                world.since();
                assert.equal(run.code, 0, run.text);
                assert.deepEqual(
                    await world.kind.left(),
                    model.foreign ? [model.foreign.accessKeyId] : [],
                    "not all of ours is gone",
                );
                await world.kind.tidy?.();
                await world.serve();
                const again = await world.up(model);
                assert.equal(again.code, 0, again.text);
                model.saved = await world.stack.exportState("--show-secrets");
                return true;
            }),
        ),
    ];
}

/**
 * Lets time pass until only the published key is left and no rotation is under way: there is no room for a foreign key
 * else, and what cannot be told from an interrupted rotation's own key is in docs/aws-iam.md.
 */
async function alone(model: Model, user: string, world: World): Promise<boolean> {
    for (let runs = 0; runs < 4; runs++) {
        if (runs > 0) model.clock += 49;
        await world.up(model);
        if (model.quiet && world.aws.keys(user).length === 1) return true;
    }
    return false;
}

async function removeForeign(model: Model, world: World): Promise<unknown> {
    const { user } = world.kind;
    if (user === undefined || !model.foreign) return false;
    await world.operator.remove(user, model.foreign.accessKeyId);
    delete model.foreign;
    return world.up(model);
}

/** Whatever happened: the foreign key's owner takes it away, and three runs later nothing is left to do. */
export async function inOrder(model: Model, world: World): Promise<void> {
    model.clock = model.latest;
    await removeForeign(model, world);
    let run = await world.up(model);
    for (let more = 0; more < 2 && run.code !== 0; more++) run = await world.up(model);
    assert.equal(run.code, 0, run.text);
    // What was put off for a wish that waits (an emergency) comes with the next run; after that, nothing.
    await world.up(model);
    await world.stack.settled();
    await world.check(model);
}
