import { idOf, isConfirmed } from "../../../../components/decision/attribution";
import { Ledger, otherSlot, Policy, RotationRecord } from "../../../../components/decision/types";

export const DAY = 86_400_000;
/** Length of a window; the grid of clock values below has the points that matter within it. */
export const PERIOD = 4 * DAY;
export const OVERLAP = DAY;
export const RETENTION = DAY;
/** Clock values within a window: its first and last millisecond, and both sides of where phases end. */
export const GRID = [0, DAY - 1, DAY, PERIOD - 1];

/** An access key as AWS knows it, with what only the model can know. */
export interface Key {
    id: string;
    active: boolean;
    createdAt: number;
    /** Made or taken over here. */
    ours: boolean;
    /** When a run disabled it, as long as no clock was wrong. */
    restingSince?: number;
}

/** What the engine's state holds for a slot. */
export interface Held {
    id: string;
    generation: number;
    /** The status that the engine applied last. */
    enabled: boolean;
}

/** Everything that a run reads or changes. */
export interface World {
    /** What the walk began with. */
    beginning: string;
    /** The true time, which AWS uses. */
    clock: number;
    /** How far the runner's clock is off. */
    offset: number;
    ledger: Ledger | undefined;
    record: RotationRecord | null;
    keys: Key[];
    held: { blue?: Held; green?: Held };
    /** Identifier whose secret each store publishes. */
    stores: [string | undefined, string | undefined];
    adopt: Policy["adopt"];
    /** False for a vendor that can only delete. */
    canDisable: boolean;
    /** Ids that somebody else deleted or disabled. */
    killed: string[];
    /** Ids that somebody else enabled again. */
    revived: string[];
    /** Faults since everything was last in order. */
    faults: number;
    /** Somebody else touched a key of ours since then. */
    touched: boolean;
    /** Ledger or record were lost since then. */
    lost: boolean;
    /** The clock was wrong since then. */
    skewed: boolean;
    minted: number;
    /** True where there is a consumer that is told, and the use of keys is looked at. */
    told: boolean;
    /** The key that this consumer runs on. */
    runsOn?: string;
    /** The key that a run last moved it to, as the state has it. */
    movedTo?: string;
    /** A key that somebody uses whom nobody knows of. */
    used?: string;
}

const texts = new Map<number, string>();

export function iso(ms: number): string {
    let text = texts.get(ms);
    if (text === undefined) texts.set(ms, (text = new Date(ms).toISOString()));
    return text;
}

/** The runner's clock. */
export function now(world: World): number {
    return world.clock + world.offset;
}

/** A copy whose keys and slots can be changed; ledger and record are never changed in place. */
export function copy(world: World): World {
    const { blue, green } = world.held;
    const held: World["held"] = {};
    if (blue) held.blue = { ...blue };
    if (green) held.green = { ...green };
    return { ...world, keys: world.keys.map((key) => ({ ...key })), held, stores: [world.stores[0], world.stores[1]] };
}

/** Nothing exists. */
export function nothing(beginning = "nothing exists"): World {
    return {
        beginning,
        clock: 1000 * PERIOD,
        offset: 0,
        ledger: undefined,
        record: null,
        keys: [],
        held: {},
        stores: [undefined, undefined],
        adopt: undefined,
        canDisable: true,
        killed: [],
        revived: [],
        faults: 0,
        touched: false,
        lost: false,
        skewed: false,
        minted: 0,
        told: false,
    };
}

/** The same with a consumer that is told. */
export function withConsumer(world: World): World {
    return { ...world, beginning: `${world.beginning}, and a consumer is told`, told: true };
}

/** Nothing exists, at a vendor that can only delete and sets no limit. */
export function onlyDeletes(): World {
    return { ...nothing("nothing exists at a vendor that can only delete"), canDisable: false };
}

/** A key exists that is taken over. */
export function adopting(as: "current" | "previous"): World {
    const existing: Key = { id: "AKIA-existing", active: true, createdAt: 0, ours: false };
    return { ...nothing(`adopting the ${as} key`), keys: [existing], adopt: { id: existing.id, as } };
}

export function keyOf(world: World, id: string | undefined): Key | undefined {
    return world.keys.find((key) => key.id === id);
}

/** Published, recorded and live are the same, it works, and at most one previous credential exists. */
export function converged(world: World): boolean {
    const { ledger, record, stores } = world;
    if (ledger === undefined || !isConfirmed(ledger, record)) return false;
    if (stores[0] !== record.id || stores[1] !== record.id || keyOf(world, record.id)?.active !== true) return false;
    const held = world.held[ledger.current];
    if (held?.id !== record.id || held.generation !== record.generation) return false;
    const slot = otherSlot(ledger.current);
    const previous = idOf(ledger, slot, record) ?? world.held[slot]?.id;
    return world.keys.every((key) => !key.ours || key.id === record.id || key.id === previous);
}

/** Converged, and nothing that a run was to do is left over, nor anything that somebody else did. */
export function inOrder(world: World): boolean {
    const { told, runsOn, movedTo, record, used } = world;
    if (told && (runsOn !== record?.id || movedTo !== record?.id || used !== undefined)) return false;
    if (!converged(world) || world.offset !== 0 || world.keys.some((key) => !key.ours)) return false;
    const ledger = world.ledger as Ledger;
    const slot = otherSlot(ledger.current);
    const { phase, generation } = ledger[slot];
    const held = world.held[slot];
    if (world.held[ledger.current]?.enabled !== true) return false;
    if (phase === "absent") return held === undefined && world.keys.length === 1;
    const key = keyOf(world, held?.id);
    const enabled = phase === "overlap";
    return key !== undefined && held?.generation === generation && held.enabled === enabled && key.active === enabled;
}
