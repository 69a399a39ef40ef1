import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { nameOfUrn, typeOfUrn } from "../state/resource";

/** A step that the engine plans or takes. */
export interface Step {
    op: string;
    urn: string;
    parent?: string;
    /** True where nothing but its tags differs. */
    onlyTags?: boolean;
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
    /** Those of the steps that came to their end. */
    finished: string[];
    /** URNs of resources whose step failed. */
    failed: string[];
    /** True where the provider's default tags differ from those of the run before. */
    newDefaultTags: boolean;
    /** Parent of every URN that the run touched. */
    parents: Map<string, string>;
}

/** Reads the events of one run. */
export function seen(events: EngineEvent[]): Seen {
    const result: Seen = {
        steps: [],
        complaints: [],
        finished: [],
        failed: [],
        newDefaultTags: false,
        parents: new Map(),
    };
    for (const event of events) add(result, event);
    return result;
}

function add(to: Seen, event: EngineEvent): void {
    const { resourcePreEvent: pre, resOutputsEvent: outputs, resOpFailedEvent: failed, diagnosticEvent: said } = event;
    for (const metadata of [pre?.metadata, outputs?.metadata, failed?.metadata]) {
        const parent = metadata?.new?.parent || metadata?.old?.parent;
        if (metadata && parent) to.parents.set(metadata.urn, parent);
    }
    if (pre && isChange(pre.metadata)) {
        const { op, urn } = pre.metadata;
        const onlyTags = op === "update" && changes(pre.metadata, (path) => /^tags(All)?$/.test(path));
        to.steps.push({ op, urn, parent: to.parents.get(urn), ...(onlyTags ? { onlyTags } : {}) });
    }
    if (pre && typeOfUrn(pre.metadata.urn).startsWith("pulumi:providers:") && pre.metadata.op !== "same")
        to.newDefaultTags ||= !changes(pre.metadata, (path) => path !== "defaultTags");
    if (outputs && isChange(outputs.metadata)) to.finished.push(title(outputs.metadata));
    if (failed) to.failed.push(failed.metadata.urn);
    if (said && !said.ephemeral && (said.severity === "error" || said.severity === "warning")) {
        to.complaints.push({ severity: said.severity, message: plain(said.message), urn: said.urn || undefined });
    }
}

/** Whether every field that differs is one of these. */
function changes({ diffs, detailedDiff }: StepEventMetadata, wanted: (field: string) => boolean): boolean {
    const paths = [...(diffs ?? []), ...Object.keys(detailedDiff ?? {})];
    return paths.length > 0 && paths.every((path) => wanted(path.split(/[.[]/)[0]));
}

function isChange({ op, urn }: Step): boolean {
    return !QUIET.has(op) && !typeOfUrn(urn).startsWith("pulumi:");
}

/** A message without the engine's marks of colour. */
export function plain(message: string): string {
    return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}

/** `create myapp-green`. */
export function title({ op, urn }: Step): string {
    return `${op} ${nameOfUrn(urn)}`;
}
