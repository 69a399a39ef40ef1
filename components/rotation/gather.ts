import * as pulumi from "@pulumi/pulumi";
import { DateTime } from "luxon";
import { isMissing } from "../stores/missing";
import { Store } from "../stores/store";
import { RotationPlan } from "./args";
import { rfc3339, Window } from "./calendar";
import { CredentialKind, Scope } from "./kind";
import { parseRecord } from "./record";
import { Facts, Policy, RemoteCredential, RotationRecord } from "./types";

/** This run: every start of the program is another one. */
const RUN = `${Date.now().toString(36)}-${process.pid.toString(36)}`;

/** What is asked, and of whom. */
export interface Questions {
    scope: Scope;
    kind: CredentialKind;
    /** The store that holds the record. */
    store: Store;
    rotation: RotationPlan;
    adopt?: Policy["adopt"];
    now: DateTime;
    window: Window;
}

/**
 * Asks store and vendor, side by side. A missing record is none; any other failure ends the program, which changes
 * and deletes nothing.
 *
 * @throws ResourceError with a sentence and no stack
 */
export async function gather(questions: Questions): Promise<{ facts: Facts; policy: Policy }> {
    const { scope, kind, store, rotation, adopt, now, window } = questions;
    try {
        const [title, text, listed] = await Promise.all([kind.title(), store.readRecord(scope), kind.observe(scope)]);
        const recordAt = store.recordTitle;
        const record = text === undefined ? null : parseRecord(text, recordAt);
        const { remote, refused } = await examine(questions, listed, record);
        const { overlapMs, retentionMs, nonce, revoke, use, heal } = rotation;
        const { capacity, canDisable, unlisted, exclusive } = kind;
        const [crowd, obstacle] = [kind.crowd?.(), kind.obstacle?.()];
        return {
            facts: { run: RUN, now: rfc3339(now), window, record, remote, crowd, obstacle, refused },
            policy: {
                ...{ title, recordAt, overlapMs, retentionMs, canDisable, unlisted, exclusive, capacity },
                ...{ nonce, revoke, use, heal, adopt },
            },
        };
    } catch (error) {
        throw new pulumi.ResourceError(error instanceof Error ? error.message : String(error), scope.parent, true);
    }
}

/** The second look that some kinds need, at what the first store gives out. A part that is missing there is not looked at. */
async function examine(
    { scope, kind, store }: Questions,
    remote: RemoteCredential[] | null,
    record: RotationRecord | null,
): Promise<{ remote: RemoteCredential[] | null; refused?: string }> {
    if (kind.examine === undefined || remote === null || record === null) return { remote };
    const { generation, slot, rotated_at: rotatedAt } = record;
    const places = await store
        .readBack({ scope, fieldNames: kind.fieldNames, generation, slot, rotatedAt })
        .catch((error: unknown) => {
            if (isMissing(error)) return [];
            throw error;
        });
    const whole = places.find(({ fields }) => kind.fieldNames.every((name) => name in fields));
    return kind.examine(remote, record, whole?.fields);
}
