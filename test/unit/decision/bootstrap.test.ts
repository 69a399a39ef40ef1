import { BLUE_1, disabled, FOREIGN, GREEN_2, key, NOW, record, Row, rows, WINDOW } from "./support/scene";

const begun: Row[] = [
    {
        name: "the first credential goes into blue",
        ledger: undefined,
        facts: { record: null, remote: [] },
        policy: { nonce: "n1" },
        reason: "first-issue",
        sentence: "first issue: generation 1 goes into blue",
        then: {
            current: "blue",
            generation: 1,
            rotatedAt: NOW,
            nextRotation: WINDOW.end,
            blue: { generation: 1, phase: "live", since: NOW },
            green: { generation: 0, phase: "absent" },
            intent: { since: NOW, known: [] },
            nonce: "n1",
        },
    },
    {
        name: "the first credential, when the vendor cannot be asked yet",
        ledger: undefined,
        facts: { record: null, remote: null },
        reason: "first-issue",
        sentence: "first issue: generation 1 goes into blue",
    },
    {
        name: "a foreign key that would be in the way of the second one",
        ledger: undefined,
        facts: { record: null, remote: [key(FOREIGN)] },
        kind: "stop",
        reason: "no-free-place",
        sentence:
            "IAM access key of app: …9999 (active) was not made here and fills the place that the new one needs (at most " +
            "2 can stand beside each other). Nothing was changed. Ways out: take it over with adopt: { accessKeyId: … }, " +
            "or delete it once nobody uses it, and run again",
    },
    {
        name: "a foreign key where the vendor has no limit is remembered as known",
        ledger: undefined,
        facts: { record: null, remote: [key(FOREIGN)] },
        policy: { capacity: undefined },
        reason: "first-issue",
        sentence: "first issue: generation 1 goes into blue",
        then: { intent: { since: NOW, known: [FOREIGN] } },
    },
];

const adopted: Row[] = [
    {
        name: "taking over the current key mints nothing",
        ledger: undefined,
        facts: { record: null, remote: [key(FOREIGN)] },
        policy: { adopt: { id: FOREIGN, as: "current" } },
        reason: "adopted",
        sentence: "adopting …9999 as generation 1 in blue; nothing is minted",
        then: {
            generation: 1,
            blue: { generation: 1, phase: "live", since: NOW, adopted: FOREIGN },
            intent: undefined,
        },
    },
    {
        name: "taking over the current key beside another one",
        ledger: undefined,
        facts: { record: null, remote: [key(FOREIGN), disabled(BLUE_1)] },
        policy: { adopt: { id: FOREIGN, as: "current" } },
        reason: "adopted",
        sentence:
            "adopting …9999 as generation 1 in blue; nothing is minted; note that …1111 (inactive) must go before the " +
            "next rotation",
    },
    {
        name: "taking over the previous key mints its successor",
        ledger: undefined,
        facts: { record: null, remote: [key(FOREIGN)] },
        policy: { adopt: { id: FOREIGN, as: "previous" } },
        reason: "adopted",
        sentence: "adopting …9999 as the previous credential in blue: generation 2 goes into green",
        then: {
            current: "green",
            generation: 2,
            blue: { generation: 1, phase: "overlap", since: NOW, adopted: FOREIGN },
            green: { generation: 2, phase: "live", since: NOW },
            intent: { since: NOW, known: [FOREIGN] },
        },
    },
    {
        name: "taking over a previous key that is disabled leaves it so",
        ledger: undefined,
        facts: { record: null, remote: [disabled(FOREIGN)] },
        policy: { adopt: { id: FOREIGN, as: "previous" } },
        reason: "adopted",
        sentence: "adopting …9999 as the previous credential in blue: generation 2 goes into green",
        then: { blue: { generation: 1, phase: "inactive", since: NOW, adopted: FOREIGN } },
    },
    {
        name: "a key that is not there cannot be taken over",
        ledger: undefined,
        facts: { record: null, remote: [key(BLUE_1), disabled(GREEN_2)] },
        policy: { adopt: { id: FOREIGN, as: "current" } },
        kind: "stop",
        reason: "adopt-missing",
        sentence:
            "IAM access key of app: adopt.accessKeyId names …9999, which does not exist there; expected one of …1111 " +
            "(active), …2222 (inactive). Correct it or leave adopt out",
    },
    {
        name: "it is called as its kind calls it",
        ledger: undefined,
        facts: { record: null, remote: [] },
        policy: { adopt: { id: FOREIGN, as: "current" }, adoptField: "adopt.keyId" },
        kind: "stop",
        reason: "adopt-missing",
        sentence:
            "IAM access key of app: adopt.keyId names …9999, which does not exist there; expected one of none, for there is " +
            "no key. Correct it or leave adopt out",
    },
    {
        name: "a disabled key cannot be taken over as the current one",
        ledger: undefined,
        facts: { record: null, remote: [disabled(FOREIGN)] },
        policy: { adopt: { id: FOREIGN, as: "current" } },
        kind: "stop",
        reason: "adopt-disabled",
        sentence:
            "IAM access key of app: …9999 is disabled and cannot be adopted as the current credential; enable it, or " +
            'adopt it as: "previous"',
    },
];

