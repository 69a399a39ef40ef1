import { formatDuration, otherSlot, type Ledger, type Phase, type Slot } from "pulumi-credential-rotation/plain";
import type { Decision } from "../engine/decisions";
import type { Credential } from "./credentials";

/** What `status --json` says of one credential. */
export interface StatusRow {
    name: string;
    kind: string;
    slot: Slot;
    generation: number;
    rotatedAt: string;
    /** Seconds since then. */
    ageSeconds: number;
    previous: { slot: Slot; generation: number; phase: Phase; since?: string };
    nextRotation: string;
    overdue: boolean;
    /** Seconds since the rotation fell due; 0 if it is not due. */
    overdueSeconds: number;
    /** What the last run found wrong with the published credential; absent where nothing was. */
    error?: string;
    /** What keeps the next step from being taken; absent where nothing does. */
    heldBy?: string;
    /** The last decision that moved something. */
    lastMove?: { reason: string; sentence: string };
    /** What a preview just decided; only with `--live`. */
    decision?: Decision;
}

/** A row for each credential, seen at this moment. */
export function statusRows(credentials: Credential[], now: Date, decisions: Decision[] = []): StatusRow[] {
    return credentials.map((credential) => {
        const decision = decisions.find(({ name }) => name === credential.name);
        return row(credential, now, decision);
    });
}

function row(credential: Credential, now: Date, decision: Decision | undefined): StatusRow {
    const { name, kind, currentSlot: slot, generation, rotatedAt, nextRotation, previousPhase, ledger } = credential;
    const other = otherSlot(slot);
    const late = Math.floor((now.getTime() - Date.parse(nextRotation)) / 1000);
    const held = heldBy(credential, late > 0, now, decision);
    return {
        name,
        kind,
        slot,
        generation,
        rotatedAt,
        ageSeconds: Math.max(0, Math.floor((now.getTime() - Date.parse(rotatedAt)) / 1000)),
        previous: {
            slot: other,
            generation: ledger?.[other].generation ?? 0,
            phase: previousPhase,
            ...(ledger?.[other].since ? { since: ledger[other].since } : {}),
        },
        nextRotation,
        overdue: late > 0,
        overdueSeconds: Math.max(0, late),
        ...(credential.error ? { error: credential.error } : {}),
        ...(held ? { heldBy: held } : {}),
        ...(ledger ? { lastMove: { reason: ledger.moved.reason, sentence: ledger.moved.sentence } } : {}),
        ...(decision ? { decision } : {}),
    };
}

/** A decision that was just made knows best; else the ledger tells what can be told without asking anybody. */
function heldBy({ error, ledger }: Credential, overdue: boolean, now: Date, decision?: Decision): string | undefined {
    if (decision?.error !== undefined) return decision.error;
    if (decision && !decision.moved && decision.reason !== "idle") return decision.sentence;
    if (decision) return undefined;
    if (error !== undefined) return error;
    if (ledger === undefined) return undefined;
    if (ledger.back) return 'use: "previous" is set';
    const other = otherSlot(ledger.current);
    const { phase, since } = ledger[other];
    if (!overdue || phase === "absent") return undefined;
    return `${other} is in its ${phaseName(phase)}${since ? ` since ${formatDuration(now.getTime() - Date.parse(since))}` : ""}`;
}

function phaseName(phase: Ledger["blue"]["phase"]): string {
    return phase === "inactive" ? "retention" : phase;
}
