import { FOREIGN, GREEN_2, key, ledger, Row, rows } from "../support/scene";

const foreign: Row[] = [
    {
        name: "a leftover that bears a name of ours",
        ledger: ledger(),
        facts: { remote: [key(GREEN_2), key(FOREIGN, { name: "app-9", generation: 9 })] },
        policy: { capacity: undefined },
        kind: "hold",
        level: "warning",
        reason: "foreign",
        sentence:
            "IAM access key of app: app-9 …9999 (active) bears a name of this credential, but neither slot holds it: " +
            "what an interrupted run left behind, or the key of another stack that was given the same names. Delete it at " +
            "the vendor once it is certain that nobody uses it",
    },
    {
        name: "so many of other people's that none fits in",
        ledger: ledger(),
        facts: { crowd: 9 },
        policy: { capacity: 10 },
        kind: "hold",
        level: "warning",
        reason: "foreign",
        sentence:
            "IAM access key of app: 9 others leave no place for the one that the next rotation makes " +
            "(2026-04-12T02:00:00Z; at most 10 in all); delete one before",
    },
];

describe("credentials of others", () => rows(foreign));
