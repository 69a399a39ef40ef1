import * as pulumi from "@pulumi/pulumi";
import { isDeepStrictEqual } from "node:util";
import { redactedIds } from "../../decision/attribution";
import { RemoteCredential } from "../../decision/types";
import type { GateContext } from "./gateContext";

/**
 * Orphans of an interrupted run: disabled in the first run that finds them, deleted in the next. Where the vendor can
 * only delete, they are deleted at once.
 */
export async function removeLeftovers(context: GateContext, orphans: RemoteCredential[]): Promise<void> {
    const { kind, scope, policy } = context;
    if (orphans.length > 0) await refuseIfTaken(context, orphans);
    if (!policy.canDisable && orphans.length > 0) {
        for (const orphan of orphans) await kind.discard(scope, orphan.id);
        const sentence = `${policy.title}: an interrupted run left ${redactedIds(orphans)} behind, whose secret nobody knows. It was deleted`;
        return pulumi.log.warn(sentence, scope.parent);
    }
    const active = orphans.filter((credential) => credential.active);
    for (const orphan of active) await kind.disable(scope, orphan.id);
    if (active.length > 0) {
        throw new Error(
            `${policy.title}: an interrupted run left ${redactedIds(active)} behind, whose secret nobody knows. It is disabled ` +
                `now; the next run deletes it and goes on with the rotation. The published credential is untouched. Run again`,
        );
    }
    for (const orphan of orphans) await kind.discard(scope, orphan.id);
}

/**
 * A stack that works on a copy of this one's state makes credentials at the same moments. What it published since this run
 * looked is no orphan, although nothing here accounts for it.
 */
async function refuseIfTaken({ again, facts, policy }: GateContext, orphans: RemoteCredential[]): Promise<void> {
    if (again === undefined) return;
    const record = await again.record();
    const places = await again.places();
    const given = places.find(({ fields }) => orphans.some(({ id }) => Object.values(fields).includes(id)));
    if (given === undefined && isDeepStrictEqual(record, facts.record)) return;
    throw new Error(
        `${policy.title}: ${given?.at ?? policy.recordAt} was written by somebody else while this run went on, and ` +
            `${redactedIds(orphans)} may be theirs: another stack, or a copy of this one's state, works in the same place. Nothing ` +
            `was disabled or deleted. Let only one of them run`,
    );
}
