import { createHash } from "node:crypto";

/** A resource as a state holds it, as far as the service looks into it. */
export interface Resource {
    urn: string;
    type: string;
    custom: boolean;
    id?: string;
    /** Replaced, and still to be deleted. */
    delete?: boolean;
    pendingReplacement?: boolean;
    parent?: string;
    /** `<urn of the provider>::<id>`. */
    provider?: string;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[] | null>;
    deletedWith?: string;
    replaceWith?: string[];
    viewOf?: string;
    aliases?: string[];
    [field: string]: unknown;
}

/** Something that a run began. */
export interface PendingOperation {
    resource: Resource;
    type: "creating" | "updating" | "deleting" | "reading" | "importing";
}

/** The state of a stack. */
export interface Deployment {
    manifest: { time: string; magic: string; version: string };
    secrets_providers?: { type: string; state?: unknown };
    resources?: Resource[];
    pending_operations?: PendingOperation[];
    metadata?: object;
    snippets?: unknown[];
    extensions?: Record<string, unknown>;
}

/** What `stack export` gives and `stack import` takes. */
export interface Exported {
    /** 3, or 4 where a feature is in it that older engines must not touch. */
    version: number;
    features?: string[];
    deployment: Deployment;
}

const ENGINE = "v3.256.0";

/** A state with nothing in it. */
export function nothing(): Deployment {
    return { manifest: manifest(), metadata: {} };
}

/** Engines refuse a state whose magic does not fit its version. */
export function manifest(): Deployment["manifest"] {
    const magic = createHash("sha256").update(ENGINE).digest("hex");
    return { time: new Date().toISOString(), magic, version: ENGINE };
}

const FEATURES: [name: string, has: (resource: Resource) => unknown][] = [
    ["refreshBeforeUpdate", ({ refreshBeforeUpdate }) => refreshBeforeUpdate],
    ["views", ({ viewOf }) => viewOf],
    ["hooks", ({ resourceHooks }) => Object.keys((resourceHooks as object | undefined) ?? {}).length],
    ["taint", ({ taint }) => taint],
    ["replaceWith", ({ replaceWith }) => replaceWith?.length],
];

/** With the version that its features ask for. */
export function exported(deployment: Deployment): Exported {
    const all = [...(deployment.resources ?? []), ...(deployment.pending_operations ?? []).map((one) => one.resource)];
    const features = FEATURES.filter(([, has]) => all.some(has)).map(([name]) => name);
    return features.length === 0 ? { version: 3, deployment } : { version: 4, features, deployment };
}
