import { idOf, isConfirmed, stemsFromIntent } from "../../../../components/decision/attribution";
import { Ledger, otherSlot, RotationRecord, Slot } from "../../../../components/decision/types";
import { Held, iso, Key, now, OVERLAP, PERIOD, RETENTION, World } from "./world";

/**
 * Text that is the same for worlds that no later event can tell apart: slots and identifiers by the role they play,
 * generations and times relative to the present. It makes the walk finite.
 */
export function keyFor(world: World): string {
    const current = world.ledger?.current ?? world.record?.slot ?? "blue";
    const view: View = {
        world,
        at: now(world),
        slots: [current, otherSlot(current)],
        rank: ranking(world),
        name: naming(world, current),
    };
    const { name } = view;
    const revived = world.keys.filter((key) => key.active && world.revived.includes(key.id));
    const killed = world.killed.filter((id) => world.stores.includes(id));
    const flags = [world.touched, world.lost, world.skewed].map(Number).join("");
    return [
        world.clock % PERIOD,
        world.offset / PERIOD,
        ledgerPart(view, world.ledger),
        recordPart(view, world.record),
        sorted(world.keys.map((key) => `${name(key.id)}${status(view, key)}${keyPart(world, key)}`)),
        ...view.slots.map((slot) => heldPart(view, world.held[slot])),
        world.stores.map(name).join(""),
        world.adopt && name(world.adopt.id) !== GONE ? `${world.adopt.as}${name(world.adopt.id)}` : "",
        sorted(killed.map(name)),
        sorted(revived.map(({ id }) => name(id))),
        world.told ? [world.runsOn, world.movedTo, world.used].map(name).join("") : "",
        `${world.faults}${flags}`,
    ].join("|");
}

const GONE = "gone";

interface View {
    world: World;
    at: number;
    /** The published one first: blue and green are taken for alike. */
    slots: Slot[];
    rank: (generation: number) => string | number;
    name: (id: string | undefined) => string;
}

function sorted(texts: string[]): string {
    return texts.sort().join(",");
}

/** Generations by their order; those above the ledger's by their distance, for the next mint could meet them. */
function ranking({ ledger, record, held }: World): (generation: number) => string | number {
    const top = ledger?.generation ?? record?.generation ?? 0;
    const present = [ledger?.blue, ledger?.green, record, record?.previous, held.blue, held.green];
    const numbers = [...new Set([top, ...present.map((place) => place?.generation ?? 0)])].sort((a, b) => b - a);
    return (generation) => (generation === 0 ? "u" : generation > top ? top - generation : numbers.indexOf(generation));
}

/** Names by the first place that mentions an identifier; those that nothing mentions by their age. */
function naming({ ledger, record, held, stores, keys }: World, current: Slot): View["name"] {
    const other = otherSlot(current);
    const roles = new Map<string, string>();
    const give = (role: string, id: string | undefined) => {
        if (id !== undefined && !roles.has(id)) roles.set(id, role);
    };
    give("R", record?.id);
    give("P", record?.previous?.id);
    give("C", held[current]?.id);
    give("O", held[other]?.id);
    give("c", ledger?.[current].adopted ?? ledger?.[current].id);
    give("o", ledger?.[other].adopted ?? ledger?.[other].id);
    stores.forEach((id, i) => give(`${i}`, id));
    keys.forEach(({ id }, i) => give(`k${i}`, id));
    return (id) => (id === undefined ? "-" : (roles.get(id) ?? GONE));
}

function ledgerPart({ world, at, slots, rank, name }: View, ledger: Ledger | undefined): string {
    if (ledger === undefined) return "-";
    const parts = slots.map((slot) => {
        const { generation, phase, since, adopted, id } = ledger[slot];
        return `${rank(generation)}${phase.slice(0, 2)}${phase === "inactive" ? rested(at, since) : ""}${name(adopted)}${name(id)}`;
    });
    const flags = [isConfirmed(ledger, world.record), ledger.back, ledger.revoking, ledger.intent !== undefined];
    return `${parts.join()},${flags.map((flag) => Number(flag ?? false)).join("")}`;
}

function recordPart({ world, at, slots, rank, name }: View, record: RotationRecord | null): string {
    if (record === null) return "-";
    const previous = record.previous ? `${rank(record.previous.generation)}${name(record.previous.id)}` : "";
    const overlapping = world.ledger === undefined || slots.some((slot) => world.ledger?.[slot].phase === "overlap");
    const age = published(at, record.rotated_at, overlapping);
    return `${slots.indexOf(record.slot)}${rank(record.generation)},${age},${name(record.id)},${previous}`;
}

/** Active, disabled by somebody else or when the ledger says, or since some other time. */
function status({ at, world }: View, key: Key): string {
    if (key.active) return "1";
    if (key.restingSince === undefined) return "0";
    const told = [world.ledger?.blue.since, world.ledger?.green.since].includes(iso(key.restingSince));
    return told ? "0" : `0.${rested(at, iso(key.restingSince))}`;
}

/** Whose it is; and, unless the ledger knows it, whether it can stem from the mint under way. */
function keyPart(world: World, key: World["keys"][number]): string {
    const { ledger } = world;
    const known = ledger !== undefined && [idOf(ledger, "blue", null), idOf(ledger, "green", null)].includes(key.id);
    if (known || ledger?.intent === undefined) return key.ours ? "o" : "f";
    const stems = stemsFromIntent(ledger.intent, { id: key.id, active: true, createdAt: iso(key.createdAt) });
    return `${key.ours ? "o" : "f"}${Number(stems)}${Number(ledger.intent.known.includes(key.id))}`;
}

function heldPart({ rank, name }: View, held: Held | undefined): string {
    return held ? `${name(held.id)}${rank(held.generation)}${Number(held.enabled)}` : "-";
}

/** How long ago: in full while an overlap is counted from it or the clock is behind it, else the windows since then. */
function published(at: number, rotatedAt: string, overlapping: boolean): string {
    const then = Date.parse(rotatedAt);
    const exact = overlapping ? at - then <= OVERLAP : at < then;
    if (exact) return `${Math.max(-2 * PERIOD, at - then)}`;
    const half = (moment: number) => Math.floor(moment / (PERIOD / 2));
    return `w${Math.min(4, half(at) - half(then))}`;
}

/** How long a slot rests, up to the retention. */
function rested(at: number, since: string | undefined): number {
    return Math.max(-2 * PERIOD, Math.min(RETENTION, at - Date.parse(since ?? "")));
}
