import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { decide, decisionOf } from "../../../components/decision/decide";
import { Facts, Ledger, Phase, Policy, RemoteCredential, Slot } from "../../../components/decision/types";
import {
    BLUE_1,
    BLUE_3,
    disabled,
    facts,
    FOREIGN,
    GREEN_2,
    hoursLater,
    key,
    ledger,
    NOW,
    policy,
    record,
} from "./support/scene";

const moments = fc.integer({ min: -400, max: 400 }).map((hours) => hoursLater(hours));
const slots = fc.constantFrom<Slot>("blue", "green");
const slotStates = fc.record({
    generation: fc.integer({ min: 0, max: 4 }),
    phase: fc.constantFrom<Phase>("live", "overlap", "inactive", "absent"),
    since: moments,
});
const remotes: fc.Arbitrary<RemoteCredential[] | null> = fc.option(
    fc
        .subarray([BLUE_1, GREEN_2, BLUE_3, FOREIGN])
        .chain((ids) => fc.tuple(...ids.map((id) => fc.boolean().map((active) => key(id, { active }))))),
);
const ledgers: fc.Arbitrary<Ledger> = fc.record({
    version: fc.constant(1 as const),
    current: slots,
    generation: fc.integer({ min: 0, max: 5 }),
    rotatedAt: moments,
    nextRotation: moments,
    blue: slotStates,
    green: slotStates,
    moved: fc.constant({ run: "an earlier run", reason: "window", sentence: "rotating" }),
});
const records = fc.option(
    fc.record({
        generation: fc.integer({ min: 1, max: 5 }),
        slot: slots,
        rotated_at: moments,
        next_rotation: moments,
        id: fc.constantFrom(BLUE_1, GREEN_2, BLUE_3),
    }),
);
const anyFacts: fc.Arbitrary<Facts> = fc.record({ record: records, remote: remotes }).map((more) => facts(more));
const policies: fc.Arbitrary<Policy> = fc
    .record({
        nonce: fc.constantFrom(undefined, "n1"),
        revoke: fc.boolean(),
        use: fc.constantFrom("current" as const, "previous" as const),
        heal: fc.boolean(),
        canDisable: fc.boolean(),
        capacity: fc.constantFrom(undefined, 2),
    })
    .map((more) => policy(more));

/* Does not prove which decision is right: the tables beside this file and the walk do. */
describe("decide, whatever it is given", () => {
    const property = (check: (ledger: Ledger | undefined, facts: Facts, policy: Policy) => void) =>
        fc.assert(fc.property(fc.option(ledgers, { nil: undefined }), anyFacts, policies, check), { numRuns: 2000 });

    it("does not throw, changes nothing it was given, and decides the same again", () =>
        property((before, seen, wanted) => {
            const given = JSON.stringify([before, seen, wanted]);
            const decision = decide(before, seen, wanted);
            assert.equal(JSON.stringify([before, seen, wanted]), given);
            assert.deepEqual(decide(before, seen, wanted), decision);
        }));

    it("never tells an identifier in full", () =>
        property((before, seen, wanted) => {
            const { sentence } = decide(before, seen, wanted);
            for (const id of [BLUE_1, GREEN_2, BLUE_3, FOREIGN]) assert.ok(!sentence.includes(id), sentence);
        }));

    it("keeps exactly one live slot, the current one, when it mints", () =>
        property((before, seen, wanted) => {
            const decision = decide(before, seen, wanted);
            if (decision.kind === "stop" || decision.ledger.generation === before?.generation) return;
            const { ledger: next } = decision;
            assert.equal(next[next.current].phase, "live");
            if (decision.reason === "rebuilt") return;
            assert.equal(next[next.current].generation, next.generation);
        }));

    it("says of a move what it said when it was made", () =>
        property((before, seen, wanted) => {
            const decision = decide(before, seen, wanted);
            if (decision.kind === "stop" || !decision.moved) return;
            const { kind, reason, sentence, moved } = decisionOf(decision.ledger, seen, wanted) as typeof decision;
            assert.deepEqual(
                { kind, reason, sentence, moved },
                { kind: "go", reason: decision.reason, sentence: decision.sentence, moved: true },
            );
        }));
});

