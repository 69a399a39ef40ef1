import { decide, decisionOf } from "../../../../components/decision/decide";
import { isConfirmed } from "../../../../components/decision/attribution";
import { Ledger, otherSlot } from "../../../../components/decision/types";
import { CONFIGS, CONSUMER_CONFIGS, Happening, passing } from "./events";
import { Healing } from "./healing";
import { keyFor } from "./key";
import { Breach, Rule } from "./rules";
import { Config, factsOf, Outcome, PLAIN, run } from "./run";
import { copy, inOrder, World } from "./world";

/** How far a walk goes. */
export interface Bounds {
    /** How many faults may come together before everything is in order again. Without a bound the walk would not end. */
    faults: number;
    /** Go on from states with that many faults too. Else they are only looked at: all runs there, and the way back. */
    deep: boolean;
}

/** What a walk saw. */
export interface Walk {
    states: number;
    transitions: number;
    reasons: Set<string>;
    /** The first breach of each rule, with the way that leads there. */
    breaches: Map<Rule, string>;
}

interface State {
    world: World;
    from: number;
    by: string;
}

/** Visits every state that can be reached, breadth first. */
export function walk(beginnings: World[], others: (world: World) => Happening[], { faults, deep }: Bounds): Walk {
    const states: State[] = [];
    const seen = new Set<string>();
    const healing = new Healing();
    const result: Walk = { states: 0, transitions: 0, reasons: new Set(), breaches: new Map() };
    /** Whether the walk goes on from the state that it looks at. */
    let going = true;
    /** Takes the world up if it is new; `world` may go on changing afterwards. */
    const visit = (world: World, more: number, from: number, by: () => string) => {
        result.transitions++;
        if (!going) return;
        const order = inOrder(world);
        const together = order ? 0 : world.faults + more;
        if (together > faults) return;
        const found = order
            ? { ...world, faults: 0, touched: false, lost: false, skewed: false, killed: [], revived: [] }
            : { ...world, faults: together };
        const key = keyFor(found);
        if (seen.has(key)) return;
        seen.add(key);
        states.push({ world: copy(found), from, by: by() });
    };
    for (const world of beginnings) visit(world, 0, -1, () => world.beginning);
    for (let i = 0; i < states.length; i++) {
        const { world } = states[i];
        going = deep || world.faults < faults;
        const report = (breaches: Breach[], by: string) => {
            for (const { rule, detail } of breaches) {
                if (!result.breaches.has(rule)) result.breaches.set(rule, `${detail}\n${way(states, i)}\n  ${by}`);
            }
        };
        report(healing.breaches(world), "healthy runs");
        report(resting(world), "runs at one time");
        for (const config of world.told ? [...CONFIGS, ...CONSUMER_CONFIGS] : CONFIGS) {
            let publishes = false;
            const outcome = run(world, config, (at, then) => {
                publishes ||= at.startsWith("store ");
                visit(then, 1, i, () => `${config.name}, killed after: ${at}`);
            });
            result.reasons.add(outcome.decision.reason);
            report([...outcome.breaches, ...checked(world, config, outcome)], config.name);
            visit(outcome.after, 0, i, () =>
                outcome.result === "ok" ? config.name : `${config.name} (${outcome.result})`,
            );
            if (!publishes) continue;
            const failing = run(world, {
                ...config,
                verifyFails: true,
                continues: true,
            });
            report(failing.breaches, `${config.name}, verification fails`);
            visit(failing.after, 1, i, () => `${config.name}, verification fails`);
        }
        if (!going) continue;
        for (const next of [...passing(world), ...others(world)])
            visit(next.world, next.fault ? 1 : 0, i, () => next.name);
    }
    result.states = states.length;
    return result;
}

/** Rules that look at a run from outside. */
function checked(world: World, config: Config, outcome: Outcome): Breach[] {
    const breaches: Breach[] = [];
    const { decision, facts, policy, after } = outcome;
    const ids = world.keys.map((key) => key.id);
    if (
        decision.reason.length === 0 ||
        !/^\S.{15,}\S$/.test(decision.sentence) ||
        ids.some((id) => decision.sentence.includes(id))
    ) {
        breaches.push({ rule: "explained", detail: `${decision.reason}: ${decision.sentence}` });
    }
    if (config === PLAIN) {
        const again = JSON.stringify(decide(world.ledger, facts, policy));
        if (again !== JSON.stringify(decision)) breaches.push({ rule: "preview", detail: again });
        if (world.ledger && !alike(world.ledger, outcome)) breaches.push({ rule: "alike", detail: decision.sentence });
    }
    if (decision.kind === "stop") return breaches;
    const told = decisionOf(decision.ledger, facts, policy);
    if (told.reason !== decision.reason || told.sentence !== decision.sentence) {
        breaches.push({
            rule: "preview",
            detail: `${decision.reason} is explained as ${told.reason}: ${told.sentence}`,
        });
    }
    if (outcome.result === "ok" && !decision.moved && outcome.steps === 1) {
        const next = decide(after.ledger, factsOf(after, config), policy);
        const same = next.kind === "go" && JSON.stringify(next.ledger) === JSON.stringify(after.ledger);
        if (!same) breaches.push({ rule: "noOp", detail: `${decision.reason}, then ${next.reason}: ${next.sentence}` });
    }
    return breaches;
}

/** Runs at one time, until one changes nothing. */
function resting(world: World): Breach[] {
    const before = world.ledger?.generation ?? 0;
    const confirmed = world.ledger !== undefined && isConfirmed(world.ledger, world.record);
    let at = copy(world);
    for (let runs = 0; runs < 6; runs++) {
        const { decision, after, result } = run(at, PLAIN);
        const rest = decision.kind === "stop" || (!decision.moved && result === "ok") || decision.level === "error";
        if (rest) {
            const mints = ((after.ledger as Ledger)?.generation ?? before) - before;
            return confirmed && mints > 1 ? [{ rule: "settles", detail: `${mints} rotations` }] : [];
        }
        at = after;
    }
    if (world.touched || world.skewed || world.keys.some((key) => !key.ours)) return [];
    return [{ rule: "settles", detail: `still moving: ${run(at, PLAIN).decision.sentence}` }];
}

function way(states: State[], index: number): string {
    const steps: string[] = [];
    for (let i = index; i >= 0; i = states[i].from) steps.unshift(`  ${states[i].by}`);
    return steps.join("\n");
}

/** True if the decision is the same with blue and green exchanged. */
function alike(ledger: Ledger, { facts, policy, decision }: Outcome): boolean {
    const exchange = (text: string) => text.replace(/blue|green/g, (slot) => (slot === "blue" ? "green" : "blue"));
    const { record } = facts;
    const image = decide(
        { ...ledger, current: otherSlot(ledger.current), blue: ledger.green, green: ledger.blue },
        { ...facts, record: record && { ...record, slot: otherSlot(record.slot) } },
        policy,
    );
    if (image.reason !== decision.reason || image.sentence !== exchange(decision.sentence)) return false;
    if (image.kind === "stop" || decision.kind === "stop") return image.kind === decision.kind;
    const slots = ({ blue, green }: Ledger) => JSON.stringify([blue, green]);
    return (
        slots(image.ledger) === slots({ ...decision.ledger, blue: decision.ledger.green, green: decision.ledger.blue })
    );
}
