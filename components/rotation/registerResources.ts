import * as pulumi from "@pulumi/pulumi";
import { idOf, isConfirmed, remoteOf } from "../decision/attribution";
import { isHeld } from "../decision/rules/retirementHolds";
import { Decision, otherSlot, Slot } from "../decision/types";
import { awaited } from "../shared/pulumiOutputs";
import { Scope } from "../shared/scope";
import { claimUnique } from "../shared/uniqueness";
import { isNotFound } from "../stores/notFound";
import { Publication, Store } from "../stores/store";
import { RegisteredSlot, SlotRequest } from "./credentialKind";
import { beforeMint, beforePrevious } from "./hooks/beforeCreate";
import { beforeRecord } from "./hooks/beforeRecord";
import { GateContext, isMinting } from "./hooks/gateContext";
import { hook } from "./hooks/resourceHook";
import { ending, publicationOf, recordOf } from "./publication";
import { beforeRetire, registerConsumers } from "./registerConsumers";
import { recordIn } from "./rotationRecord";

/** What was registered for one run. */
export interface Registered {
    current: RegisteredSlot;
    previous?: RegisteredSlot;
    published: pulumi.Resource[];
    record: pulumi.Resource;
    consumers: pulumi.Resource[];
}

/**
 * Registers slot, stores, record, consumers and previous slot. Synchronous: everything that the decision asks for is registered
 * before anything can fail, for what is not registered gets deleted.
 */
export function registerResources(
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
    const readable = stores.filter(({ copy }) => copy === undefined);
    const seen = async () => (await Promise.all(readable.map((store) => store.readBack(publication)))).flat();
    const publication: Publication = publicationOf(context, current, seen, beside);
    context.again = {
        record: async () => recordIn(await stores[0].readRecord(scope), context.policy.recordAt),
        places: () =>
            seen().catch((error: unknown) => {
                if (isNotFound(error)) return [];
                throw error;
            }),
    };
    context.beforeMint = async () =>
        void (await Promise.all(stores.map((store, index) => store.beforeMint?.(scope, index === 0))));
    const publish = (store: Store, opts = publication.opts) =>
        store.publish({ ...publication, opts, scope: scopeOf(scope, stores, stores.indexOf(store)) });
    const read = readable.flatMap((store) => publish(store));
    const copies = stores.flatMap((store) => {
        if (store.copy === undefined) return [];
        const written = publish(store, { ...publication.opts, dependsOn: read });
        return { title: store.title, written, at: store.copy.writtenAt(written) };
    });
    const published = [...read, ...copies.flatMap(({ written }) => written)];
    const recordGate = hook(scope, "record", async () => {
        await beforeRecord(context, await awaited(publication.fields), seen);
    });
    const record = stores[0].record(scope, recordOf(context, current, copies), {
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
        return { key: JSON.stringify([under, store.type, name]), title: `resources called ${name}-…` };
    });
    try {
        claimUnique(scope, claims);
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

/** True if the published slot's resource may have to be replaced in its place, which the engine refuses of a protected one. */
function isRemade(context: GateContext): boolean {
    return isMinting(context) && ["healing", "restarting", "finishing"].includes(context.ledger.moved.reason);
}

/** The second store of one sort gives its resources names of their own; the first keeps the plain ones. */
function scopeOf(scope: Scope, stores: Store[], index: number): Scope {
    const before = stores.slice(0, index).filter(({ type }) => type === stores[index].type).length;
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
    return {
        slot,
        generation,
        enabled,
        published,
        creating: minting,
        adopted,
        otherSlotId: twin,
        mark: ledger.intent?.mark,
    };
}
