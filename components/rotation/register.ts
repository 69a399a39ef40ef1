import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { beforeRetire, registerConsumers } from "../consumers/steps";
import { isMissing } from "../stores/missing";
import { Publication, Store } from "../stores/store";
import { claim } from "./claims";
import { beforeMint, beforePrevious, beforePublish, beforeRecord, GateContext, isMinting, Seen } from "./gates";
import { isHeld } from "./held";
import { idOf, isConfirmed, remoteOf } from "./identify";
import { RegisteredSlot, Scope, SlotRequest } from "./kind";
import { awaited } from "./outputs";
import { formatRecord, recordIn } from "./record";
import { perRun } from "./thisRun";
import { Decision, otherSlot, RotationRecord, Slot } from "./types";

/** What was registered for one run. */
export interface Registered {
    current: RegisteredSlot;
    previous?: RegisteredSlot;
    published: pulumi.Resource[];
    record: pulumi.Resource;
    consumers: pulumi.Resource[];
}

/** How often each name was asked for. */
const hookNames = perRun(() => new Map<string, number>());

/**
 * A hook of this run. Its name must be unique among the program's, and the same in every run: it is kept in the state
 * of the resources that carry it, and each change of it would be written there. So a slot's is named for the slot, and
 * not for what the slot is in this run. The engine calls it from outside; bound to where it was made, it can ask
 * providers in an inline program of the Automation API too.
 */
function hook(scope: { name: string }, what: string, run: () => Promise<void>): pulumi.ResourceHook {
    const name = `${scope.name}.${what}`;
    const names = hookNames();
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    return new pulumi.ResourceHook(count === 1 ? name : `${name}.${count}`, AsyncResource.bind(run));
}

/**
 * Registers slot, stores, record, consumers and previous slot. Synchronous: everything that the decision asks for is registered
 * before anything can fail, for what is not registered gets deleted.
 */
export function register(
    context: GateContext,
    decision: Extract<Decision, { kind: "go" }>,
    stores: Store[],
): Registered {
    const { scope, kind, ledger } = context;
    claimNames(scope, stores);
    const current = kind.register(scope, request(context, ledger.current, true), {
        ...ending(scope),
        ...(isRemade(context) ? { protect: false } : {}),
        // One that is not being made is replaced only where somebody asks the engine to: its gate refuses that, and comes first.
        deleteBeforeReplace: isMinting(context),
        replacementTrigger: ledger[ledger.current].generation,
        hooks: { beforeCreate: [hook(scope, `create.${ledger.current}`, () => beforeMint(context))] },
        ...(decision.reason === "live-disabled" ? { ignoreChanges: ["status"] } : {}),
    });
    const beside = kind.pair && registerBeside(context, decision);
    const seen = async () => (await Promise.all(stores.map((store) => store.readBack(publication)))).flat();
    const publication: Publication = publicationOf(context, current, seen, beside);
    context.again = {
        record: async () => recordIn(await stores[0].readRecord(scope), context.policy.recordAt),
        places: () =>
            seen().catch((error: unknown) => {
                if (isMissing(error)) return [];
                throw error;
            }),
    };
    context.beforeMint = async () =>
        void (await Promise.all(stores.map((store, index) => store.beforeMint?.(scope, index === 0))));
    const published = stores.flatMap((store, index) =>
        store.publish({ ...publication, scope: scopeOf(scope, stores, index) }),
    );
    const recordGate = hook(scope, "record", async () => {
        await beforeRecord(context, await awaited(publication.fields), seen);
    });
    const record = stores[0].record(scope, recordOf(context, current), {
        retainOnDelete: false,
        dependsOn: published,
        hooks: { beforeCreate: [recordGate], beforeUpdate: [recordGate] },
    });
    const consumers = registerConsumers(context, record, hook);
    const previous = beside ?? registerPrevious(context, decision, [record, ...consumers]);
    return { current, published, record, consumers, previous };
}

/** The resources of a second store of one sort must not be called as those of another credential are. */
function claimNames(scope: Scope, stores: Store[]): void {
    const under = typesAbove(scope.parent);
    const claims = stores.map((store, index) => {
        const { name } = scopeOf(scope, stores, index);
        return { key: JSON.stringify([under, store.sort, name]), title: `resources called ${name}-…` };
    });
    try {
        claim(scope, claims);
    } catch (error) {
        throw new pulumi.ResourceError((error as Error).message, scope.parent, true);
    }
}

/** What tells the URNs of two resources of one name apart. */
function typesAbove(resource: pulumi.Resource | undefined): string[] {
    const { __pulumiType: type, __parentResource: above } = (resource ?? {}) as {
        __pulumiType?: string;
        __parentResource?: pulumi.Resource;
    };
    return type === undefined ? [] : [type, ...typesAbove(above)];
}

/** Options of what a deletion is to take away at its provider too, whatever the component's other children inherit. */
function ending({ parent }: Scope): pulumi.CustomResourceOptions {
    return { parent, retainOnDelete: false };
}

/** True if the published slot's resource may have to be replaced in its place, which the engine refuses of a protected one. */
function isRemade(context: GateContext): boolean {
    return isMinting(context) && ["healing", "restarting", "finishing"].includes(context.ledger.moved.reason);
}

