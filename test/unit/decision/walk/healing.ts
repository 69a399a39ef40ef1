import { idOf } from "../../../../components/decision/attribution";
import { Config, MENDING, Outcome, PLAIN, run } from "./run";
import { Breach } from "./rules";
import { keyFor } from "./key";
import { converged, copy, DAY, World } from "./world";

/** How long it may take until the next generation is on record, in days: two windows and the phases after the last. */
const PATIENCE_DAYS = 16;

/** Answers, for any world, whether healthy runs bring it back in order and go on rotating. Remembers what it knows. */
export class Healing {
    private found: Breach[] = [];
    private readonly known = new Map<string, string | undefined>();

    breaches(world: World): Breach[] {
        const found: Breach[] = [];
        const from = withoutOthers(world);
        const healthy = from.touched ? MENDING : PLAIN;
        this.found = found;
        const settled = this.converge(from, healthy);
        if (typeof settled === "string") found.push({ rule: "converges", detail: settled });
        else {
            const stuck = this.progress(settled, healthy);
            if (stuck) found.push({ rule: "progress", detail: stuck });
        }
        return found;
    }

    private converge(world: World, config: Config, mended = false): World | string {
        let at = world;
        let last: Outcome | undefined;
        for (let runs = 0; runs <= 3; runs++) {
            if (runs > 0 && converged(at)) return at;
            last = this.run(at, config);
            at = withoutUnaccounted(last, world);
        }
        if (converged(at)) return at;
        return (world.skewed || world.lost) && !mended
            ? this.converge(withoutStrays(at), config, true)
            : `after 3 runs: ${told(last)}`;
    }

    private progress(world: World, config: Config): string | undefined {
        const goal = world.record?.generation ?? 0;
        let at = world;
        let last: Outcome | undefined;
        const passed: string[] = [];
        for (let day = 0; day < PATIENCE_DAYS; day++) {
            if (converged(at) && (at.record?.generation ?? 0) > goal) return this.learn(passed, undefined);
            const key = `${goal - (at.record?.generation ?? 0)}/${config.name}/${keyFor(at)}`;
            if (this.known.has(key)) return this.learn(passed, this.known.get(key));
            passed.push(key);
            last = this.run({ ...copy(at), clock: at.clock + DAY }, config);
            at = withoutUnaccounted(last, world);
        }
        return this.learn(passed, `after ${PATIENCE_DAYS} days: ${told(last)}`);
    }

    private run(world: World, config: Config): Outcome {
        const outcome = run(world, config);
        this.found.push(...outcome.breaches);
        return outcome;
    }

    private learn(keys: string[], answer: string | undefined): string | undefined {
        for (const key of keys) this.known.set(key, answer);
        return answer;
    }
}

function told(outcome: Outcome | undefined): string {
    return `${outcome?.result} ${outcome?.decision.reason} ${outcome?.decision.sentence}`;
}

/** What only people can do has been done: the clock is right, foreign keys are gone. */
function withoutOthers(world: World): World {
    const after = copy(world);
    after.offset = 0;
    delete after.used;
    after.runsOn = after.movedTo;
    after.keys = after.keys.filter((key) => key.ours || key.id === world.adopt?.id);
    return after;
}

/**
 * Where ledger or record were lost or the clock was wrong, a key of ours may be unaccounted for, and a person is asked
 * to delete it; that is what happens here.
 */
function withoutUnaccounted(outcome: Outcome, start: World): World {
    const { decision, after, inTheWay } = outcome;
    if (!start.lost && !start.skewed) return after;
    const named = ["no-free-place", "foreign"].includes(decision.reason);
    const next = copy(after);
    next.keys = next.keys.filter(
        ({ id }) => !(named && decision.sentence.includes(id.slice(-4))) && !inTheWay.includes(id),
    );
    return next;
}

/** What an interrupted run left behind may look foreign then; a person has deleted it. */
function withoutStrays(world: World): World {
    const { ledger, record, held } = world;
    const known = ledger && [
        idOf(ledger, "blue", record),
        idOf(ledger, "green", record),
        held.blue?.id,
        held.green?.id,
    ];
    return { ...copy(world), keys: world.keys.filter((key) => known?.includes(key.id)) };
}
