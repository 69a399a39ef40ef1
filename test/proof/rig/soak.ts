import { StatefulRig } from "../../unit/credentials/apiKey/support/statefulRig";
import type { How, Point } from "../../unit/credentials/apiKey/support/life";
import { ANCHOR } from "../../support/apiKey/player";
import type { FaultKind } from "../../support/vendors";
import { FAULTS, KILLS, VENDORS, VendorName } from "./matrix";
import { Random } from "./random";
import { Readers } from "./readers";

const HOUR = 3_600_000;
/** Most keys of one credential at once: the published one, the one before it, and one that a run left behind. */
const MOST = 3;

/** What a soak came to. */
export interface Soaked {
    rotations: number;
    runs: number;
    faults: number;
    kills: number;
    logins: number;
    failedLogins: number;
    mostKeys: number;
    /** Characters of all that is kept between runs, after the third rotation and at most since. */
    stateAtFirst: number;
    stateAtMost: number;
    failures: string[];
}

/** Rotates the key of one vendor so often, with faults and kills at random calls, while consumers log in all along. */
export async function soakVendor(
    name: VendorName,
    rotations: number,
    seed: number,
    onRotation: () => void = () => undefined,
    ended: () => boolean = () => false,
): Promise<Soaked> {
    const random = new Random(seed);
    const given = await VENDORS[name]();
    const rig = new StatefulRig(given, { deadlineMs: 500, successes: 2 });
    const { keyring } = given.vendor;
    const managing = keyring.standing().length;
    let now = Date.parse(ANCHOR) + 12 * HOUR;
    const readers = new Readers(
        () => rig.read(),
        ({ key }) => keyring.admit(key) !== undefined,
    );
    const result: Soaked = {
        ...{ rotations: 0, runs: 0, faults: 0, kills: 0, logins: 0, failedLogins: 0, mostKeys: 0 },
        ...{ stateAtFirst: 0, stateAtMost: 0, failures: [] },
    };
    const generations = new Set<string>();
    rig.onCall = () => {
        readers.logIn(now, `during a run on day ${Math.floor((now - Date.parse(ANCHOR)) / HOUR / 24)}`);
        result.mostKeys = Math.max(result.mostKeys, keyring.standing().length - managing);
    };
    try {
        while (result.rotations < rotations && !ended()) {
            const what = random.chance(0.35) ? random.of<How | FaultKind>([...KILLS, ...FAULTS]) : undefined;
            const line = what !== undefined && !/-|throttle|deny/.test(what);
            const nth = 1 + random.below(random.chance(0.5) ? 3 : 12);
            // One call fails, or all from there on.
            const times = random.chance(0.5) ? 1 : 99;
            const point: Point | undefined = line ? { nth, how: what as How, times } : undefined;
            if (what !== undefined && !line) given.vendor.fault({ kind: what as FaultKind, nth, times });
            const run = await rig.live(point ?? { nth: Infinity, how: "lost" }, new Date(now).toISOString());
            given.vendor.clearFaults();
            result.runs++;
            if (run.killed) result.kills++;
            else if (what !== undefined) result.faults++;
            const id = rig.read()?.key_id;
            if (id !== undefined && !generations.has(id)) {
                generations.add(id);
                result.rotations++;
                onRotation();
                if (result.rotations === 3) result.stateAtFirst = rig.size();
            }
            if (result.rotations > 3) result.stateAtMost = Math.max(result.stateAtMost, rig.size());
            // Until the next run: from minutes after a failure to days.
            const pause = run.played.failed ? random.of([0, 1, 6]) : random.of([1, 6, 24, 25, 24 * 10, 24 * 31]);
            for (let passed = 0; passed < pause; passed += Math.max(1, pause / 8)) {
                now += Math.max(1, pause / 8) * HOUR;
                readers.logIn(now, "between runs");
            }
        }
    } catch (error) {
        result.failures.push(`${name}, seed ${seed}, rotation ${result.rotations}: ${(error as Error).message}`);
    } finally {
        await given.vendor.close();
    }
    Object.assign(result, { logins: readers.counted.logins, failedLogins: readers.counted.failedLogins });
    result.failures.push(...readers.counted.failures.map((failure) => `${name}, seed ${seed}: ${failure}`));
    if (result.mostKeys > MOST) result.failures.push(`${name}, seed ${seed}: ${result.mostKeys} keys at once`);
    if (result.stateAtFirst > 0 && result.stateAtMost > result.stateAtFirst * 2)
        result.failures.push(`${name}, seed ${seed}: the state grew to ${result.stateAtMost} characters`);
    return result;
}
