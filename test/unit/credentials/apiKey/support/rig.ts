import * as pulumi from "@pulumi/pulumi";
import { beforeMint, beforePrevious } from "../../../../../components/rotation/hooks/beforeCreate";
import { beforeRecord } from "../../../../../components/rotation/hooks/beforeRecord";
import { type GateContext } from "../../../../../components/rotation/hooks/gateContext";
import { DateTime } from "luxon";
import assert from "node:assert/strict";
import { ApiKeyKind } from "../../../../../components/credentials/apiKey/kind";
import { nameOf } from "../../../../../components/credentials/apiKey/names";
import type { ApiKeyVendor } from "../../../../../components/credentials/apiKey/vendor";
import { vendors } from "../../../../../components/credentials/apiKey/vendors";
import { idOf } from "../../../../../components/decision/attribution";
import { decide } from "../../../../../components/decision/decide";
import { type Facts, type Ledger, otherSlot, type Policy, type Slot } from "../../../../../components/decision/types";
import * as slotProvider from "../../../../../components/providers/apiKey";
import { beforePublish } from "../../../../../components/rotation/hooks/beforePublish";
import { formatRecord, parseRecord } from "../../../../../components/rotation/rotationRecord";
import { readCalendar, windowAt } from "../../../../../components/schedule/calendar";
import type { Fields } from "../../../../../components/shared/scope";
import type { Case } from "../../../../support/apiKey/cases";
import { ANCHOR, at, bad, good, type Moment, type Played, type Player, short } from "../../../../support/apiKey/player";
import { Life, living, type Point } from "./life";
import { warned } from "./warned";

const PREFIX = "rotation-app-00000000";
const PERIOD = readCalendar({ every: "30d", anchor: ANCHOR }, "app");
const DAY_MS = 86_400_000;

type Outputs = Awaited<ReturnType<typeof slotProvider.create>>["outs"];
type Inputs = Parameters<typeof slotProvider.create>[0];

/**
 * One credential without an engine: the real decision, gates, slot provider and vendor, in the order in which the
 * engine calls them. After each step that could end a key the published one is tried.
 */
export class Rig implements Player {
    readonly vendor: Case["vendor"];
    private readonly kind: ApiKeyKind<object>;
    protected ledger?: Ledger;
    protected held = new Map<Slot, Outputs>();
    /** What the two stores hold. */
    protected published?: { fields: Fields; text: string };
    /** What the state says of the stores. */
    protected savedText?: string;
    protected record: string | null = null;
    private storeIsBroken = false;
    private now = at(0, 12);
    private runs = 0;
    private waited = 0;
    /** What is asked for beside the calendar. */
    readonly wish: Partial<Pick<Policy, "nonce" | "use" | "heal" | "revoke">> = {};
    /** Told around each remote call of a run. */
    onCall: () => void = () => undefined;
    /** False once a state was brought back that knows less. */
    strict = true;
    /** Identifiers of what an interrupted run left behind when the stack was destroyed: `destroy` runs no program. */
    protected readonly forgotten: string[] = [];

    constructor(
        private readonly given: Case,
        private readonly limits = { deadlineMs: 2_000, successes: 2 },
    ) {
        const { settings, management } = given.access;
        this.vendor = given.vendor;
        const contract = vendors[given.id] as ApiKeyVendor<object>;
        this.kind = new ApiKeyKind({
            vendor: contract,
            settings,
            management: pulumi.secret(management),
            prefix: PREFIX,
        });
    }

    ok = async (moment?: Moment): Promise<Played> => good(await this.run(moment));

    async fails(pattern: RegExp, moment?: Moment): Promise<Played> {
        return bad(await this.run(moment), pattern);
    }

    standing(): string[] {
        return this.vendor.names().map(short).sort();
    }

    breakStore() {
        this.storeIsBroken = true;
        return { mend: () => void (this.storeIsBroken = false) };
    }

    async run({ now = this.now }: Moment = {}): Promise<Played> {
        return (await this.live(undefined, now)).played;
    }

    /** A run in which something happens at one of its remote calls: those to the vendor, and each writing to a store. */
    async live(point: Point | undefined, now = this.now): Promise<{ played: Played; calls: number; killed: boolean }> {
        this.now = now;
        this.vendor.keyring.setNow(new Date(now));
        this.vendor.takeCalls();
        const said: string[] = [];
        const harm: Error[] = [];
        const life = new Life(point, () => this.watched(harm));
        const run = warned.run(said, () => living.run(life, () => this.perform(said, life)));
        const ended = run.then(() => undefined).catch((error: Error) => error.message);
        const outcome = await Promise.race([ended, life.killed.then(() => "killed")]);
        const killed = outcome === "killed";
        if (harm.length > 0) throw harm[0];
        const calls = this.vendor.takeCalls().map(short);
        const text = [...said, ...(outcome === undefined ? [] : [outcome])].join("\n");
        this.accountFor(killed || point !== undefined ? undefined : text);
        return { played: { failed: outcome !== undefined, calls, said, text }, calls: life.calls, killed };
    }

    /** Keeps a harm that is found inside a call, where it would count as a failure of that call. */
    private watched(harm: Error[]): void {
        try {
            this.unharmed();
            this.onCall();
        } catch (error) {
            harm.push(error as Error);
        }
    }

