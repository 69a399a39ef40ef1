import { decide } from "../../../../components/decision/decide";
import { Decision, Facts, Policy, Slot } from "../../../../components/decision/types";
import { Engine, OnStep } from "./engine";
import { Breach, Watch } from "./rules";
import { copy, iso, keyOf, now, OVERLAP, PERIOD, RETENTION, World } from "./world";

/** How one run is asked for. */
export interface Config {
    name: string;
    use?: "previous";
    heal?: true;
    /** A nonce that was not seen before. */
    nonce?: true;
    revoke?: true;
    schedule?: "shorter" | "longer";
    /** `pulumi up --refresh`. */
    refresh?: true;
    /** The new key does not work before the deadline. */
    verifyFails?: true;
    /** The consumer does not move before its deadline. */
    consumerFails?: true;
    /** `--target` or `--exclude` leave the consumer out. */
    leavesOut?: true;
    /** `--continue-on-error`. */
    continues?: true;
}

/** What one run did. */
export interface Outcome {
    facts: Facts;
    policy: Policy;
    decision: Decision;
    /** How many things it changed, the ledger included. */
    steps: number;
    result: "ok" | "failed" | "stopped";
    /** Keys that stood in the way when one was to be made. */
    inTheWay: string[];
    after: World;
    breaches: Breach[];
}

export function policyOf(world: World, config: Config): Policy {
    const unseen = world.ledger?.nonce === "a" ? "b" : "a";
    return {
        title: "IAM access key of app",
        recordAt: "/app/rotation in SSM",
        overlapMs: OVERLAP,
        retentionMs: RETENTION,
        canDisable: world.canDisable,
        capacity: world.canDisable ? 2 : undefined,
        nonce: config.nonce ? unseen : undefined,
        revoke: config.revoke ?? false,
        use: config.use ?? "current",
        heal: config.heal ?? false,
        adopt: world.adopt,
        ...(world.told ? { audit: { quietMs: OVERLAP / 4, lagMs: 0, onUse: "hold" as const } } : {}),
    };
}

let runs = 0;

export function factsOf(world: World, config: Config): Facts {
    const at = now(world);
    const length = config.schedule === "shorter" ? PERIOD / 2 : PERIOD;
    const start = Math.floor(at / length) * length;
    const begin = config.schedule === "longer" ? start - PERIOD : start;
    return {
        run: `run-${++runs}`,
        now: iso(at),
        window: { start: iso(begin), end: iso(start + length) },
        record: world.record,
        remote: world.keys.map(({ id, active, createdAt }) => ({
            id,
            active,
            createdAt: iso(createdAt),
            ...(id === world.used ? { lastUsedAt: iso(at) } : {}),
        })),
        consumers: askedIn(world),
    };
}

/** What the consumer says, where there is a previous key that waits for it. */
function askedIn({ told, runsOn, record, keys }: World): Facts["consumers"] {
    if (!told || !keys.some(({ id }) => id === record?.previous?.id)) return undefined;
    const state = runsOn === record?.id ? "confirmed" : "behind";
    return [{ name: "api", title: "the consumer", state, detail: "as it says" }];
}

/** One run of the engine: the decision, and all that is registered because of it, in order. */
export function run(before: World, config: Config, onStep: OnStep = () => undefined): Outcome {
    const world = copy(before);
    if (config.refresh) refresh(world);
    const facts = factsOf(world, config);
    const policy = policyOf(world, config);
    const decision = decide(world.ledger, facts, policy);
    if (decision.kind === "stop") {
        return { facts, policy, decision, steps: 0, result: "stopped", inTheWay: [], after: world, breaches: [] };
    }
    world.ledger = decision.ledger;
    const engine = new Engine(world, facts, policy, config, decision, new Watch(before, world, config), onStep);
    const result = engine.act();
    const { steps, inTheWay, watch } = engine;
    return { facts, policy, decision, steps, result, inTheWay, after: world, breaches: watch.breaches };
}

function refresh(world: World): void {
    for (const slot of ["blue", "green"] as Slot[]) {
        const held = world.held[slot];
        if (!held) continue;
        const key = keyOf(world, held.id);
        if (key) held.enabled = key.active;
        else delete world.held[slot];
    }
}

/** A run at which nothing is asked for. */
export const PLAIN: Config = { name: "run" };
/** A run by which a person gets out of what others did to the keys. */
export const MENDING: Config = { name: "run with heal and --refresh", heal: true, refresh: true };
