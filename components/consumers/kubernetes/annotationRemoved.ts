import { Release } from "../consumer";
import { releaseAnnotationKey, releaseAnnotationText, readReleaseAnnotation } from "../releaseAnnotation";
import { FIELD_MANAGER, KubeObject } from "../../clients/kubernetes/cluster";
import { templateAnnotations } from "./rollout";

/** How often a workload is restarted for one release while somebody takes the annotation off its pod template each time. */
export const MAX_RESTARTS = 2;

/** What the workload itself carries beside the pod template: how often it was asked to restart, or that its rollout ended. */
export type Note = { restarts: number } | "rolled-out" | undefined;

const ROLLED_OUT = "rollout";

/** The workload's annotation of a release; it stays where an owner puts the pod template back. */
export function noteText(release: Release, note: Exclude<Note, undefined>): Record<string, string> {
    const told = note === "rolled-out" ? ROLLED_OUT : `restart-${note.restarts}`;
    return { [releaseAnnotationKey(release)]: releaseAnnotationText(release, told) };
}

/** What the workload carries for a release. */
export function noteOf({ metadata }: KubeObject, release: Release): Note {
    const told = readReleaseAnnotation(metadata.annotations?.[releaseAnnotationKey(release)], release)?.after;
    if (told === ROLLED_OUT) return "rolled-out";
    const restarts = Number(/^restart-(\d+)$/.exec(told ?? "")?.[1] ?? 0);
    return restarts > 0 ? { restarts } : undefined;
}

/** True where the pod template has no annotation of the credential at all, and the workload says that it had this release's. */
export function isRemoved(object: KubeObject, release: Release): boolean {
    return (
        templateAnnotations(object)[releaseAnnotationKey(release)] === undefined &&
        noteOf(object, release) !== undefined
    );
}

interface ManagedFields {
    manager?: string;
    operation?: string;
    time?: string;
    fieldsV1?: { "f:spec"?: { "f:template"?: object } };
}

/**
 * Who keeps the pod template, by `metadata.managedFields`: the manager that changed it last, other than ourselves
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management).
 */
export function templateOwner({ metadata }: KubeObject): string {
    const owners = ((metadata.managedFields ?? []) as ManagedFields[])
        .filter(({ manager, fieldsV1 }) => manager !== FIELD_MANAGER && fieldsV1?.["f:spec"]?.["f:template"])
        .sort((a, b) => (b.time ?? "").localeCompare(a.time ?? ""));
    const [owner] = owners;
    return owner?.manager ? `${owner.manager} (${owner.operation ?? "Update"})` : "a controller";
}
