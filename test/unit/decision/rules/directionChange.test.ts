import { BLUE_1, disabled, GREEN_2, hoursLater, key, ledger, NOW, record, Row, rows, WINDOW } from "../support/scene";

const both = [key(BLUE_1), key(GREEN_2)];
const previous = { use: "previous" as const };
/** Generation 1 is published again, generation 2 is kept beside it. */
const back = ledger(
    { phase: "live", since: WINDOW.start, id: BLUE_1 },
    { current: "blue", back: true, green: { generation: 2, phase: "overlap", since: WINDOW.start, id: GREEN_2 } },
);
const backOnRecord = record({ generation: 1, slot: "blue", id: BLUE_1, previous: { generation: 2, id: GREEN_2 } });
/** Long enough ago for a rotation and a retirement to be due. */
const old = { ...backOnRecord, rotated_at: "2026-03-01T00:00:00Z" };

const going: Row[] = [
    {
        name: "to what is in its overlap",
        ledger: ledger({ phase: "overlap" }),
        facts: { remote: both },
        policy: previous,
        reason: "going-back",
        sentence: "going back to generation 1 in blue",
        then: {
            current: "blue",
            generation: 2,
            back: true,
            rotatedAt: NOW,
            blue: { generation: 1, phase: "live", since: NOW, id: BLUE_1 },
            green: { generation: 2, phase: "overlap", since: NOW, id: GREEN_2 },
        },
    },
    {
        name: "to what is disabled, in one run",
        ledger: ledger({ phase: "inactive", since: hoursLater(-1) }),
        facts: { remote: [disabled(BLUE_1), key(GREEN_2)] },
        policy: previous,
        reason: "going-back",
        sentence: "going back to generation 1 in blue",
        then: { blue: { generation: 1, phase: "live", since: NOW, id: BLUE_1 } },
    },
    {
        name: "to what somebody else disabled: first that is written down, so that it can be enabled",
        ledger: ledger({ phase: "overlap" }),
        facts: { remote: [disabled(BLUE_1), key(GREEN_2)] },
        policy: previous,
        reason: "disabling",
        sentence: "disabling blue, generation 1: it was disabled by somebody else; the next run goes back to it",
    },
    {
        name: "to nothing",
        ledger: ledger(),
        policy: previous,
        kind: "hold",
        level: "error",
        reason: "no-previous",
        sentence: 'IAM access key of app: use: "previous" is set, but blue holds nothing any more; remove it',
    },
    {
        name: "to what somebody else deleted",
        ledger: ledger({ phase: "overlap" }),
        policy: previous,
        kind: "hold",
        level: "error",
        reason: "no-previous",
        sentence: 'IAM access key of app: use: "previous" is set, but blue holds nothing any more; remove it',
    },
];

const staying: Row[] = [
    {
        name: "nothing is rotated or retired meanwhile",
        ledger: back,
        facts: { remote: both, record: old },
        policy: previous,
        kind: "hold",
        level: "info",
        reason: "holding-previous",
        sentence: 'holding at generation 1: use: "previous" is set',
        then: { current: "blue", back: true, generation: 2 },
    },
];

const forward: Row[] = [
    {
        name: "to the newer generation",
        ledger: back,
        facts: { remote: both, record: backOnRecord },
        reason: "going-forward",
        sentence: "coming forward to generation 2 in green",
        then: {
            current: "green",
            back: undefined,
            rotatedAt: NOW,
            green: { generation: 2, phase: "live", since: NOW, id: GREEN_2 },
            blue: { generation: 1, phase: "overlap", since: NOW, id: BLUE_1 },
        },
    },
    {
        name: "not to what is gone",
        ledger: back,
        facts: { remote: [key(BLUE_1)], record: backOnRecord },
        reason: "going-forward",
        sentence: "staying with blue: green holds nothing any more",
        then: { current: "blue", back: undefined },
    },
    {
        name: "not to what somebody else disabled, which stays so",
        ledger: back,
        facts: { remote: [key(BLUE_1), disabled(GREEN_2)], record: backOnRecord },
        reason: "going-forward",
        sentence: "staying with blue: green is disabled",
        then: {
            current: "blue",
            back: undefined,
            green: { generation: 2, phase: "inactive", since: NOW, id: GREEN_2 },
        },
    },
];

/* Does not prove that the stores give back the older generation in one run: the engine tests do. */
describe("going back to the previous generation", () => rows(going));
describe("staying there", () => rows(staying));
describe("coming forward again", () => rows(forward));
