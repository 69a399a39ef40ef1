import { isConfirmed } from "../../../../components/decision/attribution";
import { Ledger, otherSlot, Slot, SlotState } from "../../../../components/decision/types";
import type { Config } from "./run";
import { Key, keyOf, now, OVERLAP, RETENTION, World } from "./world";

/** What must hold at every state and in every run; each is one test. */
export const RULES = {
    works: "the published credential authenticates",
    oneSlot: "at most one slot changes validity per run",
    untouched: "the published credential is never disabled or deleted",
    inactiveFirst: "nothing that was published is deleted before it was disabled",
    retention: "retention counts from when the credential was really disabled",
    foreign: "a foreign key is never touched",
    thirdKey: "a third key is never asked for",
    overlap: "overlap counts from the record's rotated_at",
    consumerFirst: "no key is disabled, deleted or replaced that a consumer still runs on, whatever the flags",
    unused: "no key is retired that somebody uses",
    unconfirmed: "no new rotation while the last one is unconfirmed",
    explained: "every decision has a reason and a sentence, and no identifier in full",
    preview: "a preview decides the same, and changes nothing",
    alike: "blue and green are treated alike",
    noOp: "after a run that held, the next one at the same time changes nothing",
    settles: "runs at one time come to rest, with one rotation at most, however many windows were missed",
    converges: "three healthy runs after any fault converge",
    progress: "healthy runs lead to a confirmed next generation",
} as const;

export type Rule = keyof typeof RULES;

export interface Breach {
    rule: Rule;
    detail: string;
}

const valid = (state: SlotState) => (state.phase === "live" || state.phase === "overlap" ? state.generation : 0);

/** Looks at each thing that a run does while it does it. */
export class Watch {
    readonly breaches: Breach[] = [];
    private readonly changed = new Set<Slot>();
    private readonly deadBefore: (string | undefined)[];
    /** An earlier run was to disable a slot that is active: it did not get there, or somebody enabled it again. */
    private readonly leftOver: boolean;

    constructor(
        private readonly before: World,
        private readonly world: World,
        private readonly config: Config,
    ) {
        this.deadBefore = before.stores.filter((id) => keyOf(before, id)?.active !== true);
        this.leftOver = (["blue", "green"] as Slot[]).some(
            (slot) => before.ledger?.[slot].phase === "inactive" && keyOf(before, before.held[slot]?.id)?.active,
        );
        this.ledgers(before.ledger, world.ledger as Ledger);
    }

    /** Rules about what was decided. */
    private ledgers(old: Ledger | undefined, next: Ledger): void {
        if (old === undefined) return;
        const changes = (["blue", "green"] as Slot[]).filter(
            (slot) => valid(old[slot]) !== valid(next[slot]) && !this.deadOrNew(slot, old, next),
        );
        if (changes.length > 1 && !this.config.revoke) this.breach("oneSlot", `decided: ${changes.join(" and ")}`);
        this.overlap(old, next);
        if (next.generation <= old.generation || isConfirmed(old, this.before.record)) return;
        const held = this.before.held[old.current];
        const pending = held?.generation === old[old.current].generation ? keyOf(this.before, held.id) : undefined;
        const why = next.moved.reason;
        if (why !== "restarting" || pending?.active)
            this.breach("unconfirmed", `${why} over generation ${old.generation}`);
    }

    /** A slot whose key somebody else ended already: writing that down changes nothing. */
    private deadOrNew(slot: Slot, old: Ledger, next: Ledger): boolean {
        return (
            old[slot].generation === next[slot].generation &&
            keyOf(this.before, this.before.held[slot]?.id)?.active !== true
        );
    }

    private overlap(old: Ledger, next: Ledger): void {
        const slot = otherSlot(old.current);
        if (next.moved.reason !== "disabling" || next.moved === old.moved || old[slot].phase !== "overlap") return;
        const byOthers = keyOf(this.before, this.before.held[slot]?.id)?.active !== true;
        const end = Date.parse(this.before.record?.rotated_at ?? "") + OVERLAP;
        if (byOthers || this.config.nonce) return;
        if (!(now(this.world) >= end)) this.breach("overlap", `ended ${end - now(this.world)} ms early`);
    }

    /** The validity of what a slot holds changes at the vendor. */
    valid(slot: Slot): void {
        this.changed.add(slot);
        if (this.changed.size > 1 && !this.config.revoke && !this.leftOver) this.breach("oneSlot", "at the vendor");
    }

    /** After each step: whatever a store publishes works, unless it was dead before the run or somebody killed it. */
    published(at: string): void {
        for (const id of this.world.stores) {
            if (id === undefined || keyOf(this.world, id)?.active) continue;
            if (this.world.killed.includes(id) || this.deadBefore.includes(id)) continue;
            this.breach("works", `${id} is dead after: ${at}`);
        }
    }

    /** Rules about those who use a key that a run takes away. */
    private taken(key: Key, why: string): void {
        const { told, runsOn, used, killed, ledger } = this.world;
        if (!told || killed.includes(key.id)) return;
        if (key.id === runsOn) this.breach("consumerFirst", `${key.id} taken away: ${why}`);
        const urgent = this.config.nonce || this.before.ledger?.revoking;
        const usual = ["disabling", "deleting", "window"].includes((ledger as Ledger).moved.reason);
        if (key.id === used && usual && !urgent) this.breach("unused", `${key.id} taken away: ${why}`);
    }

    disabling(key: Key, why: string): void {
        this.taken(key, why);
        if (!key.ours) this.breach("foreign", `${key.id} disabled: ${why}`);
        if (key.active && this.world.stores.includes(key.id)) this.breach("untouched", `${key.id} disabled: ${why}`);
    }

    deleting(key: Key, why: string): void {
        this.taken(key, why);
        if (!key.ours) this.breach("foreign", `${key.id} deleted: ${why}`);
        if (key.active && this.world.stores.includes(key.id)) this.breach("untouched", `${key.id} deleted: ${why}`);
        this.rested(key, why);
        const revived = this.world.revived.includes(key.id);
        if (this.world.canDisable && key.active && !revived && this.wasPublished(key.id))
            this.breach("inactiveFirst", `${key.id} deleted: ${why}`);
    }

    /** Retention, unless a rotation was asked for that needs the place. */
    private rested(key: Key, why: string): void {
        const { reason } = (this.world.ledger as Ledger).moved;
        if (why === "orphan" || !["window", "deleting"].includes(reason)) return;
        if (key.active || key.restingSince === undefined) return;
        const rest = now(this.world) - key.restingSince;
        if (rest < RETENTION) this.breach("retention", `${key.id} deleted ${RETENTION - rest} ms early: ${reason}`);
    }

    private wasPublished(id: string): boolean {
        const { record, stores } = this.world;
        return [record?.id, record?.previous?.id, ...stores].includes(id);
    }

    /** AWS refused a third key. */
    refused(): void {
        if (this.world.keys.every((key) => key.ours)) this.breach("thirdKey", "with none but our own keys there");
    }

    private breach(rule: Rule, detail: string): void {
        this.breaches.push({ rule, detail });
    }
}
