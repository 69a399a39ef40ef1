import type { Rules } from "../updates";
import { Update } from "../updates";
import type { StackRecord } from "../stacks";
import type { Exported } from "../state/deployment";
import type { JournalEntry } from "../state/entry";
import { bodyOf, Refusal, type Reply, type Request } from "./http";

const KINDS = ["update", "preview", "refresh", "destroy"];

/** A new update of a stack. */
export function createUpdate(stack: StackRecord, kind: string, request: Request, rules: Rules): [Update, Reply] {
    const body = bodyOf<Update["request"] & { options?: { dryRun?: boolean } }>(request);
    const dry = kind === "preview" || body.options?.dryRun === true;
    const update = new Update(stack, kind, dry, body, rules);
    return [update, { status: 200, body: { updateID: update.id, requiredPolicies: [], messages: [], aiSettings: {} } }];
}

/** Whether this names a kind of update. */
export function isKind(kind: string | undefined): kind is string {
    return kind !== undefined && KINDS.includes(kind);
}

/** What only the token of an update's lease opens. */
export const LEASED = ["renew_lease", "journalentries", "checkpoint", "checkpointverbatim", "events/batch", "complete"];

/** What is asked of an update that was created; undefined for what the service does not know. */
export function answerOf(update: Update, stack: StackRecord, request: Request, what: string): Reply | undefined {
    const token = /^update-token (.+)$/.exec(request.headers.authorization ?? "")?.[1];
    const leased = (act: () => unknown): Reply => {
        update.admit(token);
        const body = act();
        return body === undefined ? { status: 204 } : { status: 200, body };
    };
    switch (what) {
        case "GET ":
            return { status: 200, body: { status: update.status, events: [] } };
        case "POST ": {
            const { tags, journalVersion } = bodyOf<{ tags?: Record<string, string>; journalVersion?: number }>(
                request,
            );
            const started = update.start(journalVersion ?? 0);
            if (tags) stack.tags = tags;
            return { status: 200, body: started };
        }
        case "POST cancel":
            update.cancel();
            return { status: 204 };
        case "POST renew_lease":
            return leased(() => update.lease(bodyOf<{ duration: number }>(request).duration * 1000));
        case "PATCH journalentries":
            return leased(() => update.record(bodyOf<{ entries?: JournalEntry[] }>(request).entries ?? []));
        case "PATCH checkpoint":
            return leased(() => update.checkpoint(bodyOf<Exported>(request)));
        case "PATCH checkpointverbatim":
            return leased(() => update.checkpoint(bodyOf<{ untypedDeployment: Exported }>(request).untypedDeployment));
        case "POST events/batch":
            return leased(() => keepEvents(update, bodyOf<{ events?: { sequence: number }[] }>(request).events ?? []));
        case "POST complete":
            return leased(() => update.complete(bodyOf<{ status: Update["status"] }>(request).status));
        default:
            return undefined;
    }
}

function keepEvents(update: Update, events: { sequence: number }[]): void {
    for (const { sequence } of events) {
        if (update.sequences.has(sequence)) throw new Refusal(409, `Conflict: event ${sequence} was recorded before`);
        update.sequences.add(sequence);
    }
}
