import {
    BLUE_1,
    BLUE_3,
    disabled,
    FOREIGN,
    GREEN_2,
    hoursLater,
    key,
    ledger,
    NOW,
    record,
    Row,
    rows,
    WINDOW,
} from "../support/scene";

const RUN = hoursLater(-2);
/** Generation 3 was asked for in blue two hours ago; the record still tells generation 2 in green. */
const pending = ledger(
    {},
    {
        current: "blue",
        generation: 3,
        rotatedAt: RUN,
        blue: { generation: 3, phase: "live", since: RUN },
        green: { generation: 2, phase: "overlap", since: RUN, id: GREEN_2 },
        intent: { since: RUN, known: [GREEN_2] },
    },
);
const minted = key(BLUE_3, { createdAt: RUN });
const finishing = "finishing: generation 3 in blue was not confirmed in /app/rotation in SSM; publishing it now";
const restarting =
    "restarting: generation 3 was never confirmed and does not exist any more: generation 4 goes into blue";

const mints: Row[] = [
    {
        name: "what was made is published, and the overlap counts from now",
        ledger: pending,
        facts: { remote: [key(GREEN_2), minted] },
        reason: "finishing",
        sentence: finishing,
        then: { current: "blue", generation: 3, rotatedAt: NOW, nextRotation: WINDOW.end },
    },
    {
        name: "nothing else is begun before: no emergency",
        ledger: pending,
        facts: { remote: [key(GREEN_2), minted] },
        policy: { nonce: "n1", revoke: true },
        reason: "finishing",
        sentence: finishing,
        then: { generation: 3, nonce: undefined },
    },
    {
        name: "nothing else is begun before: no going back",
        ledger: pending,
        facts: { remote: [key(GREEN_2), minted] },
        policy: { use: "previous" },
        reason: "finishing",
        sentence: finishing,
    },
    {
        name: "nothing else is begun before: no healing",
        ledger: pending,
        facts: { remote: [disabled(GREEN_2), minted] },
        policy: { heal: true },
        reason: "finishing",
        sentence: finishing,
        then: { green: { generation: 2, phase: "inactive", since: NOW, id: GREEN_2 } },
    },
    {
        name: "what was never made, or failed its verification, is made anew",
        ledger: pending,
        reason: "restarting",
        sentence: restarting,
        then: { current: "blue", generation: 4, blue: { generation: 4, phase: "live", since: NOW } },
    },
    {
        name: "made anew although the old key of the slot is still there",
        ledger: pending,
        facts: { remote: [disabled(BLUE_1), key(GREEN_2)] },
        reason: "restarting",
        sentence: restarting,
    },
    {
        name: "made anew, and what was to be revoked stays to be revoked",
        ledger: { ...pending, green: { generation: 2, phase: "inactive", since: RUN, id: GREEN_2 } },
        reason: "restarting",
        sentence: restarting,
        then: { green: { generation: 2, phase: "inactive", since: NOW, id: GREEN_2 } },
    },
    {
        name: "a key that was there before the mint is not the minted one",
        ledger: { ...pending, intent: { since: RUN, known: [GREEN_2, FOREIGN] } },
        facts: { remote: [key(FOREIGN, { createdAt: RUN })] },
        reason: "restarting",
        sentence: restarting,
    },
    {
        name: "in a preview that cannot ask the vendor",
        ledger: pending,
        facts: { remote: null },
        reason: "finishing",
        sentence: finishing,
    },
    {
        name: "a foreign key that came meanwhile fills the place",
        ledger: { ...pending, intent: { since: RUN, known: [GREEN_2, FOREIGN] } },
        facts: { remote: [key(GREEN_2), key(FOREIGN), minted] },
        policy: { capacity: 1 },
        kind: "stop",
        reason: "no-free-place",
        sentence:
            "IAM access key of app: …9999 (active) was not made here and fills the place that the new one needs (at most " +
            "1 can stand beside each other). Nothing was changed. Ways out: take it over with adopt: { accessKeyId: … }, " +
            "or delete it once nobody uses it, and run again",
    },
];

const back = ledger(
    { phase: "live", since: RUN, id: BLUE_1 },
    { current: "blue", back: true, green: { generation: 2, phase: "overlap", since: RUN, id: GREEN_2 } },
);

