import { BLUE_1, GREEN_2, hoursLater, key, ledger, NOW, Row, rows, WINDOW } from "./support/scene";

/** What a list of roles does not tell: that a login with what is published is refused. */
const refused = "28P01, the server refuses the login";
const overlapping = ledger({ phase: "overlap" });
const both = [key(BLUE_1), key(GREEN_2)];
const changed =
    "the live IAM access key of app …2222, generation 2 in green, was changed by somebody else: consumers fail. Nothing " +
    "is rotated or retired meanwhile. To replace it set rotation.heal: true or a new value of rotation.rotate and run " +
    `again. What is published is refused: ${refused}`;
/** The next window, in which generation 3 is due. */
const due = { now: hoursLater(1, WINDOW.end), window: { start: WINDOW.end, end: hoursLater(7 * 24, WINDOW.end) } };

const live: Row[] = [
    {
        name: "said, not healed",
        ledger: ledger(),
        facts: { refused },
        kind: "hold",
        level: "error",
        reason: "live-changed",
        sentence: changed,
        then: { generation: 2, current: "green" },
    },
    {
        name: "nothing is retired, though the overlap is over",
        ledger: overlapping,
        facts: { refused, remote: both },
        kind: "hold",
        level: "error",
        reason: "live-changed",
        sentence: changed,
        then: { blue: overlapping.blue },
    },
    {
        name: "nothing is rotated, though a window has begun",
        ledger: ledger(),
        facts: { refused, ...due },
        kind: "hold",
        level: "error",
        reason: "live-changed",
        sentence: changed,
    },
    {
        name: "that it was deleted is said rather than that it is refused",
        ledger: ledger(),
        facts: { refused, remote: [] },
        kind: "hold",
        level: "error",
        reason: "live-deleted",
        sentence: changed.replace("changed", "deleted").replace(/\. What is published.*/, ""),
    },
    {
        name: "healed on request into the free slot, and the refused one stays for its overlap",
        ledger: ledger(),
        facts: { refused },
        policy: { heal: true },
        reason: "healing",
        sentence:
            "healing: the live key …2222 was changed by somebody else: generation 3 goes into blue; green stays valid beside it",
        then: {
            current: "blue",
            blue: { generation: 3, phase: "live", since: NOW },
            green: { generation: 2, phase: "overlap", since: NOW, id: GREEN_2 },
        },
    },
    {
        name: "a rotation that is asked for heals it too",
        ledger: ledger(),
        facts: { refused },
        policy: { nonce: "n1" },
        reason: "healing",
        sentence:
            "healing: the live key …2222 was changed by somebody else: generation 3 goes into blue; green stays valid beside it",
        then: { nonce: "n1" },
    },
    {
        name: "one that is asked for with revoke does not leave it to whoever changed it",
        ledger: ledger(),
        facts: { refused },
        policy: { nonce: "n1", revoke: true },
        reason: "healing",
        sentence:
            "healing: the live key …2222 was changed by somebody else: generation 3 goes into blue; green is disabled as " +
            "soon as the consumers have moved",
        then: { nonce: "n1", green: { generation: 2, phase: "inactive", since: NOW, id: GREEN_2 } },
    },
    {
        name: "revoke alone does nothing",
        ledger: ledger({}, { nonce: "n1" }),
        facts: { refused },
        policy: { nonce: "n1", revoke: true, heal: true },
        reason: "healing",
        sentence:
            "healing: the live key …2222 was changed by somebody else: generation 3 goes into blue; green stays valid beside it",
        then: { green: { generation: 2, phase: "overlap", since: NOW, id: GREEN_2 } },
    },
    {
        name: "there is nothing to revoke of one that is gone",
        ledger: ledger(),
        facts: { remote: [] },
        policy: { nonce: "n1", revoke: true },
        reason: "healing",
        sentence: "healing: the live key …2222 was deleted by somebody else: generation 3 goes into blue",
        then: { green: { generation: 2, phase: "absent", since: NOW, id: GREEN_2 } },
    },
    {
        name: "going back is a way out that needs no mint",
        ledger: overlapping,
        facts: { refused, remote: both },
        policy: { use: "previous" },
        reason: "going-back",
        sentence: "going back to generation 1 in blue",
        then: { current: "blue" },
    },
];

const inTheWay: Row[] = [
    {
        name: "what a kind finds in the way of a first issue",
        ledger: undefined,
        facts: { record: null, remote: [], obstacle: 'a role "app" exists and was not made here. Nothing was changed' },
        kind: "stop",
        reason: "no-free-place",
        sentence: 'IAM access key of app: a role "app" exists and was not made here. Nothing was changed',
    },
    {
        name: "is no concern of one that is on record",
        ledger: undefined,
        facts: { obstacle: 'a role "app" exists' },
        reason: "rebuilt",
        sentence:
            "rebuilt from /app/rotation in SSM: generation 2 is live in green. If this is a new name or another parent of a " +
            "credential that runs already, name its old place in aliases: without them pulumi up refuses it",
    },
    {
        name: "a stranger with the name that a rotation needs",
        ledger: ledger(),
        facts: { ...due, remote: [key(GREEN_2), key("app_blue/7777", { slot: "blue" })] },
        policy: { capacity: undefined },
        kind: "stop",
        reason: "no-free-place",
        sentence:
            "IAM access key of app: …7777 (active) was not made here and has the name that the new one needs. Nothing was " +
            "changed. Rename or remove it once nobody uses it, and run again",
    },
    {
        name: "it is said before it is in the way",
        ledger: ledger(),
        facts: { remote: [key(GREEN_2), key("app_blue/7777", { slot: "blue" })] },
        policy: { capacity: undefined },
        kind: "hold",
        level: "warning",
        reason: "foreign",
        sentence:
            "IAM access key of app: …7777 (active) was not made here and has the name that the next rotation needs " +
            `(${WINDOW.end}); rename or remove it before`,
    },
    {
        name: "a stranger with a name that is not needed",
        ledger: ledger(),
        facts: { ...due, remote: [key(GREEN_2), key("app_red/7777")] },
        policy: { capacity: undefined },
        reason: "window",
        sentence: `rotating: window ${WINDOW.end} began: generation 3 goes into blue; green stays valid beside it`,
    },
];

const exclusive = { exclusive: true, canDisable: false, capacity: undefined };

const single: Row[] = [
    {
        name: "the first one ends what was valid before",
        ledger: undefined,
        facts: { record: null, remote: [] },
        policy: exclusive,
        reason: "first-issue",
        sentence: "first issue: generation 1 goes into blue; what was valid before stops working at that moment",
    },
    {
        name: "each further one says that there is no overlap",
        ledger: ledger(),
        facts: due,
        policy: exclusive,
        reason: "window",
        sentence:
            `rotating: window ${WINDOW.end} began: generation 3 goes into blue; green stops working at the moment when ` +
            "it is set, for there is no overlap",
        then: { green: { generation: 2, phase: "overlap", since: due.now, id: GREEN_2 } },
    },
];

/* Does not prove that a kind finds out what it tells here: that is for its own tests and those on real servers. */
describe("a credential of which the vendor tells more than a list", () => {
    describe("when a login with what is published is refused", () => rows(live));
    describe("when something stands in the way", () => rows(inTheWay));
    describe("when only one can be valid at a time", () => rows(single));
});
