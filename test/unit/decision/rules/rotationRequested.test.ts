import { BLUE_1, disabled, GREEN_2, hoursLater, key, ledger, NOW, record, Row, rows, WINDOW } from "../support/scene";

const both = [key(BLUE_1), key(GREEN_2)];
const overlapping = ledger({ phase: "overlap" });
const resting = ledger({ phase: "inactive", since: hoursLater(-1) });
const dead =
    "the live IAM access key of app …2222, generation 2 in green, was deleted by somebody else: consumers fail. Nothing " +
    "is rotated or retired meanwhile. To replace it set rotation.heal: true or a new value of rotation.rotate and run again";

const lost: Row[] = [
    {
        name: "somebody deleted it: said, not healed",
        ledger: overlapping,
        facts: { remote: [key(BLUE_1)] },
        kind: "hold",
        level: "error",
        reason: "live-deleted",
        sentence: dead,
        then: { generation: 2 },
    },
    {
        name: "somebody disabled it: said, not healed",
        ledger: ledger(),
        facts: { remote: [disabled(GREEN_2)] },
        kind: "hold",
        level: "error",
        reason: "live-disabled",
        sentence: `${dead.replace("deleted", "disabled")}; or enable it again if that was a mistake`,
    },
    {
        name: "going back is a way out that needs no mint",
        ledger: overlapping,
        facts: { remote: [key(BLUE_1)] },
        policy: { use: "previous" },
        reason: "going-back",
        sentence: "going back to generation 1 in blue",
        then: { current: "blue", green: { generation: 2, phase: "absent", since: NOW, id: GREEN_2 } },
    },
    {
        name: "healed on request, into the free slot; nothing is left of the one that is gone",
        ledger: ledger(),
        facts: { remote: [] },
        policy: { heal: true },
        reason: "healing",
        sentence: "healing: the live key …2222 was deleted by somebody else: generation 3 goes into blue",
        then: { current: "blue", green: { generation: 2, phase: "absent", since: NOW, id: GREEN_2 } },
    },
    {
        name: "healed on request: the disabled one stays disabled",
        ledger: ledger(),
        facts: { remote: [disabled(GREEN_2)] },
        policy: { heal: true },
        reason: "healing",
        sentence: "healing: the live key …2222 was disabled by somebody else: generation 3 goes into blue",
        then: { green: { generation: 2, phase: "inactive", since: NOW, id: GREEN_2 } },
    },
    {
        name: "healed in its own slot while the other one is in use",
        ledger: overlapping,
        facts: { remote: [key(BLUE_1)] },
        policy: { heal: true },
        reason: "healing",
        sentence: "healing: the live key …2222 was deleted by somebody else: generation 3 goes into green",
        then: {
            current: "green",
            blue: { generation: 1, phase: "overlap", since: WINDOW.start, id: BLUE_1 },
            green: { generation: 3, phase: "live", since: NOW },
        },
    },
    {
        name: "an emergency heals too, and is acted upon by that",
        ledger: ledger(),
        facts: { remote: [] },
        policy: { nonce: "n1" },
        reason: "healing",
        sentence: "healing: the live key …2222 was deleted by somebody else: generation 3 goes into blue",
        then: { nonce: "n1" },
    },
];

