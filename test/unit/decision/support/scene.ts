import * as assert from "node:assert/strict";
import { decide } from "../../../../components/decision/decide";
import {
    Decision,
    Facts,
    Ledger,
    Level,
    Policy,
    RemoteCredential,
    RotationRecord,
    SlotState,
} from "../../../../components/decision/types";

/** Identifiers of the first generations, and of somebody else's key. */
export const BLUE_1 = "AKIA0000000000001111";
export const GREEN_2 = "AKIA0000000000002222";
export const BLUE_3 = "AKIA0000000000003333";
export const FOREIGN = "AKIA0000000000009999";

export const DAY = 86_400_000;

/** Windows of a week; the one that holds `NOW` began a while ago. */
export const WINDOW = { start: "2026-04-05T02:00:00Z", end: "2026-04-12T02:00:00Z" };
export const NOW = "2026-04-08T02:00:00Z";

/** `NOW`, so many hours later. */
export function hoursLater(hours: number, from = NOW): string {
    return new Date(Date.parse(from) + hours * 3_600_000).toISOString();
}

export function key(id: string, more: Partial<RemoteCredential> = {}): RemoteCredential {
    return { id, active: true, createdAt: "2026-01-01T00:00:00Z", ...more };
}

export function disabled(id: string): RemoteCredential {
    return key(id, { active: false });
}

export function policy(more: Partial<Policy> = {}): Policy {
    return {
        title: "IAM access key of app",
        recordAt: "/app/rotation in SSM",
        overlapMs: DAY,
        retentionMs: 2 * DAY,
        canDisable: true,
        capacity: 2,
        use: "current",
        heal: false,
        ...more,
    };
}

/** Generation 2 was published in green at the first moment of the window; blue holds what `blue` says. */
export function ledger(blue: Partial<SlotState> = {}, more: Partial<Ledger> = {}): Ledger {
    return {
        version: 1,
        current: "green",
        generation: 2,
        rotatedAt: WINDOW.start,
        nextRotation: WINDOW.end,
        blue: { generation: 1, phase: "absent", since: WINDOW.start, ...blue },
        green: { generation: 2, phase: "live", since: WINDOW.start },
        intent: { since: WINDOW.start, known: [BLUE_1] },
        moved: { run: "an earlier run", reason: "window", sentence: "rotating" },
        ...more,
    };
}

export function record(more: Partial<RotationRecord> = {}): RotationRecord {
    return {
        generation: 2,
        slot: "green",
        rotated_at: WINDOW.start,
        next_rotation: WINDOW.end,
        id: GREEN_2,
        previous: { generation: 1, id: BLUE_1 },
        ...more,
    };
}

export function facts(more: Partial<Facts> = {}): Facts {
    return { run: "this run", now: NOW, window: WINDOW, record: record(), remote: [key(GREEN_2)], ...more };
}

/** One situation and what must come of it, to the letter. */
export interface Row {
    name: string;
    ledger: Ledger | undefined;
    facts?: Partial<Facts>;
    policy?: Partial<Policy>;
    reason: Decision["reason"];
    sentence: string;
    /** Where it differs from how a decision of this kind is usually said. */
    level?: Level;
    kind?: "stop" | "hold" | "move";
    /** What else the ledger must hold afterwards. */
    then?: Partial<Ledger>;
}

/** One test for each row. */
export function rows(all: Row[]): void {
    for (const row of all) {
        it(row.name, () => {
            const decision = decide(row.ledger, facts(row.facts), policy(row.policy));
            assert.equal(decision.sentence, row.sentence);
            assert.equal(decision.reason, row.reason);
            const kind = decision.kind === "stop" ? "stop" : decision.moved ? "move" : "hold";
            assert.equal(kind, row.kind ?? "move");
            if (decision.kind === "stop") return;
            assert.equal(decision.level, row.level ?? (decision.moved ? "info" : "silent"));
            const { ledger: next } = decision;
            for (const [field, value] of Object.entries(row.then ?? {}))
                assert.deepEqual(next[field as keyof Ledger], value);
            if (decision.moved) {
                assert.deepEqual(next.moved, { run: "this run", reason: row.reason, sentence: row.sentence });
            } else {
                assert.deepEqual(next.moved, row.ledger?.moved);
            }
        });
    }
}
