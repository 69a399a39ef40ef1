import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { DateTime } from "luxon";
import type { ApiKeyVendor } from "../../../../../components/credentials/apiKey/contract";
import { ApiKeyKind } from "../../../../../components/credentials/apiKey/kind";
import { nameOf } from "../../../../../components/credentials/apiKey/names";
import * as slotProvider from "../../../../../components/credentials/apiKey/slotProvider";
import { vendors } from "../../../../../components/credentials/apiKey/vendors";
import { readCalendar, windowAt } from "../../../../../components/rotation/calendar";
import { decide } from "../../../../../components/rotation/decide";
import { beforeMint, beforePublish, beforeRecord, type GateContext } from "../../../../../components/rotation/gates";
import { idOf } from "../../../../../components/rotation/identify";
import type { Fields } from "../../../../../components/rotation/kind";
import { formatRecord, parseRecord } from "../../../../../components/rotation/record";
import { type Facts, type Ledger, otherSlot, type Policy, type Slot } from "../../../../../components/rotation/types";
import type { Case } from "../../../../support/apiKey/cases";
import { ANCHOR, at, bad, good, type Moment, type Played, type Player, short } from "../../../../support/apiKey/player";

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
    private ledger?: Ledger;
    private readonly held = new Map<Slot, Outputs>();
    /** What the two stores hold. */
    private published?: { fields: Fields; text: string };
    private record: string | null = null;
    private storeIsBroken = false;
    private now = at(0, 12);
    private runs = 0;
    private waited = 0;

    constructor(
        private readonly given: Case,
        private readonly limits = { deadlineMs: 2_000, successes: 2 },
    ) {
        const { vendor, access } = given;
        const { settings, management } = access;
        this.vendor = vendor;
        const contract = vendors[given.id] as ApiKeyVendor<object>;
        this.kind = new ApiKeyKind({
            vendor: contract,
            settings,
            management: pulumi.secret(management),
            prefix: PREFIX,
        });
    }

    async ok(moment?: Moment): Promise<Played> {
        return good(await this.run(moment));
    }

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
        this.now = now;
        this.vendor.keyring.setNow(new Date(now));
        this.vendor.takeCalls();
        const said: string[] = [];
        const failure = await warned
            .run(said, () => this.perform(said))
            .then(
                () => undefined,
                (error: Error) => error.message,
            );
        const calls = this.vendor.takeCalls().map(short);
        const text = [...said, ...(failure === undefined ? [] : [failure])].join("\n");
        this.accountFor(text);
        return { failed: failure !== undefined, calls, said, text };
    }

    private async perform(said: string[]): Promise<void> {
        const { kind, now } = this;
        const record = this.record === null ? null : parseRecord(this.record, "the record");
        const remote = await kind.observe();
        const window = windowAt(PERIOD, DateTime.fromISO(now, { zone: "utc" }));
        const facts: Facts = { run: `run-${++this.runs}`, now, window, record, remote, crowd: kind.crowd() };
        const policy = await this.policy();
        const decision = decide(this.ledger, facts, policy);
        if (decision.kind === "stop") throw new Error(decision.sentence);
        if (decision.level !== "silent") said.push(`${decision.level}: ${decision.sentence}`);
        const { ledger } = decision;
        this.ledger = ledger;
        const scope = { name: "app", parent: undefined as never };
        const pace = { now: () => Date.now() + this.waited, pause: async (ms: number) => void (this.waited += ms) };
        const context: GateContext = { scope, kind, ledger, facts, policy, consumers: [], limits: this.limits, pace };
        const current = await this.current(context);
        await this.publish(context, current);
        await this.removeAbsent(ledger);
    }

    private async policy(): Promise<Policy> {
        const { capacity, canDisable } = this.kind;
        const fixed = { recordAt: "/app/rotation", overlapMs: DAY_MS, retentionMs: 0, revoke: false, heal: false };
        return { ...fixed, title: await this.kind.title(), canDisable, capacity, use: "current" };
    }

    /** The current slot: kept, or replaced by deleting first. */
    private async current(context: GateContext): Promise<Outputs> {
        const slot = context.ledger.current;
        const held = this.held.get(slot);
        const wanted = slotProvider.check(held ?? {}, this.inputs(context, slot)).inputs as Inputs;
        if (held && slotProvider.diff(held.keyId, held as never, wanted).replaces.length === 0) return held;
        if (held) await this.remove(slot, held);
        await beforeMint(context);
        this.unharmed();
        const { outs } = await slotProvider.create(wanted);
        this.held.set(slot, outs);
        return outs;
    }

    private inputs({ ledger, facts }: GateContext, slot: Slot): Inputs {
        const { id: vendor, access } = this.given;
        const { generation } = ledger[slot];
        const settings = JSON.stringify(access.settings);
        const keyName = nameOf(PREFIX, generation, slot);
        const twin = idOf(ledger, otherSlot(slot), facts.record);
        return { vendor, settings, management: access.management, keyName, generation, ...(twin ? { twin } : {}) };
    }

    /** Two stores that are written side by side and read back, then the record. */
    private async publish(context: GateContext, { keyId, key, keyName }: Outputs): Promise<void> {
        const { ledger, facts } = context;
        const slot = ledger.current;
        const { generation } = ledger[slot];
        const fields = { key, key_id: keyId, key_name: keyName };
        const text = JSON.stringify({ ...fields, rotated_at: ledger.rotatedAt, generation, slot });
        if (text !== this.published?.text) {
            const seen = async () => [{ at: "first store", fields: this.stored() }];
            await beforePublish(context, keyId, fields, seen);
            this.unharmed();
            if (this.storeIsBroken) throw new Error("PutSecretValue: AccessDenied");
            this.published = { fields, text };
            this.unharmed();
        }
        const other = otherSlot(slot);
        const previousId = idOf(ledger, other, facts.record);
        const previous = previousId ? { generation: ledger[other].generation, id: previousId } : undefined;
        const times = { rotated_at: ledger.rotatedAt, next_rotation: ledger.nextRotation };
        const record = formatRecord({ generation, slot, ...times, id: keyId, ...(previous ? { previous } : {}) });
        if (record === this.record) return;
        const places = ["first store", "second store"].map((where) => ({ at: where, fields: this.stored() }));
        await beforeRecord(context, fields, async () => places);
        this.record = record;
    }

    private stored(): Fields {
        return this.published?.fields ?? {};
    }

    private async removeAbsent(ledger: Ledger): Promise<void> {
        for (const [slot, held] of [...this.held]) {
            if (ledger[slot].phase === "absent") await this.remove(slot, held);
        }
    }

    private async remove(slot: Slot, held: Outputs): Promise<void> {
        await slotProvider.delete(held.keyId, held as never);
        this.held.delete(slot);
        this.unharmed();
    }

    /** What is published is let in by the vendor. */
    private unharmed(): void {
        if (this.published === undefined) return;
        assert.ok(this.vendor.keyring.admit(this.stored().key), "the published key died");
    }

    /** At most one key of ours that stands is in no slot, and the run named it. */
    private accountFor(text: string): void {
        const ids = [...this.held.values()].map(({ keyId }) => keyId);
        const unaccounted = this.vendor.keyring
            .standing()
            .filter(({ id, name }) => name.startsWith(PREFIX) && !ids.includes(id));
        assert.ok(unaccounted.length <= 1, `nobody knows ${unaccounted.map(({ name }) => name).join()}`);
        for (const { name } of unaccounted) assert.ok(text.includes(name), `${name} is not named in: ${text}`);
        this.unharmed();
    }
}

/** Where the warnings of a run go; several rigs may play beside each other. */
const warned = new AsyncLocalStorage<string[]>();
const log = pulumi.log as { warn: typeof pulumi.log.warn };
const { warn } = log;
log.warn = (...args) => {
    const into = warned.getStore();
    if (into === undefined) return warn(...args);
    into.push(`warning: ${args[0]}`);
    return Promise.resolve();
};
