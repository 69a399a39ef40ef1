import { promises as fs } from "node:fs";

/** One line of the engine's event log, as far as the tests look into it. */
export interface EngineEvent {
    resourcePreEvent?: { metadata: StepMetadata };
    resOutputsEvent?: { metadata: StepMetadata };
    diagnosticEvent?: { severity: string; message: string; urn?: string; ephemeral?: boolean };
    policyEvent?: { policyName: string; message: string; resourceUrn?: string; enforcementLevel: string };
    summaryEvent?: { resourceChanges?: Record<string, number> };
}

interface StepMetadata {
    op: string;
    urn: string;
    type: string;
}

/** Reads an event log; none was written if the engine ended before its first event. */
export async function readEvents(file: string): Promise<EngineEvent[]> {
    const text = await fs.readFile(file, "utf8").catch(() => "");
    return text
        .split("\n")
        .filter((line) => line.endsWith("}"))
        .map((line) => JSON.parse(line) as EngineEvent);
}

/** What the engine set out to do, in order: `update myapp-ledger`; what stays the same is left out. */
export function stepsOf(events: EngineEvent[]): string[] {
    return events
        .flatMap((event) => (event.resourcePreEvent ? [event.resourcePreEvent.metadata] : []))
        .filter(({ op, type }) => !["same", "read", "refresh"].includes(op) && !type.startsWith("pulumi:"))
        .map(({ op, urn }) => `${op} ${urn.split("::").pop()}`);
}

/** What was said to the user: `info: rotating: …`. */
export function diagnosticsOf(events: EngineEvent[]): string[] {
    return events
        .flatMap((event) => (event.diagnosticEvent ? [event.diagnosticEvent] : []))
        .filter(({ severity, ephemeral }) => !ephemeral && severity !== "debug")
        .map(({ severity, message }) => `${severity.replace("info#err", "info")}: ${plain(message)}`);
}

/** What policies had to say: `maximum-age myapp: … is 91 d old`. What is said of the whole stack has its type in place of a name. */
export function violationsOf(events: EngineEvent[]): string[] {
    const seen = events.flatMap(({ policyEvent }) => (policyEvent ? [policyEvent] : []));
    const lines = seen.map(({ policyName, message, resourceUrn = "" }) => {
        const about = resourceUrn.includes("pulumi:pulumi:Stack") ? "stack" : resourceUrn.split("::").pop();
        return `${policyName} ${about}: ${plain(message)}`;
    });
    return [...new Set(lines)].sort();
}

function plain(message: string): string {
    return message.replace(/<\{%[^%]*%\}>/g, "").trim();
}
