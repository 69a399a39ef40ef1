import { Confirmation } from "../consumer";
import { KubeObject } from "../../clients/kubernetes/cluster";

/** The workloads of apps/v1 whose pods can be replaced by changing their template. */
export const WORKLOADS = {
    deployment: { kind: "Deployment", plural: "deployments" },
    statefulSet: { kind: "StatefulSet", plural: "statefulsets" },
    daemonSet: { kind: "DaemonSet", plural: "daemonsets" },
} as const;

export type Workload = keyof typeof WORKLOADS;

/** Annotations of the pod template. */
export function templateAnnotations({ spec }: KubeObject): Record<string, string> {
    const template = spec?.template as { metadata?: { annotations?: Record<string, string> } } | undefined;
    return template?.metadata?.annotations ?? {};
}

/** Why a change of the pod template would replace no pod, or not all of them; undefined if it replaces them. */
export function obstacle(workload: Workload, { spec = {} }: KubeObject): string | undefined {
    if (workload === "deployment") {
        return spec.paused === true ? "its rollouts are paused; resume them (kubectl rollout resume)" : undefined;
    }
    const { type, rollingUpdate } = (spec.updateStrategy ?? {}) as {
        type?: string;
        rollingUpdate?: { partition?: number };
    };
    if (type === "OnDelete") {
        return "its update strategy is OnDelete, so nothing restarts its pods; set RollingUpdate";
    }
    const partition = rollingUpdate?.partition ?? 0;
    if (workload === "statefulSet" && partition > 0) {
        return `its update strategy has partition ${partition}, so the pods below it stay on the older credential; set 0`;
    }
    return undefined;
}

/** Whether every pod of the workload stems from its template as it is now, and is ready. As `kubectl rollout status` looks at it. */
export function judgeRollout(workload: Workload, object: KubeObject): Confirmation {
    const status = object.status ?? {};
    const observed = Number(status.observedGeneration ?? 0);
    if (observed < Number(object.metadata.generation ?? 0)) {
        return { state: "behind", detail: "its controller has not yet seen the restart" };
    }
    const counts = workload === "daemonSet" ? daemonSet(status) : replicated(object.spec ?? {}, status);
    if (
        counts.old <= 0 &&
        counts.updated >= counts.wanted &&
        counts.ready >= counts.wanted &&
        !revises(workload, status)
    ) {
        return { state: "confirmed", detail: `${counts.updated} of ${counts.wanted} pods run on it` };
    }
    const old = counts.old > 0 ? `, ${counts.old} older left${ending(status)}` : "";
    const seen = `${counts.updated} of ${counts.wanted} pods updated, ${counts.ready} ready${old}`;
    const late = deadlineExceeded(status);
    return { state: "behind", detail: late ? `its rollout is stuck: ${late}; ${seen}` : seen };
}

/** A pod on a lost node never ends by itself, and may still run on the older credential. */
function ending({ terminatingReplicas }: Record<string, unknown>): string {
    const count = Number(terminatingReplicas ?? 0);
    if (count === 0) return "";
    return ` (${count} of them ${count === 1 ? "is" : "are"} ending; where a node is lost: kubectl delete pod --force)`;
}

interface Counts {
    wanted: number;
    updated: number;
    /** Ready for long enough to count as available. */
    ready: number;
    /** Pods of an older template. */
    old: number;
}

function replicated(spec: Record<string, unknown>, status: Record<string, unknown>): Counts {
    const number = (name: string) => Number(status[name] ?? 0);
    const wanted = Number(spec.replicas ?? 1);
    const updated = number("updatedReplicas");
    const old = number("replicas") - updated + number("terminatingReplicas");
    return { wanted, updated, ready: Math.min(number("readyReplicas"), number("availableReplicas")), old };
}

function daemonSet(status: Record<string, unknown>): Counts {
    const number = (name: string) => Number(status[name] ?? 0);
    const wanted = number("desiredNumberScheduled");
    const updated = number("updatedNumberScheduled");
    const ready = Math.min(number("numberReady"), number("numberAvailable"));
    return { wanted, updated, ready, old: number("currentNumberScheduled") - updated };
}

/** A StatefulSet names the revision that it moves to until the last pod is there. */
function revises(workload: Workload, { currentRevision, updateRevision }: Record<string, unknown>): boolean {
    return workload === "statefulSet" && currentRevision !== updateRevision;
}

/** Only Deployments tell that they have given up waiting. */
function deadlineExceeded({ conditions }: Record<string, unknown>): string | undefined {
    const all = (Array.isArray(conditions) ? conditions : []) as { type?: string; reason?: string; message?: string }[];
    const found = all.find(({ type, reason }) => type === "Progressing" && reason === "ProgressDeadlineExceeded");
    return found && `${found.reason} (${found.message ?? ""})`;
}