const hint =
    ". If this is a new name or another parent of a credential that runs already, name its old place in aliases: without " +
    "them pulumi up refuses it";
const rebuilt = `rebuilt from /app/rotation in SSM: generation 2 is live in green${hint}`;
const live = { generation: 2, phase: "live", since: WINDOW.start, id: GREEN_2 } as const;

const lost: Row[] = [
    {
        name: "record and vendor tell all, and a nonce counts as acted upon",
        ledger: undefined,
        facts: { remote: [key(BLUE_1), key(GREEN_2)] },
        policy: { nonce: "n1" },
        reason: "rebuilt",
        sentence: rebuilt,
        then: {
            current: "green",
            generation: 2,
            rotatedAt: WINDOW.start,
            nextRotation: WINDOW.end,
            green: live,
            blue: { generation: 1, phase: "overlap", since: WINDOW.start, id: BLUE_1 },
            nonce: "n1",
            intent: undefined,
        },
    },
    {
        name: "a previous key that is disabled rests from now on",
        ledger: undefined,
        facts: { remote: [disabled(BLUE_1), key(GREEN_2)] },
        reason: "rebuilt",
        sentence: rebuilt,
        then: { blue: { generation: 1, phase: "inactive", since: NOW, id: BLUE_1 } },
    },
    {
        name: "a previous key that is gone",
        ledger: undefined,
        reason: "rebuilt",
        sentence: rebuilt,
        then: { blue: { generation: 1, phase: "absent", id: BLUE_1 } },
    },
    {
        name: "a value that nobody lists and no store gives out any more stays away, for it may have been revoked",
        ledger: undefined,
        facts: { remote: null, beside: false },
        policy: { unlisted: true },
        reason: "rebuilt",
        sentence: rebuilt,
        then: { blue: { generation: 1, phase: "absent", since: NOW, id: BLUE_1 } },
    },
    {
        name: "a value that nobody lists and the store gives out beside the new one is in its overlap",
        ledger: undefined,
        facts: { remote: null, beside: true },
        policy: { unlisted: true },
        reason: "rebuilt",
        sentence: rebuilt,
        then: { blue: { generation: 1, phase: "overlap", since: WINDOW.start, id: BLUE_1 } },
    },
    {
        name: "what was taken over is known again by its identifier",
        ledger: undefined,
        facts: { remote: [key(BLUE_1), key(GREEN_2)] },
        policy: { adopt: { id: BLUE_1, as: "previous" } },
        reason: "rebuilt",
        sentence: rebuilt,
        then: { blue: { generation: 1, phase: "overlap", since: WINDOW.start, adopted: BLUE_1 } },
    },
    {
        name: "an older generation that was published stays so",
        ledger: undefined,
        facts: {
            record: record({ generation: 1, slot: "blue", id: BLUE_1, previous: { generation: 2, id: GREEN_2 } }),
            remote: [key(BLUE_1), key(GREEN_2)],
        },
        policy: { use: "previous" },
        reason: "rebuilt",
        sentence: `rebuilt from /app/rotation in SSM: generation 1 is live in blue${hint}`,
        then: { current: "blue", generation: 2, back: true },
    },
];

/* Does not prove that the engine gives back no ledger in these situations, nor that a key is taken over with its secret. */
describe("the first run", () => {
    describe("with nothing", () => rows(begun));
    describe("with a key that exists", () => rows(adopted));
    describe("after the ledger was lost", () => rows(lost));
});
