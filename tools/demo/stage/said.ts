import type { EngineEvent } from "../../../test/support/harness/events";

/** What a run said about one credential. */
export interface Said {
    /** The credential's name; undefined for what concerns the run as a whole. */
    name?: string;
    severity: "info" | "warning" | "error";
    sentence: string;
}

/** Sentences of the run's decisions and the errors that ended it, in order and each once. */
export function sentencesOf(events: EngineEvent[], names: string[]): Said[] {
    const said = events.flatMap(({ diagnosticEvent: event }): Said[] => {
        if (!event || event.ephemeral) return [];
        const severity = event.severity.replace("info#err", "info");
        if (severity !== "info" && severity !== "warning" && severity !== "error") return [];
        return [{ name: nameIn(event.urn, names), severity, sentence: plain(event.message) }];
    });
    const seen = new Set<string>();
    return said.filter(({ name, sentence }) => {
        const key = `${name} ${sentence}`;
        const fresh = sentence !== "" && !seen.has(key);
        seen.add(key);
        return fresh;
    });
}

/** The credential that a resource belongs to: `…::myapp`, `…::myapp-ssm-document`. */
function nameIn(urn: string | undefined, names: string[]): string | undefined {
    const resource = urn?.split("::").pop() ?? "";
    return names
        .filter((name) => resource === name || resource.startsWith(`${name}-`))
        .sort((a, b) => b.length - a.length)[0];
}

/** Without the engine's marks for colours, and without its name for the hook that refused. */
function plain(message: string): string {
    return message
        .replace(/<\{%[^%]*%\}>/g, "")
        .replace(/^\w+ hook "[^"]*" failed: /, "")
        .trim();
}
