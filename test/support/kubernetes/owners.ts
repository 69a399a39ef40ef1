import { KubeObject } from "./objects";

/** A controller that keeps a workload's pod template as it was given to it. */
export interface Owner {
    /** Its name in `metadata.managedFields`. */
    manager: string;
    /** `Apply`: server-side, as Flux and Argo CD do; `Update`: writes the whole template, as many operators do. */
    operation: "Apply" | "Update";
    /** Looks at the object that pass between a change of others and its answer. */
    after: number;
}

/** What the double keeps of it. */
export interface Kept extends Owner {
    template: unknown;
    waited: number;
}

/** Puts the pod template back if others changed it, some looks later. True if it did. */
export function putBack(object: KubeObject, owner: Kept | undefined, now: Date): boolean {
    if (!owner || JSON.stringify(object.spec.template) === JSON.stringify(owner.template)) return false;
    if (owner.waited++ < owner.after) return false;
    owner.waited = 0;
    object.spec.template = structuredClone(owner.template);
    manage(object, owner.manager, owner.operation, { spec: { template: {} } }, now);
    return true;
}

/** Notes in the object who changed which fields, as the API server does; one that had them before keeps the others. */
export function manage(object: KubeObject, manager: string, operation: string, body: object, now: Date): void {
    const others = (object.metadata.managedFields ?? []).filter((one) => one.manager !== manager);
    const time = `${now.toISOString().slice(0, 19)}Z`;
    const fieldsV1 = fieldsOf(body);
    const { apiVersion } = object;
    object.metadata.managedFields = [
        ...others,
        { manager, operation, apiVersion, time, fieldsType: "FieldsV1", fieldsV1 },
    ];
}

function fieldsOf(value: unknown): object {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [`f:${name}`, fieldsOf(inner)]));
}
