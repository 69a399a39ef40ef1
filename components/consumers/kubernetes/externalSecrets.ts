import { KubeObject } from "../../clients/kubernetes/cluster";

/** Names of a store's newest version, which move by themselves; every other version stays what it is. */
const REFRESH_POLICIES_THAT_READ_AGAIN = ["", "AWSCURRENT", "latest"];

interface Reference {
    version?: string;
}

interface Spec {
    refreshPolicy?: string;
    refreshInterval?: string;
    target?: { immutable?: boolean; creationPolicy?: string };
    data?: { remoteRef?: Reference }[];
    dataFrom?: { extract?: Reference }[];
}

/**
 * Why an ExternalSecret would not bring what was published into its Secret, however often it is asked to sync; undefined if
 * it does. Some of these report `Ready` all the same
 * (https://external-secrets.io/latest/api/externalsecret/).
 */
export function neverAnew({ spec = {} }: KubeObject): string | undefined {
    const { refreshPolicy, refreshInterval, target = {}, data = [], dataFrom = [] } = spec as Spec;
    if (refreshPolicy === "CreatedOnce") {
        return `its spec.refreshPolicy is CreatedOnce, so it reads the store once; set Periodic or OnChange`;
    }
    if (refreshPolicy !== "OnChange" && refreshInterval !== undefined && isNever(refreshInterval)) {
        return (
            `its spec.refreshInterval is ${JSON.stringify(refreshInterval)}, so it reads the store once; set a time like "1h", ` +
            `or spec.refreshPolicy: OnChange`
        );
    }
    if (target.immutable === true) {
        return `its spec.target.immutable is true, so its Secret stays as it was made; take that away`;
    }
    if (target.creationPolicy === "None") {
        return `its spec.target.creationPolicy is None, so it writes no Secret; set Owner, Orphan or Merge`;
    }
    const read = [...data.map(({ remoteRef }) => remoteRef), ...dataFrom.map(({ extract }) => extract)];
    if (read.length > 0 && read.every((one) => !REFRESH_POLICIES_THAT_READ_AGAIN.includes(one?.version ?? ""))) {
        const versions = [...new Set(read.map((one) => one?.version))].join(", ");
        return `all that it reads has a fixed version (${versions}); take remoteRef.version away`;
    }
    return undefined;
}

/** A duration as Go reads it (`0`, `0s`, `0h0m0s`, `-1m`) after which nothing is read again. */
function isNever(interval: string): boolean {
    const text = String(interval).trim();
    return text.startsWith("-") || !/[1-9]/.test(text);
}

/** Reasons with which the operator reports `Ready` although it left the Secret as it was, or wrote none. */
const UNWRITTEN = ["SecretMissing", "SecretDeleted", "ResourceMissing", "ResourceDeleted"];

/** Why the last sync left no Secret that holds what was read; undefined if it did. */
export function settledBy({ status = {} }: KubeObject): string | undefined {
    const conditions = (Array.isArray(status.conditions) ? status.conditions : []) as Condition[];
    const { status: is, reason = "", message = "" } = conditions.find(({ type }) => type === "Ready") ?? {};
    const why = [reason, message].filter(Boolean).join(": ").slice(0, 300);
    if (is !== "True") return `it is not ready (${why || "not yet synced"})`;
    if (UNWRITTEN.includes(reason)) return `it wrote no Secret (${why})`;
    // With deletionPolicy Retain the operator is content where the store had nothing to give.
    if (/retained due to DeletionPolicy/i.test(message)) return `the store had nothing to give (${why})`;
    return undefined;
}

interface Condition {
    type?: string;
    status?: string;
    reason?: string;
    message?: string;
}
