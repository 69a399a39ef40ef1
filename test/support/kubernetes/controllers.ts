import { createHash } from "node:crypto";
import { KubeObject } from "./objects";

/** How a controller goes about its work: step by step with each look at the object, so that no test waits for a clock. */
export type Mood = "brisk" | "stuck" | "deadline";

/** What is under way for one object. */
export interface Progress {
    mood: Mood;
    /** Steps done since the spec last changed. */
    step: number;
}

/** Looks that pass before the controller has seen a change: until then the status is the older one. */
const UNSEEN = 1;

/** Brings a workload's status one step further, as the controllers of apps/v1 do. */
export function rollOut(object: KubeObject, progress: Progress): void {
    const replicas = (object.spec.replicas as number | undefined) ?? 2;
    const step = ++progress.step;
    if (step <= UNSEEN) return;
    const most = progress.mood === "brisk" ? replicas : 0;
    const updated = Math.min(step - UNSEEN, progress.mood === "brisk" ? replicas : 1);
    const ready = Math.min(Math.max(step - UNSEEN - 1, 0), most);
    object.status = statusOf(object, { replicas, updated, ready, late: progress.mood === "deadline" });
}

/** A workload whose last change is rolled out wholly. */
export function settled(object: KubeObject): void {
    const replicas = (object.spec.replicas as number | undefined) ?? 2;
    object.status = statusOf(object, { replicas, updated: replicas, ready: replicas, late: false });
}

interface Counts {
    replicas: number;
    updated: number;
    ready: number;
    late: boolean;
}

function statusOf(object: KubeObject, { replicas, updated, ready, late }: Counts): Record<string, unknown> {
    const observedGeneration = object.metadata.generation;
    const done = ready === replicas;
    if (object.kind === "DaemonSet") {
        const counts = { desiredNumberScheduled: replicas, currentNumberScheduled: replicas, numberMisscheduled: 0 };
        const up = { updatedNumberScheduled: updated, numberReady: replicas - (done ? 0 : 1) };
        return { observedGeneration, ...counts, ...up, numberAvailable: up.numberReady };
    }
    if (object.kind === "StatefulSet") {
        const revision = hash(object.spec.template);
        const before = (object.status.currentRevision as string | undefined) ?? revision;
        const up = { replicas, updatedReplicas: updated, readyReplicas: done ? replicas : replicas - 1 };
        const revisions = { currentRevision: done ? revision : before, updateRevision: revision };
        return { observedGeneration, ...up, availableReplicas: up.readyReplicas, ...revisions };
    }
    const old = replicas - ready;
    const progressing = late
        ? { status: "False", reason: "ProgressDeadlineExceeded", message: `ReplicaSet "x" has timed out progressing.` }
        : { status: "True", reason: done ? "NewReplicaSetAvailable" : "ReplicaSetUpdated", message: "ReplicaSet x" };
    return {
        observedGeneration,
        replicas: updated + old,
        updatedReplicas: updated,
        readyReplicas: ready + old,
        availableReplicas: ready + old,
        ...(updated === ready ? {} : { unavailableReplicas: updated - ready }),
        conditions: [
            { type: "Available", status: "True", reason: "MinimumReplicasAvailable" },
            { type: "Progressing", ...progressing },
        ],
    };
}

/** Lets the External Secrets Operator look at an object: it reads the store again when annotations or spec changed. */
export function sync(object: KubeObject, progress: Progress, now: Date): void {
    const version = versionOf(object);
    if (object.status.syncedResourceVersion === version || object.spec.refreshPolicy === "CreatedOnce") return;
    if (++progress.step <= UNSEEN) return;
    if (progress.mood === "stuck") return;
    const failed = progress.mood === "deadline";
    const ready = failed
        ? { status: "False", reason: "SecretSyncedError", message: "could not get secret data from provider" }
        : { status: "True", reason: "SecretSynced", message: "secret synced" };
    const conditions = [{ type: "Ready", ...ready }];
    if (failed) object.status = { ...object.status, conditions };
    else object.status = { conditions, refreshTime: rfc3339(now), syncedResourceVersion: version };
}

/** An object whose last change was synced at that time. */
export function synced(object: KubeObject, at: Date): void {
    const conditions = [{ type: "Ready", status: "True", reason: "SecretSynced", message: "secret synced" }];
    object.status = { conditions, refreshTime: rfc3339(at), syncedResourceVersion: versionOf(object) };
}

/** As the operator makes it: the generation, and a digest of annotations and labels. */
function versionOf({ metadata: { generation, annotations, labels } }: KubeObject): string {
    return `${generation}-${hash([annotations, labels])}`;
}

/** Kubernetes tells times to the second. */
function rfc3339(at: Date): string {
    return `${at.toISOString().slice(0, 19)}Z`;
}

function hash(value: unknown): string {
    return createHash("sha256")
        .update(JSON.stringify(value ?? null))
        .digest("hex")
        .slice(0, 16);
}
