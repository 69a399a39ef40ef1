import assert from "node:assert/strict";
import { decide } from "../../../../components/decision/decide";
import { appearedSince, stemsFromIntent, redactedIds } from "../../../../components/decision/attribution";
import {
    Decision,
    Facts,
    Ledger,
    Policy,
    RemoteCredential,
    RotationRecord,
} from "../../../../components/decision/types";

const DAY = 86_400_000;
const at = (day: number): string => new Date(Date.parse("2030-01-01T00:00:00Z") + day * DAY).toISOString();

const policy: Policy = {
    title: "SendGrid API key rotation-app-00000000",
    recordAt: "/app/rotation in SSM",
    overlapMs: DAY,
    retentionMs: 0,
    canDisable: false,
    capacity: 100,
    revoke: false,
    use: "current",
    heal: false,
};

const key = (generation: number, more: Partial<RemoteCredential> = {}): RemoteCredential => ({
    id: `id-${generation}`,
    name: `rotation-app-00000000-g${generation}-blue`,
    active: true,
    generation,
    ...more,
});

const facts = (day: number, record: RotationRecord | null, remote: RemoteCredential[], crowd = 0): Facts => ({
    run: `run-${day}`,
    now: at(day),
    window: { start: at(Math.floor(day / 30) * 30), end: at(Math.floor(day / 30) * 30 + 30) },
    record,
    remote,
    crowd,
});

const first: RotationRecord = { generation: 1, slot: "blue", rotated_at: at(0), next_rotation: at(30), id: "id-1" };
const second: RotationRecord = {
    generation: 2,
    slot: "green",
    rotated_at: at(30),
    next_rotation: at(60),
    id: "id-2",
    previous: { generation: 1, id: "id-1" },
};

function go(decision: Decision): Extract<Decision, { kind: "go" }> {
    assert.equal(decision.kind, "go", decision.sentence);
    return decision as Extract<Decision, { kind: "go" }>;
}

const issued = (): Ledger => go(decide(undefined, facts(0, null, []), policy)).ledger;
const rotated = (): Ledger => go(decide(issued(), facts(30, first, [key(1)]), policy)).ledger;

describe("decisions about credentials whose vendor only deletes and lists them by name", () => {
    it("count those of others against the capacity, before a rotation is due too", () => {
        const full = decide(issued(), facts(30, first, [key(1)], 99), policy);
        assert.deepEqual([full.kind, full.reason], ["stop", "no-free-place"]);
        assert.match(
            full.sentence,
            /99 others that were not made here leave no place for the new one \(at most 100 in all\)/,
        );
        const ahead = go(decide(issued(), facts(1, first, [key(1)], 99), policy));
        assert.deepEqual([ahead.reason, ahead.level], ["foreign", "warning"]);
        assert.equal(go(decide(issued(), facts(30, first, [key(1)], 98), policy)).reason, "window");
        assert.equal(decide(undefined, facts(0, null, [], 99), policy).kind, "stop");
    });

    it("end the overlap with the deletion, and tell a late use", () => {
        const remote = [key(1, { lastUsedAt: at(30.5) }), key(2)];
        const deleting = go(decide(rotated(), facts(31, second, remote), policy));
        assert.equal(deleting.ledger.blue.phase, "absent");
        assert.match(
            deleting.sentence,
            /^deleting blue, generation 1: its overlap of 1 d is over; somebody still used it at 2030-01-31T12/,
        );
        const early = [key(1, { lastUsedAt: at(29) }), key(2)];
        assert.doesNotMatch(decide(rotated(), facts(31, second, early), policy).sentence, /still used/);
    });

    it("take no key of another generation for the one under way", () => {
        const { intent } = rotated();
        const seen = [1, 2, 3].map((generation) => appearedSince(intent, key(generation), 2));
        assert.deepEqual(seen, [false, true, false]);
        assert.equal(
            stemsFromIntent(intent, key(2, { createdAt: at(-100) }), 2),
            true,
            "its name tells more than its date",
        );
        assert.equal(stemsFromIntent(intent, key(9), 2), false);
    });

    it("rotate before a key dies by itself, where its period was lengthened since it was made", () => {
        const dying = (day: number, dies: number) =>
            go(decide(issued(), facts(day, first, [key(1, { expiresAt: at(dies) })]), policy));
        assert.equal(dying(20, 61).reason, "idle");
        assert.equal(dying(20, 22.1).reason, "idle");
        const due = dying(20, 22);
        assert.deepEqual([due.reason, due.ledger.current, due.ledger.blue.phase], ["window", "green", "overlap"]);
        assert.match(
            due.sentence,
            /^rotating: what is published dies by itself at 2030-01-23T00:00:00.000Z: generation 2/,
        );
        assert.match(dying(30, 30).sentence, /^rotating: window 2030-01-31T00:00:00.000Z began/);
    });

    it("name a leftover in full, and leave it to a person", () => {
        const leftover = go(decide(issued(), facts(1, first, [key(1), key(7)]), policy));
        assert.deepEqual([leftover.reason, leftover.level, leftover.moved], ["foreign", "warning", false]);
        assert.match(
            leftover.sentence,
            /rotation-app-00000000-g7-blue …id-7 \(active\) bears a name of this credential/,
        );
        assert.equal(redactedIds([key(7)]), "rotation-app-00000000-g7-blue …id-7 (active)");
    });
});
