import { createHash } from "node:crypto";
import { KubeObject } from "./objects";
import { Kept } from "./owners";

/** How a controller goes about its work: step by step with each look at the object, so that no test waits for a clock. */
export type Mood = "brisk" | "stuck" | "deadline" | "missing" | "retained";

/** What is under way for one object. */
export interface Progress {
    mood: Mood;
    /** Steps done since the spec last changed. */
    step: number;
    /** Version of an ExternalSecret whose values are in its Secret. */
    written?: string;
    /** Who keeps the pod template as it was. */
    owner?: Kept;
    /** The pods of a workload: of which template, and after how many steps of its controller each was started. */
    pods: { template: string; started: number }[];
    /** Steps in all. */
    steps: number;
}

/** Looks that pass before the controller has seen a change: until then the status is the older one. */
export const UNSEEN = 1;

/** Brings a workload's status one step further, as the controllers of apps/v1 do. */
export function rollOut(object: KubeObject, progress: Progress): void {
    const replicas = (object.spec.replicas as number | undefined) ?? 2;
    const step = ++progress.step;
    progress.steps++;
    if (step <= UNSEEN) return;
    const template = hash(object.spec.template);
    if (progress.pods.every((pod) => pod.template === template)) return settled(object);
    const most = progress.mood === "brisk" ? replicas : 0;
    const updated = Math.min(step - UNSEEN, progress.mood === "brisk" ? replicas : 1);
    const ready = Math.min(Math.max(step - UNSEEN - 1, 0), most);
    restartPods(progress, template, updated);
    object.status = statusOf(object, { replicas, updated, ready, late: progress.mood === "deadline" });
}

/** Pods of the template stay as they are; of the others, as many as are to be updated by now are started anew. */
function restartPods(progress: Progress, template: string, updated: number): void {
    progress.pods = progress.pods.map((pod, index) =>
        index >= updated || pod.template === template ? pod : { template, started: progress.steps },
    );
}

/** The pods of a workload that has just been made. */
export function podsOf({ spec }: KubeObject): Progress["pods"] {
    const replicas = (spec.replicas as number | undefined) ?? 2;
    return Array.from({ length: replicas }, () => ({ template: hash(spec.template), started: 0 }));
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

/**
 * Lets the External Secrets Operator look at an object: it reads the store again when annotations or spec changed, unless
 * its policy or interval says that once is enough. One that was read leaves a Secret that is immutable, merged into where
 * there is none or not to be made as it is, and is content all the same.
 */
export function sync(object: KubeObject, progress: Progress, now: Date): void {
    const version = versionOf(object);
    if (object.status.syncedResourceVersion === version || isEnough(object.spec)) return;
    if (++progress.step <= UNSEEN) return;
    if (progress.mood === "stuck") return;
    if (progress.mood === "deadline") {
        const message = "could not get secret data from provider";
        object.status = { ...object.status, conditions: ready("False", "SecretSyncedError", message) };
        return;
    }
    const missing = progress.mood === "missing";
    const conditions = missing
        ? ready("True", "SecretMissing", "secret will not be created due to CreationPolicy=Merge")
        : ready("True", "SecretSynced", progress.mood === "retained" ? RETAINED : "secret synced");
    const { immutable, creationPolicy } = (object.spec.target ?? {}) as {
        immutable?: boolean;
        creationPolicy?: string;
    };
    if (progress.mood === "brisk" && !immutable && creationPolicy !== "None") progress.written = version;
    object.status = { conditions, refreshTime: rfc3339(now), syncedResourceVersion: version };
}

const RETAINED = "secret retained due to DeletionPolicy=Retain";

/** What the operator's `shouldRefresh` says of one that was synced before. */
function isEnough({ refreshPolicy, refreshInterval = "1h0m0s" }: Record<string, unknown>): boolean {
    if (refreshPolicy === "OnChange") return false;
    return refreshPolicy === "CreatedOnce" || seconds(refreshInterval as string) <= 0;
}

/** A duration of Go in seconds. */
function seconds(text: string): number {
    const units: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };
    const parts = [...text.matchAll(/([\d.]+)(ms|us|ns|h|m|s)/g)];
    const sum = parts.reduce((total, [, count, unit]) => total + Number(count) * units[unit], 0);
    return text.startsWith("-") ? -sum : sum;
}

function ready(status: string, reason: string, message: string): object[] {
    return [{ type: "Ready", status, reason, message }];
}

/** An object whose last change was synced at that time. */
export function synced(object: KubeObject, at: Date): void {
    const conditions = ready("True", "SecretSynced", "secret synced");
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