const lost: Row[] = [
    {
        name: "the record is missing: what is live is published again, not made anew",
        ledger: ledger(),
        facts: { record: null, remote: [key(GREEN_2, { createdAt: WINDOW.start })] },
        reason: "finishing",
        sentence: "finishing: generation 2 in green was not confirmed in /app/rotation in SSM; publishing it now",
    },
    {
        name: "the record is missing and the clock was wrong at the mint: still not made anew",
        ledger: ledger(),
        facts: { record: null, remote: [key(GREEN_2, { createdAt: "2020-01-01T00:00:00Z" })] },
        reason: "finishing",
        sentence: "finishing: generation 2 in green was not confirmed in /app/rotation in SSM; publishing it now",
    },
    {
        name: "the store went back to an older record",
        ledger: ledger({}, { green: { generation: 2, phase: "live", since: WINDOW.start, id: GREEN_2 } }),
        facts: { record: record({ generation: 1, slot: "blue", id: BLUE_1, previous: undefined }) },
        reason: "finishing",
        sentence: "finishing: generation 2 in green was not confirmed in /app/rotation in SSM; publishing it now",
    },
    {
        name: "a key that was taken over is gone before it was published",
        ledger: ledger(
            { generation: 0, phase: "absent" },
            { generation: 1, intent: undefined, green: { generation: 1, phase: "live", adopted: FOREIGN } },
        ),
        facts: { record: null, remote: [] },
        reason: "restarting",
        sentence:
            "restarting: generation 1 was never confirmed and does not exist any more: generation 2 goes into green",
        then: { green: { generation: 2, phase: "live", since: NOW } },
    },
];

const turned: Row[] = [
    {
        name: "going back that is not on record yet goes on while it is wanted",
        ledger: back,
        facts: { remote: [key(BLUE_1), key(GREEN_2)] },
        policy: { use: "previous" },
        reason: "finishing",
        sentence: "finishing: generation 1 in blue was not confirmed in /app/rotation in SSM; publishing it now",
    },
    {
        name: "is turned round when it is not wanted any more",
        ledger: back,
        facts: { remote: [key(BLUE_1), key(GREEN_2)] },
        reason: "going-forward",
        sentence: "coming forward to generation 2 in green",
        then: { current: "green", back: undefined },
    },
    {
        name: "is turned round when its key is gone",
        ledger: back,
        policy: { use: "previous" },
        reason: "going-forward",
        sentence: "staying with green: blue holds nothing any more",
        then: { current: "green", back: undefined, blue: { generation: 1, phase: "absent", since: NOW, id: BLUE_1 } },
    },
];

const waysOut =
    "Nothing was changed. Ways out: restore the newer state (pulumi stack import), or take over what the store publishes " +
    "with adopt: { accessKeyId, secretAccessKey } and a new ledger (pulumi up --replace of the Ledger)";

const contradictions: Row[] = [
    {
        name: "the store is ahead of the state",
        ledger: ledger(),
        facts: { record: record({ generation: 3, slot: "blue", id: BLUE_3 }) },
        kind: "stop",
        reason: "store-ahead",
        sentence:
            "/app/rotation in SSM holds generation 3, but this stack's state knows none after 2: the state is older than " +
            `the store. ${waysOut}`,
    },
    {
        name: "the store tells another slot",
        ledger: ledger(),
        facts: { record: record({ slot: "blue" }) },
        kind: "stop",
        reason: "store-mismatch",
        sentence: `/app/rotation in SSM says that generation 2 is in blue, this stack's state says green. ${waysOut}`,
    },
    {
        name: "the way out is that of its kind",
        ledger: ledger(),
        facts: { record: record({ slot: "blue" }) },
        policy: { wayOut: "ask" },
        kind: "stop",
        reason: "store-mismatch",
        sentence:
            "/app/rotation in SSM says that generation 2 is in blue, this stack's state says green. Nothing was changed. " +
            "Ways out: restore the newer state (pulumi stack import), or ask",
    },
];

/* Does not prove that a run which is killed leaves the ledger, the record and the keys like this: the engine tests do. */
describe("a generation that is not on record", () => {
    describe("a mint", () => rows(mints));
    describe("after a loss", () => rows(lost));
    describe("another direction", () => rows(turned));
});

describe("state and store that contradict each other", () => rows(contradictions));
