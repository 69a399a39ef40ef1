import * as pulumi from "@pulumi/pulumi";
import { idOf } from "../decision/attribution";
import { otherSlot, RotationRecord } from "../decision/types";
import { awaited } from "../shared/pulumiOutputs";
import { Scope } from "../shared/scope";
import { Publication } from "../stores/store";
import { RegisteredSlot } from "./credentialKind";
import { GateContext, isMinting, PublishedCopy } from "./hooks/gateContext";
import { beforePublish } from "./hooks/beforePublish";
import { hook } from "./hooks/resourceHook";
import { formatRecord } from "./rotationRecord";

/** Options of what a deletion is to take away at its provider too, whatever the component's other children inherit. */
export function ending({ parent }: Scope): pulumi.CustomResourceOptions {
    return { parent, retainOnDelete: false };
}

/** What the stores publish, and the gates before it. The credential is proven once, whatever number of stores asks for it. */
export function publicationOf(
    context: GateContext,
    current: RegisteredSlot,
    seen: () => Promise<PublishedCopy[]>,
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

/** A store that cannot be read, and when it was written. */
export interface Copy {
    title: string;
    at: pulumi.Output<string>;
}

/** The record of this run, as JSON, once the published credential has an id and all copies are written. */
export function recordOf(
    { ledger, facts }: GateContext,
    current: RegisteredSlot,
    copied: Copy[],
): pulumi.Output<string> {
    const slot = ledger.current;
    const other = otherSlot(slot);
    return pulumi.all([current.id, pulumi.all(copied.map(({ at }) => at))]).apply(([id, times]) => {
        const copies = copied.map(({ title }, index) => [title, times[index]] as const);
        const record: RotationRecord = {
            generation: ledger[slot].generation,
            slot,
            rotated_at: ledger.rotatedAt,
            next_rotation: ledger.nextRotation,
            id,
            ...(copies.length > 0 ? { copies: Object.fromEntries(copies) } : {}),
        };
        const previousId = idOf(ledger, other, facts.record);
        if (previousId === undefined) return formatRecord(record);
        return formatRecord({ ...record, previous: { generation: ledger[other].generation, id: previousId } });
    });
}
