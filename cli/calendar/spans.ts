import { toMilliseconds } from "pulumi-credential-rotation/plain";
import type { ListedEntry } from "../config/entries";
import type { Credential } from "../state/credentials";
import { deletesAtOnce, type DueEvent } from "./events";

/** How long a credential is what, as bars of the picture show it. */
export interface Span {
    name: string;
    /** `overlap`: the previous credential is valid beside the published one. `disabled`: it could come back. */
    what: "overlap" | "disabled";
    /** Milliseconds since 1970. */
    from: number;
    to: number;
}

/**
 * What becomes of each previous credential: of the one that is there now, and of that of each coming rotation, if runs come
 * often enough.
 */
export function spansOf(credentials: Credential[], entries: ListedEntry[], events: DueEvent[]): Span[] {
    return credentials.flatMap((credential) => {
        const { name, rotatedAt, previousPhase, ledger } = credential;
        const entry = entries.find((one) => one.name === name);
        const overlap = toMilliseconds(entry?.overlap ?? "24h", "overlap");
        const retention = deletesAtOnce(credential, entry) ? 0 : toMilliseconds(entry?.retention ?? "24h", "retention");
        const after = (start: number): Span[] => [
            { name, what: "overlap", from: start, to: start + overlap },
            ...(retention > 0
                ? [{ name, what: "disabled" as const, from: start + overlap, to: start + overlap + retention }]
                : []),
        ];
        const isLeaving = previousPhase === "overlap" || previousPhase === "inactive";
        const now = isLeaving && !ledger?.back ? after(Date.parse(rotatedAt)) : [];
        const coming = events.filter((event) => event.name === name && event.what === "rotate");
        return [...now, ...coming.flatMap(({ at }) => after(Date.parse(at)))];
    });
}