/* Does not prove that the component logs at this level: its own tests do. */
describe("explain", () => {
    it("tells a run that moved nothing why", () => {
        const held = decide(ledger(), facts(), policy());
        assert.ok(held.kind === "go" && !held.moved);
        assert.deepEqual(decisionOf(held.ledger, facts(), policy()), held);
    });

    for (const [name, before, wanted] of [
        ["still-active", ledger({ phase: "inactive", since: NOW }), policy()],
        ["emergency-waiting", ledger({ phase: "inactive", since: NOW }), policy({ nonce: "n1" })],
    ] as const) {
        it(`warns of ${name}`, () => {
            const seen = facts({ remote: [key(BLUE_1), key(GREEN_2)] });
            const decision = decide(before, seen, wanted);
            assert.ok(decision.kind === "go" && decision.moved);
            const told = decisionOf(decision.ledger, seen, wanted);
            assert.ok(told.kind === "go");
            assert.deepEqual([told.reason, told.level], [name, "warning"]);
        });
    }

    it("moves nothing where the ledger took no part in the run", () => {
        const due = facts({ record: record({ rotated_at: "2026-03-01T00:00:00Z" }) });
        const told = decisionOf(ledger(), due, policy());
        assert.ok(told.kind === "go" && !told.moved);
        assert.equal(told.reason, "not-targeted");
        assert.match(told.sentence, /^not in this run, whose targets leave the ledger out: rotating: window /);
    });
});

describe("a preview whose provider is not known yet", () => {
    const unseen = facts({ record: null, remote: null, unseen: true });

    it("moves nothing of what runs, and shows the first issue where nothing does", () => {
        const seen = decide(ledger(), unseen, policy({ nonce: "n1" }));
        assert.ok(seen.kind === "go" && !seen.moved);
        assert.deepEqual([seen.reason, seen.level, seen.ledger], ["not-known", "info", ledger()]);
        assert.match(seen.sentence, /cannot be known in this preview/);
        assert.equal(decide(undefined, unseen, policy()).reason, "first-issue");
    });
});

/* Does not prove what each of these does: `intervene.test.ts` does. */
describe("what comes first", () => {
    const everything = { nonce: "n1", use: "current" as const, heal: true };
    const late = record({ rotated_at: "2026-03-01T00:00:00Z" });
    const order: [string, Ledger, Partial<Facts>, Partial<Policy>][] = [
        ["store-ahead", ledger(), { record: record({ generation: 9 }) }, everything],
        ["finishing", ledger(), { record: null, remote: [key(GREEN_2)] }, everything],
        ["healing", ledger(), { record: late, remote: [disabled(GREEN_2)] }, everything],
        ["emergency", ledger(), { record: late }, everything],
        [
            "going-back",
            ledger({ phase: "overlap" }),
            { record: late, remote: [key(BLUE_1), key(GREEN_2)] },
            { use: "previous" },
        ],
        ["clock-behind", ledger(), { now: "2026-01-01T00:00:00Z" }, {}],
        ["window", ledger(), { record: late }, {}],
    ];
    for (const [reason, before, seen, wanted] of order) {
        it(reason, () => assert.equal(decide(before, facts(seen), policy(wanted)).reason, reason));
    }
});

describe("a publication in the future, by a clock that was wrong then", () => {
    const ahead = { record: record({ rotated_at: "2031-01-01T00:00:00Z" }) };

    it("holds everything, and a rotation that is asked for makes a new start", () => {
        assert.equal(decide(ledger(), facts(ahead), policy()).reason, "clock-behind");
        const asked = decide(ledger(), facts(ahead), policy({ nonce: "n1" }));
        assert.equal(asked.reason, "emergency");
        assert.ok(asked.kind === "go");
        assert.equal(asked.ledger.rotatedAt, facts().now);
    });
});

describe("coming forward to a credential that does not work", () => {
    it("is given up by going back once more, and then by a rotation in its place", () => {
        const remote = [key(BLUE_1), key(GREEN_2)];
        const back = record({ generation: 1, slot: "blue", id: BLUE_1, previous: { generation: 2, id: GREEN_2 } });
        const forward = ledger(
            { phase: "overlap", id: BLUE_1 },
            { green: { generation: 2, phase: "live", id: GREEN_2 } },
        );
        const go = (before: Ledger, more: Partial<Policy>): Ledger => {
            const decision = decide(before, facts({ record: back, remote }), policy(more));
            assert.ok(decision.kind === "go" && decision.moved, decision.sentence);
            return decision.ledger;
        };
        assert.equal(go(forward, { nonce: "n1" }).moved.reason, "finishing", "which the gate refuses again");
        const held = go(forward, { use: "previous" });
        assert.equal(held.moved.reason, "going-back");
        const making = go(held, { nonce: "n1" });
        assert.deepEqual([making.moved.reason, making.current, making.green.phase], ["disabling", "blue", "inactive"]);
        const off = facts({ record: back, remote: [key(BLUE_1), disabled(GREEN_2)] });
        const made = decide(making, off, policy({ nonce: "n1" }));
        assert.ok(made.kind === "go");
        assert.deepEqual([made.reason, made.ledger.current, made.ledger.green.generation], ["emergency", "green", 3]);
    });
});
