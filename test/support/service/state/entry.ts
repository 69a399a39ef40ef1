import type { Deployment, PendingOperation, Resource } from "./deployment";

/** Kinds of journal entries, by their number. */
export const KINDS = [
    ...(["begin", "success", "failure", "refreshSuccess", "outputs"] as const),
    ...(["write", "secretsManager", "rebuiltBaseState", "extension", "snippets"] as const),
];

/**
 * One change of a state, as the engine tells it. What is old is named by its place in the state before, what is new by
 * the operation that made it.
 */
export interface JournalEntry {
    version: number;
    kind: number;
    /** From 1, without a gap. */
    sequenceID: number;
    operationID: number;
    removeOld?: number | null;
    removeNew?: number | null;
    pendingReplacementOld?: number | null;
    pendingReplacementNew?: number | null;
    deleteOld?: number | null;
    deleteNew?: number | null;
    state?: Resource | null;
    operation?: PendingOperation | null;
    isRefresh?: boolean;
    secretsProvider?: Deployment["secrets_providers"];
    newSnapshot?: Deployment;
    snippets?: unknown[];
    extensionRef?: string;
    extension?: unknown;
}

/** The number, where there is one. */
export function given(value: number | null | undefined): value is number {
    return value !== null && value !== undefined;
}
