import assert from "node:assert/strict";
import type { Aws } from "../aws";
import type { EngineEvent } from "./events";
import type { Listed } from "./rotator";

/** A step that a run said it takes, for one credential. */
export interface Said {
    name: string;
    what: "makes" | "disables" | "deletes";
    slot: string;
    generation: number;
}

const SENTENCES: [Said["what"], RegExp][] = [
    ["makes", /generation (?<generation>\d+) goes into (?<slot>blue|green)/],
    ["disables", /^disabling (?<slot>blue|green), generation (?<generation>\d+)/],
    ["deletes", /^deleting (?<slot>blue|green), generation (?<generation>\d+)/],
];

/** Reads what a run said of each credential, from the messages under its name. */
export function stepsSaid(events: EngineEvent[]): Said[] {
    return events.flatMap(({ diagnosticEvent: said }) => {
        if (!said?.urn || said.ephemeral) return [];
        const text = said.message.replace(/<\{%[^%]*%\}>/g, "").trim();
        return SENTENCES.flatMap(([what, pattern]) => {
            const found = pattern.exec(text)?.groups;
            const name = said.urn?.split("::").pop() ?? "";
            return found ? [{ name, what, slot: found.slot, generation: Number(found.generation) }] : [];
        });
    });
}

/**
 * Compares what a run that ended well said of IAM keys with what AWS did and holds. Other kinds are compared where their
 * vendors are at hand: in the stories of each.
 */
export function assertTrue(events: EngineEvent[], mutations: string[], credentials: Listed[], aws: Aws): void {
    for (const { name, what, slot, generation } of stepsSaid(events)) {
        const entry = credentials.find((one) => one.name === name);
        if (entry?.kind !== "aws-iam-access-key") continue;
        const user = String(entry.user);
        const did = (action: string): boolean => mutations.includes(`iam:${action} ${user}`);
        const told = `said that it ${what} ${slot}, generation ${generation}, of ${user}: ${mutations.join(", ")}`;
        const keys = aws.keys(user);
        if (what === "makes") assert.ok(did("CreateAccessKey"), told);
        const disabled = did("UpdateAccessKey") || keys.some(({ status }) => status === "Inactive");
        if (what === "deletes") assert.ok(did("DeleteAccessKey"), told);
        if (what === "disables") assert.ok(disabled, told);
    }
}
