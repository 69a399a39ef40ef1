import type { EngineEvent } from "@pulumi/pulumi/automation";
import { nameOfUrn, typeOfUrn } from "../state/resource";

/** A step that the engine plans or takes. */
export interface Step {
    op: string;
    urn: string;
    parent?: string;
}

/** A message of the run that says something is wrong. */
export interface Complaint {
    severity: "error" | "warning";
    message: string;
    /** Whose it is; absent for the program's own. */
    urn?: string;
}

/** Steps that say that nothing changes. */
const QUIET = new Set(["same", "read", "refresh", "read-discard", "remove-pending-replace"]);

/** What a run did, from the engine's events. */
export interface Seen {
    /** Everything that differed, in order; of a replacement only the replacement itself. */
    steps: Step[];
    complaints: Complaint[];
    /** URNs of resources whose step failed. */
    failed: string[];
    /** Parent of every URN that the run touched. */
    parents: Map<string, string>;
}

/** Reads the events of one run. */
export function seen(events: EngineEvent[]): Seen {
    const result: Seen = { steps: [], complaints: [], failed: [], parents: new Map() };
    for (const event of events) add(result, event);
    return result;
}

function add(to: Seen, event: EngineEvent): void {
    const { resourcePreEvent: pre, resOutputsEvent: outputs, resOpFailedEvent: failed, diagnosticEvent: said } = event;
    for (const metadata of [pre?.metadata, outputs?.metadata, failed?.metadata]) {
        const parent = metadata?.new?.parent || metadata?.old?.parent;
        if (metadata && parent) to.parents.set(metadata.urn, parent);
    }
    if (pre && !QUIET.has(pre.metadata.op) && !typeOfUrn(pre.metadata.urn).startsWith("pulumi:")) {
        to.steps.push({ op: pre.metadata.op, urn: pre.metadata.urn, parent: to.parents.get(pre.metadata.urn) });
    }
    if (failed) to.failed.push(failed.metadata.urn);
    if (said && !said.ephemeral && (said.severity === "error" || said.severity === "warning")) {
        to.complaints.push({ severity: said.severity, message: plain(said.message), urn: said.urn || undefined });
    }
}

/** A message without the engine's marks of colour. */
export function plain(message: string): string {
    return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}

/** `create myapp-green`. */
export function title({ op, urn }: Step): string {
    return `${op} ${nameOfUrn(urn)}`;
}
