import { isHeld } from "../../../../components/decision/rules/retirementHolds";
import { idOf, stemsFromIntent, unknownCredentials } from "../../../../components/decision/attribution";
import { Decision, Facts, Ledger, otherSlot, Policy, Slot } from "../../../../components/decision/types";
import type { Watch } from "./rules";
import type { Config } from "./run";
import { Held, iso, Key, keyOf, now, World } from "./world";

/** The rest of the run fails; what was done stays done. */
class Failed extends Error {
    /**
     * @param leansOn the credentials that what failed was made from, as the state has it: with `--continue-on-error`
     * the engine deletes nothing that the older state of a failed step depends on
     */
    constructor(
        message: string,
        readonly leansOn: (string | undefined)[] = [],
    ) {
        super(message);
    }
}
// A stack would cost more than all the rest, and each failure is expected.
Error.stackTraceLimit = 0;

/** Told after each step: a moment at which the run could be killed. The world goes on changing: copy it to keep it. */
export type OnStep = (at: string, world: World) => void;

/** The rest of a run: all that is registered because of the decision, in the order of its dependencies. */
export class Engine {
    steps = 0;
    inTheWay: string[] = [];

    constructor(
        private readonly world: World,
        private readonly facts: Facts,
        private readonly policy: Policy,
        private readonly config: Config,
        private readonly decision: Extract<Decision, { kind: "go" }>,
        readonly watch: Watch,
        private readonly onStep: OnStep,
    ) {}

    act(): "ok" | "failed" {
        try {
            this.step("ledger saved");
            const held = this.current();
            this.publish(held);
            this.consumer(held);
            this.previous(held);
            if (this.decision.level === "error") return "failed";
            this.removeAbsent();
            return "ok";
        } catch (error) {
            if (!(error instanceof Failed)) throw error;
            if (this.config.continues) this.removeAbsent(error.leansOn);
            return "failed";
        }
    }

    private get ledger(): Ledger {
        return this.decision.ledger;
    }

    private step(at: string): void {
        this.watch.published(at);
        this.steps++;
        this.onStep(at, this.world);
    }

    /** The current slot: taken over, created, replaced or enabled. */
    private current(): Held {
        const slot = this.ledger.current;
        const { generation, adopted } = this.ledger[slot];
        const held = this.world.held[slot];
        if (adopted !== undefined && held?.id !== adopted) return this.takeOver(slot, adopted);
        if (held?.generation !== generation) return this.create(slot);
        if (!held.enabled && this.decision.reason !== "live-disabled") this.setStatus(slot, held, true);
        return held;
    }

    private takeOver(slot: Slot, id: string): Held {
        const key = keyOf(this.world, id);
        if (!key) throw new Failed(`${id} is not there`);
        key.ours = true;
        const held: Held = { id, generation: this.ledger[slot].generation, enabled: true };
        this.world.held[slot] = held;
        this.step("taken over");
        return held;
    }

    private create(slot: Slot): Held {
        const old = this.world.held[slot];
        if (old) {
            this.remove(old.id, "replaced");
            delete this.world.held[slot];
            this.step("older key of the slot deleted");
        }
        this.mintGate(slot);
        if (this.world.keys.length >= (this.policy.capacity ?? Infinity)) {
            this.watch.refused();
            throw new Failed("LimitExceeded");
        }
        const id = `AKIA-${++this.world.minted}`;
        const createdAt = this.world.clock;
        this.world.keys.push({ id, active: true, createdAt, ours: true });
        this.watch.valid(slot);
        this.step("key made, reply lost");
        const held: Held = { id, generation: this.ledger[slot].generation, enabled: true };
        this.world.held[slot] = held;
        this.step("key created");
        return held;
    }

    /** What runs before each create: see `beforeMint`. */
    private mintGate(slot: Slot): void {
        const { ledger, facts } = this;
        if (slot !== ledger.current || idOf(ledger, slot, facts.record) !== undefined) {
            throw new Failed("on record, but not in the state");
        }
        const remote = this.world.keys.map(({ id, active, createdAt }) => ({ id, active, createdAt: iso(createdAt) }));
        const unknown = unknownCredentials(ledger, { ...facts, remote });
        const orphans = unknown.filter((key) => stemsFromIntent(ledger.intent, key));
        const foreign = unknown.filter((key) => !orphans.includes(key));
        const others = ledger[otherSlot(slot)].phase === "absent" ? 0 : 1;
        if (foreign.length + others + 1 > (this.policy.capacity ?? Infinity)) {
            this.inTheWay = foreign.map((key) => key.id);
            throw new Failed("no room");
        }
        const active = orphans.filter((key) => key.active && this.policy.canDisable);
        for (const { id } of active) this.disable(id, "orphan");
        if (active.length > 0) {
            this.step("orphan disabled");
            throw new Failed("orphan disabled");
        }
        for (const { id } of orphans) {
            this.remove(id, "orphan");
            this.step("orphan deleted");
        }
    }

