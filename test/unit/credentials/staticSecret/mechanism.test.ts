import assert from "node:assert/strict";
import { decide } from "../../../../components/decision/decide";
import { Facts, Ledger, Policy, RotationRecord } from "../../../../components/decision/types";

const DAY = 86_400_000;
const at = (day: number): string => new Date(Date.parse("2030-01-06T00:00:00Z") + day * DAY).toISOString();

const policy: Policy = {
    title: "static secret session",
    recordAt: "/app/rotation in SSM",
    overlapMs: DAY,
    retentionMs: DAY,
    canDisable: true,
    unlisted: true,
    use: "current",
    heal: true,
};

/** A week begins at day 0; nobody can be asked what stands anywhere. */
const facts = (day: number, record: RotationRecord | null): Facts => ({
    run: `run-${day}`,
    now: at(day),
    window: { start: at(Math.floor(day / 7) * 7), end: at(Math.floor(day / 7) * 7 + 7) },
    record,
    remote: null,
});

/** Goes through the moments, each run confirmed by the record, and tells what was decided. */
function play(steps: [number, Partial<Policy>?][]): string[] {
    let ledger: Ledger | undefined;
    let record: RotationRecord | null = null;
    return steps.map(([day, more]) => {
        const decision = decide(ledger, facts(day, record), { ...policy, ...more });
        assert.equal(decision.kind, "go", decision.sentence);
        const next = (decision as { ledger: Ledger }).ledger;
        ledger = next;
        const other = next.current === "blue" ? "green" : "blue";
        const { generation } = next[next.current];
        record = {
            generation,
            slot: next.current,
            rotated_at: next.rotatedAt,
            next_rotation: next.nextRotation,
            id: `generation-${generation}`,
            ...(next[other].generation > 0
                ? { previous: { generation: next[other].generation, id: `generation-${next[other].generation}` } }
                : {}),
        };
        return `${decision.reason}: ${generation} live, other ${next[other].phase}`;
    });
}

describe("decisions about credentials that nobody lists", () => {
    it("follow the ledger: overlap, retention, deletion, each by the clock", () => {
        assert.deepEqual(play([[0], [1], [7], [7.5], [8], [8.5], [9], [14]]), [
            "first-issue: 1 live, other absent",
            "idle: 1 live, other absent",
            "window: 2 live, other overlap",
            "overlap: 2 live, other overlap",
            "disabling: 2 live, other inactive",
            "retention: 2 live, other inactive",
            "deleting: 2 live, other absent",
            "window: 3 live, other overlap",
        ]);
    });

    it("take over a value that exists, as the one that is published or as the one before it", () => {
        const adopt = (as: "current" | "previous") => ({ adopt: { id: "adopted-0001", as } });
        assert.deepEqual(
            play([
                [0, adopt("current")],
                [1, adopt("current")],
                [7, adopt("current")],
            ]),
            ["adopted: 1 live, other absent", "idle: 1 live, other absent", "window: 2 live, other overlap"],
        );
        assert.deepEqual(play([[0, adopt("previous")], [1, adopt("previous")], [2]]), [
            "adopted: 2 live, other overlap",
            "disabling: 2 live, other inactive",
            "deleting: 2 live, other absent",
        ]);
    });

    it("let what was asked for go into a slot that rests, and one in its overlap rest first", () => {
        assert.deepEqual(play([[0], [7], [8], [8.2, { nonce: "leak" }]]).at(-1), "emergency: 3 live, other overlap");
        const during = play([[0], [7], [7.2, { nonce: "leak" }], [7.3, { nonce: "leak" }]]);
        assert.deepEqual(during.slice(2), ["disabling: 2 live, other inactive", "emergency: 3 live, other overlap"]);
        const revoked = play([[0], [7], [9], [10], [11, { nonce: "leak", revoke: true }]]);
        assert.equal(revoked.at(-1), "emergency: 3 live, other inactive");
    });

    it("go back to a value that rests, and come forward again", () => {
        const back = { use: "previous" } as const;
        assert.deepEqual(play([[0], [7], [8], [8.2, back], [8.4, back], [8.6]]).slice(3), [
            "going-back: 1 live, other overlap",
            "holding-previous: 1 live, other overlap",
            "going-forward: 2 live, other overlap",
        ]);
    });
});
