import { KubeObject } from "./objects";

/** Patches that the double applies; the API server refuses strategic merges for custom resources. */
const MERGE = "application/merge-patch+json";
const STRATEGIC = "application/strategic-merge-patch+json";

export function isAccepted(contentType: string, custom: boolean): boolean {
    return contentType === MERGE || (contentType === STRATEGIC && !custom);
}

/** The object with the patch merged into it; null takes a field away. A strategic merge may not hold lists here. */
export function patched(object: KubeObject, patch: Record<string, unknown>): KubeObject {
    return merged(object, patch) as unknown as KubeObject;
}

function merged(into: unknown, patch: unknown): unknown {
    if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
    const result: Record<string, unknown> = { ...(typeof into === "object" ? into : {}) };
    for (const [key, value] of Object.entries(patch)) {
        if (value === null) delete result[key];
        else result[key] = merged(result[key], value);
    }
    return result;
}

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$/;
const PREFIX = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** The first annotation whose key or value the API server would not take. */
export function badAnnotation(annotations: Record<string, unknown> = {}): string | undefined {
    return Object.keys(annotations).find((key) => {
        const parts = key.split("/");
        const good = parts.length === 1 || (parts.length === 2 && PREFIX.test(parts[0]));
        return !good || !NAME.test(parts[parts.length - 1]) || typeof annotations[key] !== "string";
    });
}
