import { idOf, isConfirmed, stemsFromIntent } from "../../../../components/decision/attribution";
import { otherSlot } from "../../../../components/decision/types";
import { Config, MENDING, PLAIN } from "./run";
import { copy, GRID, iso, Key, keyOf, PERIOD, World } from "./world";

/** Ways to ask for a run; the ones that change nothing of the policy come first. */
export const CONFIGS: Config[] = [
    PLAIN,
    { name: "run with --refresh", refresh: true },
    { name: "run with a shorter schedule", schedule: "shorter" },
    { name: "run with a longer schedule", schedule: "longer" },
    { name: "run with use: previous", use: "previous" },
    { name: "run with heal", heal: true },
    { name: "emergency", nonce: true },
    { name: "emergency with revoke", nonce: true, revoke: true },
    MENDING,
];

const lagging = { consumerFails: true } as const;

/** The same where there is a consumer. */
export const CONSUMER_CONFIGS: Config[] = [
    { name: "run whose consumer does not move", ...lagging },
    { name: "run with --continue-on-error whose consumer does not move", ...lagging, continues: true },
    { name: "run with --target that leaves the consumer out", leavesOut: true },
    { name: "emergency whose consumer does not move", nonce: true, ...lagging },
    {
        name: "revocation with --continue-on-error whose consumer does not move",
        nonce: true,
        revoke: true,
        ...lagging,
        continues: true,
    },
    { name: "revocation with --target that leaves the consumer out", nonce: true, revoke: true, leavesOut: true },
];

/** What consumers do, those that are known and others. */
export function uses(world: World): Happening[] {
    const { told, ledger, record, runsOn, movedTo, used } = world;
    if (!told || !ledger) return [];
    const events: Happening[] = [];
    const happens = (name: string, fault: boolean, change: Partial<World>) =>
        events.push({ name, fault, world: { ...copy(world), ...change } });
    const slot = otherSlot(ledger.current);
    const previous = keyOf(world, world.held[slot]?.id ?? idOf(ledger, slot, record));
    if (previous?.ours && used === undefined) happens("somebody uses the previous key", true, { used: previous.id });
    if (used !== undefined) happens("nobody uses that key any more", false, { used: undefined });
    if (previous?.ours && runsOn === record?.id && runsOn !== previous.id)
        happens("the consumer falls back to the previous key", true, { runsOn: previous.id });
    if (runsOn !== movedTo) happens("the consumer is restarted", false, { runsOn: movedTo });
    return events;
}

/** Something that happens between two runs. */
export interface Happening {
    name: string;
    fault: boolean;
    world: World;
}

/** The next clock value of the grid, and runs that are late by one, two and three windows. */
export function passing(world: World): Happening[] {
    const within = world.clock % PERIOD;
    const start = world.clock - within;
    const next = GRID.find((point) => point > within) ?? PERIOD;
    const at = (clock: number, name: string): Happening => ({ name, fault: false, world: { ...copy(world), clock } });
    return [
        at(start + next, "time passes"),
        ...[1, 2, 3].map((k) => at(world.clock + k * PERIOD, `${k} window(s) pass`)),
    ];
}

/** What other people and lost state do. */
export function mishaps(world: World): Happening[] {
    return [...toKeys(world), ...toMemory(world), ...foreign(world)];
}

function toKeys(world: World): Happening[] {
    const { ledger, record } = world;
    if (!ledger) return [];
    const events: Happening[] = [];
    const touch = (name: string, id: string, change: (key: Key, after: World) => void) => {
        const after = copy(world);
        const key = keyOf(after, id) as Key;
        change(key, after);
        after.touched = true;
        events.push({ name, fault: true, world: after });
    };
    const slots = { live: ledger.current, previous: otherSlot(ledger.current) };
    for (const [who, slot] of Object.entries(slots)) {
        const id = world.held[slot]?.id ?? idOf(ledger, slot, record);
        const key = keyOf(world, id);
        if (!key?.ours) continue;
        touch(`somebody deletes the ${who} key`, key.id, (gone, after) => {
            after.keys = after.keys.filter((other) => other !== gone);
            after.killed = [...new Set([...after.killed, gone.id])];
        });
        if (!world.canDisable) continue;
        if (key.active) {
            touch(`somebody disables the ${who} key`, key.id, (found, after) => {
                found.active = false;
                after.killed = [...new Set([...after.killed, found.id])];
            });
        } else {
            touch(`somebody enables the ${who} key`, key.id, (found, after) => {
                found.active = true;
                delete found.restingSince;
                after.revived = [...new Set([...after.revived, found.id])];
                after.killed = after.killed.filter((id) => id !== found.id);
            });
        }
    }
    return events;
}

function toMemory(world: World): Happening[] {
    const events: Happening[] = [];
    if (world.ledger && world.record) {
        events.push({
            name: "the ledger is lost",
            fault: true,
            world: { ...copy(world), ledger: undefined, lost: true },
        });
        events.push({ name: "the record is lost", fault: true, world: { ...copy(world), record: null, lost: true } });
    }
    return events;
}

/** Wrong clocks. */
export function clockFaults(world: World): Happening[] {
    const off = (offset: number, name: string): Happening => {
        const after = { ...copy(world), offset, skewed: true };
        for (const key of after.keys) delete key.restingSince;
        return { name, fault: true, world: after };
    };
    if (world.offset !== 0) return [{ ...off(0, "the clock is right again"), fault: false }];
    return [off(-PERIOD, "the clock falls back by a window"), off(PERIOD, "the clock jumps ahead by a window")];
}

/**
 * Keys that somebody makes or deletes by hand. One that is made in the very hour of a run that mints cannot be told from
 * what that run left behind, by nothing that AWS says of a key; so that is left out here.
 */
function foreign(world: World): Happening[] {
    const other = world.keys.find((key) => !key.ours);
    if (other && world.adopt?.id !== other.id) {
        const after = copy(world);
        after.keys = after.keys.filter((key) => key.id !== other.id);
        return [{ name: "the foreign key disappears", fault: false, world: after }];
    }
    const { ledger, record, clock } = world;
    if (world.keys.length >= 2 || !ledger) return [];
    const after = copy(world);
    const id = `AKIA-foreign-${++after.minted}`;
    const runs = ledger.intent && { ...ledger.intent, again: [...(ledger.intent.again ?? []), ledger.rotatedAt] };
    const alike = stemsFromIntent(runs, { id, active: true, createdAt: iso(clock) });
    if (alike && !isConfirmed(ledger, record)) return [];
    after.keys.push({ id, active: true, createdAt: clock, ours: false });
    return [{ name: "a foreign key appears", fault: true, world: after }];
}
