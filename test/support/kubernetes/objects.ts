/** An object of a cluster, as much of it as the double keeps. */
export interface KubeObject {
    apiVersion: string;
    kind: string;
    metadata: {
        name: string;
        namespace: string;
        generation: number;
        resourceVersion: string;
        annotations?: Record<string, string>;
        labels?: Record<string, string>;
        managedFields?: { manager: string; [more: string]: unknown }[];
    };
    spec: Record<string, unknown>;
    status: Record<string, unknown>;
}

/** Where an object stands: `apps/v1 deployments prod/myapp`. */
export interface Place {
    group: string;
    version: string;
    resource: string;
    namespace: string;
    name: string;
}

/** Sorts of objects that the double serves, by group and resource. */
export const KINDS: Record<string, { version: string; kind: string; custom: boolean }> = {
    "apps/deployments": { version: "v1", kind: "Deployment", custom: false },
    "apps/statefulsets": { version: "v1", kind: "StatefulSet", custom: false },
    "apps/daemonsets": { version: "v1", kind: "DaemonSet", custom: false },
    "external-secrets.io/externalsecrets": { version: "v1", kind: "ExternalSecret", custom: true },
};

/** Reads where a path leads; undefined where it is no object of a sort that the double serves. */
export function placeOf(path: string): Place | undefined {
    const found = /^\/apis\/([^/]+)\/([^/]+)\/namespaces\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path);
    if (!found) return undefined;
    const [group, version, namespace, resource, name] = found.slice(1);
    return KINDS[`${group}/${resource}`]?.version === version
        ? { group, version, resource, namespace, name }
        : undefined;
}

export function keyOf({ group, resource, namespace, name }: Omit<Place, "version">): string {
    return `${group}/${resource} ${namespace}/${name}`;
}