    /** Login, stores, read-back, record. */
    private publish(held: Held): void {
        const { stores } = this.world;
        const record = this.newRecord(held);
        const rewrite = JSON.stringify(record) !== JSON.stringify(this.world.record);
        const older = stores.filter((id) => id !== held.id);
        if (older.length > 0) this.login(held, older);
        for (const i of [0, 1]) {
            if (stores[i] === held.id) continue;
            stores[i] = held.id;
            this.step(`store ${i + 1} written`);
        }
        if (!rewrite) return;
        if (keyOf(this.world, stores[0])?.active !== true)
            throw new Failed("what the store gives back does not work", [...stores]);
        this.world.record = record;
        this.step("record written");
    }

    /** Before each store that is to be written; `older` is what they hold. */
    private login(held: Held, older: (string | undefined)[]): void {
        const works = keyOf(this.world, held.id)?.active === true && !this.config.verifyFails;
        if (works) return;
        const minting = idOf(this.ledger, this.ledger.current, this.facts.record) === undefined;
        if (minting && !this.world.stores.includes(held.id)) {
            this.remove(held.id, "unverified");
            this.step("verification failed, key deleted");
        }
        throw new Failed("verification failed", older);
    }

    private newRecord(held: Held): World["record"] {
        const { ledger, facts } = this;
        const slot = ledger.current;
        const previousId = idOf(ledger, otherSlot(slot), facts.record);
        return {
            generation: ledger[slot].generation,
            slot,
            rotated_at: ledger.rotatedAt,
            next_rotation: ledger.nextRotation,
            id: held.id,
            ...(previousId && { previous: { generation: ledger[otherSlot(slot)].generation, id: previousId } }),
        };
    }

    /** The consumer is moved, once the record stands. */
    private consumer(held: Held): void {
        const { world, config } = this;
        if (!world.told || config.leavesOut || world.movedTo === held.id) return;
        if (config.consumerFails) throw new Failed("the consumer does not move");
        world.runsOn = held.id;
        world.movedTo = held.id;
        this.step("consumer moved");
    }

    /** The previous slot's status, once the consumer has moved. */
    private previous(current: Held): void {
        const slot = otherSlot(this.ledger.current);
        const { phase, generation, adopted } = this.ledger[slot];
        if (phase === "absent") return;
        const held = this.world.held[slot];
        if (adopted !== undefined && held?.id !== adopted) this.takeOver(slot, adopted);
        else if (held?.generation !== generation) throw new Failed("on record, but not in the state");
        const found = this.world.held[slot] as Held;
        const valid = phase === "overlap" || (isHeld(this.decision) && keyOf(this.world, found.id)?.active === true);
        if (found.enabled === valid) return;
        if (!valid && this.world.told && this.world.runsOn !== current.id) throw new Failed("the consumer is behind");
        this.setStatus(slot, found, valid);
    }

    private setStatus(slot: Slot, held: Held, enabled: boolean): void {
        const key = keyOf(this.world, held.id);
        if (!key) throw new Failed("NoSuchEntity");
        if (key.active !== enabled) this.watch.valid(slot);
        if (enabled) {
            key.active = true;
            delete key.restingSince;
        } else this.disable(held.id, this.decision.reason);
        held.enabled = enabled;
        this.step(`${slot} ${enabled ? "enabled" : "disabled"}`);
    }

    private disable(id: string, why: string): void {
        const key = keyOf(this.world, id) as Key;
        this.watch.disabling(key, why);
        if (key.active && !this.world.skewed) key.restingSince = now(this.world);
        key.active = false;
    }

    private remove(id: string, why: string): void {
        const key = keyOf(this.world, id);
        if (!key) return;
        this.watch.deleting(key, why);
        this.world.keys.splice(this.world.keys.indexOf(key), 1);
    }

    /** What is not registered is deleted, at the very end of a run. */
    private removeAbsent(kept: (string | undefined)[] = []): void {
        for (const slot of ["blue", "green"] as Slot[]) {
            const held = this.world.held[slot];
            if (!held || this.ledger[slot].phase !== "absent" || kept.includes(held.id)) continue;
            this.remove(held.id, "absent");
            delete this.world.held[slot];
            this.step(`${slot} deleted`);
        }
    }
}
