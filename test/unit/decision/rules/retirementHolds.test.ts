import assert from "node:assert/strict";
import { decide } from "../../../../components/decision/decide";
import { isHeld } from "../../../../components/decision/rules/retirementHolds";
import { ConsumerFact, Facts } from "../../../../components/decision/types";
import { BLUE_1, disabled, facts, GREEN_2, hoursLater, key, ledger, policy, record, Row, rows } from "../support/scene";

const api: ConsumerFact = { name: "api", title: "deployment api", state: "behind", detail: "2 of 5 pods" };
const silent: ConsumerFact = { name: "db", title: "the batch", state: "unknown", detail: "no answer within 30 s" };
const fine: ConsumerFact = { ...api, state: "confirmed", detail: "5 of 5 pods" };
const behind =
    "holding blue, generation 1: deployment api does not run on generation 2 yet (2 of 5 pods). It is neither disabled nor " +
    "deleted before that. If a consumer is gone for good, take it off consumers";
const overlapping = ledger({ phase: "overlap" });
const resting = (hours: number) => ledger({ phase: "inactive", since: hoursLater(-hours) });
const both = [key(BLUE_1), key(GREEN_2)];
const off = [disabled(BLUE_1), key(GREEN_2)];
const due = { record: record({ rotated_at: "2026-04-01T02:00:00Z" }) };
const held = { kind: "hold", level: "warning" } as const;

const consumers: Row[] = [
    {
        name: "is not disabled at the end of its overlap",
        ledger: overlapping,
        facts: { remote: both, consumers: [fine, api] },
        ...held,
        reason: "consumer-behind",
        sentence: behind,
    },
    {
        name: "nor while a consumer cannot be asked",
        ledger: overlapping,
        facts: { remote: both, consumers: [silent] },
        ...held,
        reason: "consumer-behind",
        sentence:
            "holding blue, generation 1: the batch could not be asked whether it runs on generation 2 (no answer within " +
            "30 s). It is neither disabled nor deleted before that. If a consumer is gone for good, take it off consumers",
    },
    {
        name: "leaves once all have confirmed",
        ledger: overlapping,
        facts: { remote: both, consumers: [fine] },
        reason: "disabling",
        sentence: "disabling blue, generation 1: its overlap of 1 d is over",
    },
    {
        name: "is not deleted at the end of its retention",
        ledger: resting(60),
        facts: { remote: off, consumers: [api] },
        ...held,
        reason: "consumer-behind",
        sentence: behind,
    },
    {
        name: "is not replaced by a rotation that is due",
        ledger: resting(60),
        facts: { remote: off, consumers: [api], ...due },
        ...held,
        reason: "consumer-behind",
        sentence: `not rotating, due since 2026-04-05T02:00:00Z: ${behind}`,
    },
    {
        name: "is not replaced by one that was asked for",
        ledger: resting(1),
        facts: { remote: off, consumers: [api] },
        policy: { nonce: "n1" },
        ...held,
        reason: "consumer-behind",
        sentence: `rotation asked for, but not yet: ${behind}`,
        then: { nonce: undefined },
    },
    {
        name: "nor disabled to make room for it",
        ledger: overlapping,
        facts: { remote: both, consumers: [api] },
        policy: { nonce: "n1" },
        ...held,
        reason: "consumer-behind",
        sentence: `rotation asked for, but not yet: ${behind}`,
    },
    {
        name: "is held as it stands where a run did not come to disable it",
        ledger: resting(1),
        facts: { remote: both, consumers: [api] },
        ...held,
        reason: "consumer-behind",
        sentence: behind,
    },
    {
        name: "is not what healing replaces",
        ledger: resting(60),
        facts: { remote: [disabled(BLUE_1)], consumers: [api] },
        policy: { heal: true },
        reason: "healing",
        sentence: "healing: the live key …2222 was deleted by somebody else: generation 3 goes into green",
        then: { current: "green" },
    },
    {
        name: "is gone back to, whoever is behind",
        ledger: overlapping,
        facts: { remote: both, consumers: [api] },
        policy: { use: "previous" },
        reason: "going-back",
        sentence: "going back to generation 1 in blue",
    },
    {
        name: "leaves at once where it was to be revoked and all have confirmed",
        ledger: ledger({ phase: "overlap" }, { revoking: true }),
        facts: { remote: both, consumers: [fine], record: record({ rotated_at: hoursLater(-1) }) },
        reason: "disabling",
        sentence: "disabling blue, generation 1: it was to be revoked; the consumers have moved",
        then: { revoking: undefined },
    },
    {
        name: "stays where it was to be revoked and one has not",
        ledger: ledger({ phase: "overlap" }, { revoking: true }),
        facts: { remote: both, consumers: [api], record: record({ rotated_at: hoursLater(-1) }) },
        ...held,
        reason: "consumer-behind",
        sentence: behind,
    },
];

/* Does not prove that these facts are gathered: the engine tests do. */
describe("a previous credential whose consumers are behind", () => rows(consumers));

describe("a previous credential while what is published is dead", () => {
    const dead: [string, Partial<Facts>][] = [
        ["live-deleted", { remote: [key(BLUE_1)] }],
        ["live-disabled", { remote: [key(BLUE_1), disabled(GREEN_2)] }],
        ["live-changed", { remote: both, refused: "28P01, the server refuses the login" }],
    ];
    for (const [reason, more] of dead)
        it(`stays as it stands at the vendor: ${reason}`, () => {
            const decision = decide(resting(1), facts(more), policy());
            assert.deepEqual([decision.reason, isHeld(decision)], [reason, true]);
        });

    it("follows the ledger otherwise", () => {
        assert.equal(isHeld(decide(overlapping, facts({ remote: both }), policy())), false);
    });
});