/** The second store of one sort gives its resources names of their own; the first keeps the plain ones. */
function scopeOf(scope: Scope, stores: Store[], index: number): Scope {
    const before = stores.slice(0, index).filter(({ sort }) => sort === stores[index].sort).length;
    return before === 0 ? scope : { ...scope, name: `${scope.name}-${before + 1}` };
}

/** A previous slot that is published beside the current one. It does not change meanwhile, so it waits for nothing. */
function registerBeside(context: GateContext, decision: Extract<Decision, { kind: "go" }>): RegisteredSlot | undefined {
    const { ledger } = context;
    return ledger[otherSlot(ledger.current)].phase === "overlap" ? registerPrevious(context, decision) : undefined;
}

/**
 * The previous slot changes only after the record is written and every consumer has confirmed. While it stays as it is,
 * it waits for nothing: the dependency would be one more change of the state in every rotation.
 */
function registerPrevious(
    context: GateContext,
    decision: Extract<Decision, { kind: "go" }>,
    before: pulumi.Resource[] = [],
): RegisteredSlot | undefined {
    const { scope, kind, ledger, facts, consumers } = context;
    const slot = otherSlot(ledger.current);
    const { phase, generation } = ledger[slot];
    if (phase === "absent") return undefined;
    const remote = remoteOf(ledger, slot, facts);
    // What is held is registered as it stands at the vendor: still active where it was to be disabled.
    const valid = phase !== "inactive" || (isHeld(decision) && typeof remote === "object" && remote.active);
    return kind.register(scope, request(context, slot, valid), {
        ...ending(scope),
        // It is to leave, whatever else is protected.
        protect: false,
        deleteBeforeReplace: false,
        replacementTrigger: generation,
        dependsOn: phase === "overlap" ? [] : before,
        hooks: {
            beforeCreate: [hook(scope, `create.${slot}`, () => beforePrevious(context))],
            ...(valid || (consumers.length === 0 && isConfirmed(ledger, facts.record))
                ? {}
                : { beforeUpdate: [hook(scope, "retire", () => beforeRetire(context))] }),
        },
    });
}

function request(context: GateContext, slot: Slot, enabled: boolean): SlotRequest {
    const { ledger, facts, policy } = context;
    const { generation } = ledger[slot];
    const { adopt } = policy;
    // A key that is named for adoption after its state was lost; importing what the state holds already does nothing.
    const lost = adopt?.as === "current" && adopt.id === idOf(ledger, slot, facts.record) ? adopt.id : undefined;
    const adopted = ledger[slot].adopted ?? lost;
    const minting = slot === ledger.current && isMinting(context);
    const published = slot === ledger.current;
    const twin = idOf(ledger, otherSlot(slot), facts.record);
    return { slot, generation, enabled, published, minting, adopted, twin, mark: ledger.intent?.mark };
}

function publicationOf(
    context: GateContext,
    current: RegisteredSlot,
    seen: () => Promise<Seen[]>,
    beside?: RegisteredSlot,
): Publication {
    const { scope, kind, ledger } = context;
    let proof: Promise<void> | undefined;
    const proveOnce = async () => {
        if (proof) {
            return proof.catch(() => {
                throw new Error("not published either; the reason stands in the other message of this run");
            });
        }
        proof = Promise.all([awaited(current.id), awaited(current.fields)]).then(([id, fields]) =>
            beforePublish(context, id, fields, seen),
        );
        await proof;
    };
    const verify = hook(scope, "publish", proveOnce);
    const pair = beside && kind.pair;
    return {
        scope,
        fields: pair
            ? pulumi.secret(
                  pulumi.all([current.fields, beside.fields]).apply(([one, other]) => pair.fields(one, other)),
              )
            : current.fields,
        fieldNames: pair?.fieldNames ?? kind.fieldNames,
        generation: ledger[ledger.current].generation,
        slot: ledger.current,
        rotatedAt: ledger.rotatedAt,
        resuming: isMinting(context) && ["finishing", "restarting"].includes(ledger.moved.reason),
        opts: ending(scope),
        gate: (beforeCreate, what = "") => ({
            beforeCreate: beforeCreate ? [verify, hook(scope, `store.${what}`, beforeCreate)] : [verify],
            beforeUpdate: [verify],
        }),
        room: (beforeCreate, what) => ({ beforeCreate: [hook(scope, `store.${what}`, beforeCreate)] }),
    };
}

function recordOf({ ledger, facts }: GateContext, current: RegisteredSlot): pulumi.Output<string> {
    const slot = ledger.current;
    const other = otherSlot(slot);
    return current.id.apply((id) => {
        const record: RotationRecord = {
            generation: ledger[slot].generation,
            slot,
            rotated_at: ledger.rotatedAt,
            next_rotation: ledger.nextRotation,
            id,
        };
        const previousId = idOf(ledger, other, facts.record);
        if (previousId === undefined) return formatRecord(record);
        return formatRecord({ ...record, previous: { generation: ledger[other].generation, id: previousId } });
    });
}