const emergency: Row[] = [
    {
        name: "rotates now",
        ledger: ledger(),
        policy: { nonce: "n1" },
        reason: "emergency",
        sentence: "rotating now, as asked: generation 3 goes into blue; green stays valid beside it",
        then: { nonce: "n1", green: { generation: 2, phase: "overlap", since: NOW, id: GREEN_2 } },
    },
    {
        name: "is acted upon once",
        ledger: ledger({}, { nonce: "n1" }),
        policy: { nonce: "n1" },
        kind: "hold",
        reason: "idle",
        sentence: "generation 2 is live in green; next rotation 2026-04-12T02:00:00Z",
    },
    {
        name: "revokes the replaced one",
        ledger: ledger(),
        policy: { nonce: "n1", revoke: true },
        reason: "emergency",
        sentence:
            "rotating now, as asked: generation 3 goes into blue; green is disabled as soon as the consumers have moved",
        then: { green: { generation: 2, phase: "inactive", since: NOW, id: GREEN_2 } },
    },
    {
        name: "revokes by deleting in the next run where the vendor knows nothing else, for a deletion waits for no step",
        ledger: ledger(),
        policy: { nonce: "n1", revoke: true, canDisable: false },
        reason: "emergency",
        sentence:
            "rotating now, as asked: generation 3 goes into blue; green is deleted by the next run, once the consumers " +
            "have moved",
        then: { green: { generation: 2, phase: "overlap", since: NOW, id: GREEN_2 }, revoking: true },
    },
    {
        name: "revokes in the next run where a person must confirm",
        ledger: ledger(),
        policy: { nonce: "n1", revoke: true, attended: true },
        reason: "emergency",
        sentence:
            "rotating now, as asked: generation 3 goes into blue; green is disabled by the next run, once the consumers " +
            "have moved",
        then: { green: { generation: 2, phase: "overlap", since: NOW, id: GREEN_2 }, revoking: true },
    },
    {
        name: "does not wait for the retention",
        ledger: resting,
        facts: { remote: [disabled(BLUE_1), key(GREEN_2)] },
        policy: { nonce: "n1" },
        reason: "emergency",
        sentence: "rotating now, as asked: generation 3 goes into blue; green stays valid beside it",
    },
    {
        name: "needs the place of the previous one: disables it first, one slot at a time",
        ledger: overlapping,
        facts: { remote: both },
        policy: { nonce: "n1" },
        reason: "disabling",
        sentence: "disabling blue, generation 1: a rotation was asked for and needs its place; the next run rotates",
        then: { generation: 2, nonce: undefined, blue: { generation: 1, phase: "inactive", since: NOW, id: BLUE_1 } },
    },
    {
        name: "never replaces what is still active",
        ledger: resting,
        facts: { remote: both },
        policy: { nonce: "n1" },
        level: "warning",
        reason: "emergency-waiting",
        sentence: "rotation asked for, but blue cannot be replaced yet: it is still active at the vendor",
        then: { generation: 2, nonce: undefined },
    },
    {
        name: "never replaces what cannot be seen",
        ledger: resting,
        facts: { remote: null },
        policy: { nonce: "n1" },
        kind: "hold",
        level: "warning",
        reason: "emergency-waiting",
        sentence: "rotation asked for, but blue cannot be replaced yet: its state at the vendor is not known",
    },
    {
        name: "contradicts going back",
        ledger: ledger(),
        policy: { nonce: "n1", use: "previous" },
        kind: "stop",
        reason: "emergency-waiting",
        sentence:
            'IAM access key of app: rotation.rotate asks for a new credential and rotation.use: "previous" for an old ' +
            "one; remove one of them",
    },
];

const clock: Row[] = [
    {
        name: "five minutes behind the last publication are borne",
        ledger: ledger(),
        facts: { record: record({ rotated_at: hoursLater(5 / 60) }) },
        kind: "hold",
        reason: "idle",
        sentence: "generation 2 is live in green; next rotation 2026-04-12T02:00:00Z",
    },
    {
        name: "more is said, and nothing is rotated or retired",
        ledger: overlapping,
        facts: { remote: both, record: record({ rotated_at: hoursLater(1) }) },
        kind: "hold",
        level: "warning",
        reason: "clock-behind",
        sentence:
            "the clock says 2026-04-08T02:00:00Z, but generation 2 was published at 2026-04-08T03:00:00.000Z: nothing is " +
            "rotated or retired until the clock is right. If it was wrong in the run that published, a new value of " +
            "rotation.rotate makes a new start",
    },
    {
        name: "so is a disabling in the future, whose retention would not end before that",
        ledger: ledger({ phase: "inactive", since: "2031-01-01T00:00:00Z" }),
        facts: { remote: [key(GREEN_2), disabled(BLUE_1)] },
        kind: "hold",
        level: "warning",
        reason: "clock-behind",
        sentence:
            "the clock says 2026-04-08T02:00:00Z, but blue, generation 1, was disabled at 2031-01-01T00:00:00Z: nothing is " +
            "rotated or retired until the clock is right. If it was wrong in the run that disabled, a new value of " +
            "rotation.rotate makes a new start",
    },
];

/* Does not prove that consumers come to no harm when somebody else ends the live credential: they do. */
describe("a live credential that somebody else ended", () => rows(lost));
describe("an emergency", () => rows(emergency));
// Holds 17; incidents 26.
describe("a clock that is behind", () => rows(clock));
