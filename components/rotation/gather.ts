import * as pulumi from "@pulumi/pulumi";
import { DateTime } from "luxon";
import { Store } from "../stores/store";
import { RotationPlan } from "./args";
import { rfc3339, Window } from "./calendar";
import { CredentialKind, Scope } from "./kind";
import { parseRecord } from "./record";
import { Facts, Policy } from "./types";

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
        const [title, text, remote] = await Promise.all([kind.title(), store.readRecord(scope), kind.observe(scope)]);
        const recordAt = store.recordTitle;
        const record = text === undefined ? null : parseRecord(text, recordAt);
        const { overlapMs, retentionMs, nonce, revoke, use, heal } = rotation;
        const { capacity, canDisable, unlisted } = kind;
        return {
            facts: { run: RUN, now: rfc3339(now), window, record, remote, crowd: kind.crowd?.() },
            policy: {
                ...{ title, recordAt, overlapMs, retentionMs, canDisable, unlisted, capacity },
                ...{ nonce, revoke, use, heal, adopt },
            },
        };
    } catch (error) {
        throw new pulumi.ResourceError(error instanceof Error ? error.message : String(error), scope.parent, true);
    }
}
