import type { EngineEvent } from "@pulumi/pulumi/automation";
import { plain } from "../engine/events";
import { nameOfUrn, typeOfUrn } from "../state/resource";

const SHOWN: Record<string, string> = {
    create: "creating",
    update: "updating",
    delete: "deleting",
    replace: "replacing",
    import: "importing",
    "create-replacement": "creating",
    "delete-replaced": "deleting",
};

/** One line of progress for an event; undefined where there is nothing to tell. */
export function progressLine(event: EngineEvent, preview: boolean): string | undefined {
    const { resourcePreEvent: pre, resOpFailedEvent: failed, diagnosticEvent: said } = event;
    if (pre) {
        const { op, urn } = pre.metadata;
        const verb = SHOWN[op];
        if (verb === undefined || typeOfUrn(urn).startsWith("pulumi:")) return undefined;
        return preview ? `  would be ${verb}: ${nameOfUrn(urn)}` : `  ${verb} ${nameOfUrn(urn)}`;
    }
    if (failed) return `  failed: ${nameOfUrn(failed.metadata.urn)}`;
    if (!said || said.ephemeral || !["info", "warning", "error"].includes(said.severity)) return undefined;
    const whose = said.urn ? `${nameOfUrn(said.urn)}: ` : "";
    return `  ${said.severity}: ${whose}${plain(said.message)}`;
}

/** Waits for something that is quick as a rule, and says what it is where it takes longer. */
export async function sayIfSlow<T>(say: (text: string) => void, what: string, work: Promise<T>, ms = 2000): Promise<T> {
    const timer = setTimeout(() => say(`${what} …`), ms);
    try {
        return await work;
    } finally {
        clearTimeout(timer);
    }
}

/** Says every few seconds that it still goes on, for as long as nothing else is said. */
export function heartbeat(say: (text: string) => void, what: string, everyMs = 10_000) {
    const began = Date.now();
    let last = began;
    const timer = setInterval(() => {
        if (Date.now() - last < everyMs) return;
        last = Date.now();
        say(`  ${what}: ${Math.round((Date.now() - began) / 1000)} s …`);
    }, everyMs / 4);
    timer.unref();
    return {
        beat: () => (last = Date.now()),
        stop: () => clearInterval(timer),
    };
}
