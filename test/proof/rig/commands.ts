import assert from "node:assert/strict";
import fc from "fast-check";
import { StatefulRig } from "../../unit/credentials/apiKey/support/statefulRig";
import type { How } from "../../unit/credentials/apiKey/support/life";
import { ANCHOR } from "../../support/apiKey/player";
import type { Case } from "../../support/apiKey/cases";
import type { FaultKind } from "../../support/vendors";
import { FAULTS, KILLS } from "./matrix";

const HOUR = 3_600_000;

/** What must be remembered beside the rig itself: much is for the rig to know. */
export interface Model {
    /** Hours since the anchor. */
    clock: number;
    /** Highest hour that a run ever saw. */
    latest: number;
    /** Secrets of keys that somebody else made: they must stand at the end. */
    foreign: string[];
    nonces: number;
    /** A state of before was brought back: a run may stop there, and name the ways out. */
    restored: boolean;
    destroyed: boolean;
    runs: number;
    states?: () => void;
}

/** The rig under test, with its vendor. */
export interface Real {
    given: Case;
    rig: StatefulRig;
}

export const beginning = (): Model => ({
    ...{ clock: 12, latest: 12, foreign: [], nonces: 0, restored: false, destroyed: false, runs: 0 },
});

type Step = fc.AsyncCommand<Model, Real>;

/** One step; whatever it is, afterwards nothing that must stand is gone. */
function step(name: string, run: (model: Model, real: Real) => Promise<void>, check = (_: Model) => true): Step {
    return {
        check: (model) => check(model as Model),
        async run(model, real) {
            await run(model, real);
            const { keyring } = real.given.vendor;
            for (const secret of model.foreign) assert.ok(keyring.admit(secret), "somebody else's key is gone");
            const published = real.rig.read();
            if (published) assert.ok(keyring.admit(published.key), "the published key does not work");
        },
        toString: () => name,
    };
}

const moment = (model: Model) => new Date(Date.parse(ANCHOR) + model.clock * HOUR).toISOString();

async function up(model: Model, { rig, given }: Real, what?: How | FaultKind, nth = 1): Promise<void> {
    const line = what !== undefined && !/-|throttle|deny/.test(what);
    if (what !== undefined && !line) given.vendor.fault({ kind: what as FaultKind, nth, times: 99 });
    const point = line ? { nth, how: what as How, times: 99 } : { nth: Infinity, how: "lost" as How };
    const { played } = await rig.live(point, moment(model));
    given.vendor.clearFaults();
    model.runs++;
    model.latest = Math.max(model.latest, model.clock);
    if (!played.failed || what !== undefined || model.restored) return;
    // A run without a fault that fails says what to do.
    assert.match(
        played.text,
        /Run again|next run|Ways out|out of this|at least|the clock|not there|to be had|remove it|adopt|rotation\.|asked for/i,
    );
}

/** Goes to another hour; back, too. */
const hours = fc.constantFrom(1, 6, 24, 25, 24 * 10, 24 * 30, 24 * 95);

export const steps = [
    fc.constant(step("up", (model, real) => up(model, real))),
    fc.constant(
        step("two runs, one after the other", async (model, real) => {
            await up(model, real);
            await up(model, real);
        }),
    ),
    hours.map((h) => step(`${h} h pass, up`, (model, real) => ((model.clock += h), up(model, real)))),
    fc.constantFrom(1, 24, 24 * 31).map((h) =>
        step(`the clock goes back ${h} h, up, and comes forward`, async (model, real) => {
            const { clock } = model;
            model.clock = Math.max(0, clock - h);
            await up(model, real);
            model.clock = clock;
        }),
    ),
    fc
        .tuple(fc.constantFrom(...KILLS, ...FAULTS), fc.integer({ min: 1, max: 12 }), hours)
        .map(([what, nth, h]) =>
            step(
                `${h} h pass, up with "${what}" at call ${nth}`,
                (model, real) => ((model.clock += h), up(model, real, what, nth)),
            ),
        ),
    fc.constant(
        step("a foreign key appears", async (model, { given }) => {
            const secret = `foreign-${model.foreign.length}`;
            const name = `somebody's key ${model.foreign.length}`;
            given.vendor.keyring.add({ id: `id-${secret}`, name, secret });
            model.foreign.push(secret);
        }),
    ),
    fc.constant(
        step("emergency", async (model, real) => {
            real.rig.wish.nonce = `n${++model.nonces}`;
            await up(model, real);
        }),
    ),
    fc.constant(
        step("back, and forward again", async (model, real) => {
            real.rig.wish.use = "previous";
            await up(model, real);
            delete real.rig.wish.use;
            await up(model, real);
        }),
    ),
    fc.constant(step("the state is saved", async (model, { rig }) => void (model.states = rig.save()))),
    fc.constant(
        step(
            "the saved state is brought back, up",
            async (model, real) => {
                model.states?.();
                model.restored = true;
                real.rig.strict = false;
                await up(model, real);
            },
            (model) => model.states !== undefined && !model.destroyed,
        ),
    ),
    fc.constant(
        step("destroy, and up", async (model, real) => {
            if (model.restored) return;
            await real.rig.destroy();
            model.destroyed = true;
            delete model.states;
            await up(model, real);
        }),
    ),
];

/** Whatever happened: three runs later all is in order, or, with a state of before, the run says how to get on. */
export async function inOrder(model: Model, real: Real): Promise<void> {
    model.clock = model.latest;
    const runs = [];
    for (let i = 0; i < 3; i++) runs.push(await real.rig.run({ now: moment(model) }));
    model.runs += 3;
    const last = runs[2];
    if (model.restored) {
        if (last.failed) assert.match(last.text, /Ways out|out of this|restore|Run again|next run/);
        return;
    }
    assert.equal(last.failed, false, last.text);
    assert.deepEqual(real.rig.unaccounted(), [], "a key of ours is in no slot");
}