    private async perform(said: string[], life: Life): Promise<void> {
        const { kind, now } = this;
        const record = this.record === null ? null : parseRecord(this.record, "the record");
        const remote = await kind.listCredentials();
        const window = windowAt(PERIOD, DateTime.fromISO(now, { zone: "utc" }));
        const seen = { record, remote, crowd: kind.otherCredentialCount(), mark: kind.mark() };
        const facts: Facts = { run: `run-${++this.runs}`, now, window, ...seen };
        const policy = await this.policy();
        const decision = decide(this.ledger, facts, policy);
        if (decision.kind === "stop") throw new Error(decision.sentence);
        if (decision.level !== "silent") said.push(`${decision.level}: ${decision.sentence}`);
        const { ledger } = decision;
        this.ledger = ledger;
        await life.saved();
        const scope = { name: "app", parent: undefined as never };
        const pace = { now: () => Date.now() + this.waited, pause: async (ms: number) => void (this.waited += ms) };
        const context: GateContext = { scope, kind, ledger, facts, policy, consumers: [], limits: this.limits, pace };
        const current = await this.current(context, life);
        await this.publish(context, current, life);
        const other = otherSlot(ledger.current);
        if (ledger[other].phase !== "absent" && !this.held.has(other)) await beforePrevious(context);
        if (decision.level === "error") throw new Error(decision.sentence);
        await this.removeAbsent(ledger, life);
    }

    private async policy(): Promise<Policy> {
        const { capacity, canDisable } = this.kind;
        const fixed = { recordAt: "/app/rotation", overlapMs: DAY_MS, retentionMs: 0, revoke: false, heal: false };
        return { ...fixed, title: await this.kind.title(), canDisable, capacity, use: "current", ...this.wish };
    }

    /** The current slot: kept, or replaced by deleting first. */
    private async current(context: GateContext, life: Life): Promise<Outputs> {
        const slot = context.ledger.current;
        const held = this.held.get(slot);
        const wanted = slotProvider.check(held ?? {}, this.inputs(context, slot)).inputs as Inputs;
        if (held && slotProvider.diff(held.keyId, held as never, wanted).replaces.length === 0) return held;
        if (held) await this.remove(slot, held, life);
        await beforeMint(context);
        this.unharmed();
        const { outs } = await slotProvider.create(wanted);
        this.held.set(slot, outs);
        await life.saved();
        return outs;
    }

    private inputs({ ledger, facts }: GateContext, slot: Slot): Inputs {
        const { id: vendor, access } = this.given;
        const { generation } = ledger[slot];
        const keyName = nameOf(PREFIX, generation, slot, ledger.intent?.mark);
        const twin = idOf(ledger, otherSlot(slot), facts.record);
        const made = { keyName, prefix: PREFIX, generation, ...(twin ? { twin } : {}) };
        return { vendor, settings: JSON.stringify(access.settings), management: access.management, ...made };
    }

    /** Two stores that are written side by side and read back, then the record. */
    private async publish(context: GateContext, { keyId, key, keyName }: Outputs, life: Life): Promise<void> {
        const { ledger, facts } = context;
        const slot = ledger.current;
        const { generation } = ledger[slot];
        const fields = { key, key_id: keyId, key_name: keyName };
        const text = JSON.stringify({ ...fields, rotated_at: ledger.rotatedAt, generation, slot });
        if (text !== this.savedText) {
            const seen = async () => [{ at: "first store", fields: this.stored() }];
            await beforePublish(context, keyId, fields, seen);
            this.unharmed();
            if (this.storeIsBroken) throw new Error("PutSecretValue: AccessDenied");
            await life.call(async () => void (this.published = { fields, text }));
            this.savedText = text;
            this.unharmed();
            await life.saved();
        }
        const other = otherSlot(slot);
        const previousId = idOf(ledger, other, facts.record);
        const previous = previousId ? { generation: ledger[other].generation, id: previousId } : undefined;
        const times = { rotated_at: ledger.rotatedAt, next_rotation: ledger.nextRotation };
        const record = formatRecord({ generation, slot, ...times, id: keyId, ...(previous ? { previous } : {}) });
        if (record === this.record) return;
        const places = ["first store", "second store"].map((where) => ({ at: where, fields: this.stored() }));
        await beforeRecord(context, fields, async () => places);
        await life.call(async () => void (this.record = record));
        await life.saved();
    }

    private stored(): Fields {
        return this.published?.fields ?? {};
    }

    private async removeAbsent(ledger: Ledger, life: Life): Promise<void> {
        for (const [slot, held] of [...this.held]) {
            if (ledger[slot].phase === "absent") await this.remove(slot, held, life);
        }
    }

    protected async remove(slot: Slot, held: Outputs, life: Life): Promise<void> {
        await slotProvider.delete(held.keyId, held as never);
        this.held.delete(slot);
        await life.saved();
        this.unharmed();
    }

    /** What is published is let in by the vendor. */
    private unharmed(): void {
        if (this.published === undefined || !this.strict) return;
        assert.ok(this.vendor.keyring.admit(this.stored().key), "the published key died");
    }

    /** At most one key of ours that stands is in no slot, and the run named it. */
    private accountFor(text: string | undefined): void {
        if (!this.strict) return;
        const unaccounted = this.unaccounted();
        assert.ok(unaccounted.length <= 1, `nobody knows ${unaccounted.join()}`);
        for (const name of unaccounted) assert.ok(text?.includes(name) ?? true, `${name} is not named in: ${text}`);
        this.unharmed();
    }

    /** Names of the keys of ours that stand and are in no slot. */
    unaccounted(): string[] {
        return this.strays().map(({ name }) => name);
    }

    protected strays() {
        const ids = [...this.forgotten, ...[...this.held.values()].map(({ keyId }) => keyId)];
        const ours = this.vendor.keyring.standing().filter(({ name }) => name.startsWith(PREFIX));
        return ours.filter(({ id }) => !ids.includes(id));
    }
}
