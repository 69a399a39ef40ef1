import { PLAIN, run } from "../../unit/decision/walk/run";
import { copy, keyOf, nothing, type World } from "../../unit/decision/walk/world";
import { Random } from "./random";
import { Readers } from "./readers";
import type { Soaked } from "./soak";

const HOUR = 3_600_000;
/** What AWS allows. */
const MOST = 2;

/** The same for keys of IAM, on the walk's model of the engine: kills after any step, verifications that fail. */
export function soakIam(rotations: number, seed: number): Soaked {
    const random = new Random(seed);
    let world: World = nothing();
    const readers = new Readers(
        () => world.stores[0],
        (id: string) => keyOf(world, id)?.active === true,
    );
    const result: Soaked = {
        ...{ rotations: 0, runs: 0, faults: 0, kills: 0, logins: 0, failedLogins: 0, mostKeys: 0 },
        ...{ stateAtFirst: 0, stateAtMost: 0, failures: [] },
    };
    const published = new Set<string>();
    while (result.rotations < rotations) {
        const what = random.chance(0.35) ? random.of(["kill", "unverified"] as const) : undefined;
        const moments: World[] = [];
        const before = world;
        const config = what === "unverified" ? { ...PLAIN, verifyFails: true as const } : PLAIN;
        const { after, breaches, result: how } = run(before, config, (_, then) => moments.push(copy(then)));
        // The world is looked at in each moment of the run, up to the one of the kill.
        const killed = what === "kill" && moments.length > 0 ? random.below(moments.length) : undefined;
        for (const moment of moments.slice(0, killed === undefined ? undefined : killed + 1)) {
            world = moment;
            readers.logIn(world.clock, "during a run");
            result.mostKeys = Math.max(result.mostKeys, world.keys.length);
        }
        world = killed === undefined ? after : moments[killed];
        result.runs++;
        if (killed !== undefined) result.kills++;
        else if (what === "unverified" && how === "failed") result.faults++;
        for (const { rule, detail } of breaches) result.failures.push(`iam, seed ${seed}: ${rule}: ${detail}`);
        const id = world.stores[0];
        if (id !== undefined && !published.has(id)) {
            published.add(id);
            result.rotations++;
            if (result.rotations === 3) result.stateAtFirst = sizeOf(world);
        }
        if (result.rotations > 3) result.stateAtMost = Math.max(result.stateAtMost, sizeOf(world));
        const pause = how === "failed" || killed !== undefined ? random.of([0, 1, 6]) : random.of([1, 24, 25, 24 * 5]);
        for (let step = 0; step < 4; step++) {
            world = { ...copy(world), clock: world.clock + (pause / 4) * HOUR };
            readers.logIn(world.clock, "between runs");
        }
        if (result.failures.length > 0 || result.runs > rotations * 50) break;
    }
    Object.assign(result, { logins: readers.counted.logins, failedLogins: readers.counted.failedLogins });
    result.failures.push(...readers.counted.failures.map((failure) => `iam, seed ${seed}: ${failure}`));
    if (result.rotations < rotations) result.failures.push(`iam, seed ${seed}: only ${result.rotations} rotations`);
    if (result.mostKeys > MOST) result.failures.push(`iam, seed ${seed}: ${result.mostKeys} keys at once`);
    if (result.stateAtFirst > 0 && result.stateAtMost > result.stateAtFirst * 2)
        result.failures.push(`iam, seed ${seed}: the state grew to ${result.stateAtMost} characters`);
    return result;
}

function sizeOf({ ledger, held, record }: World): number {
    return JSON.stringify([ledger, held, record]).length;
}
