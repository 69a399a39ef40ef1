import { BLUE_3, disabled, FOREIGN, GREEN_2, hoursLater, key, ledger, NOW, record, Row, rows } from "../support/scene";

const adopt = { id: FOREIGN, as: "previous" } as const;

/* Does not prove that a vendor lets its key be imported beside a running one. */
describe("a running credential that is to take over a key which was not made here", () => {
    const all: Row[] = [
        {
            name: "takes it as its previous one, and lets it rest an overlap from then on",
            ledger: ledger(),
            facts: { remote: [key(FOREIGN), key(GREEN_2)] },
            policy: { adopt },
            reason: "adopted",
            sentence: "adopting …9999 as the previous credential in blue; its overlap begins now",
            then: { blue: { generation: 1, phase: "overlap", since: NOW, adopted: FOREIGN } },
        },
        {
            name: "keeps it disabled where it is",
            ledger: ledger(),
            facts: { remote: [disabled(FOREIGN), key(GREEN_2)] },
            policy: { adopt },
            reason: "adopted",
            sentence:
                "adopting …9999 as the previous credential in blue; it is disabled already, and its retention begins now",
            then: { blue: { generation: 1, phase: "inactive", since: NOW, adopted: FOREIGN } },
        },
        {
            name: "counts the overlap from the taking over, not from a publication long before",
            ledger: ledger({ phase: "overlap", since: NOW, adopted: FOREIGN }, { rotatedAt: hoursLater(-60) }),
            facts: {
                now: hoursLater(23),
                remote: [key(FOREIGN), key(GREEN_2)],
                record: record({ rotated_at: hoursLater(-60), previous: { generation: 1, id: FOREIGN } }),
            },
            policy: { adopt },
            kind: "hold",
            reason: "overlap",
            sentence: "holding blue: generation 2 was published 3 d 11 h ago, overlap is 1 d",
        },
        {
            name: "waits where its place is not empty",
            ledger: ledger({ phase: "inactive", since: NOW, id: BLUE_3 }),
            facts: { remote: [disabled(BLUE_3), key(FOREIGN), key(GREEN_2)] },
            policy: { adopt, capacity: undefined },
            kind: "hold",
            reason: "retention",
            sentence: "keeping blue disabled: since 0 s, retention is 2 d",
        },
        {
            name: "leaves alone what is to be adopted as the current one",
            ledger: ledger(),
            facts: { remote: [key(FOREIGN), key(GREEN_2)] },
            policy: { adopt: { ...adopt, as: "current" }, capacity: undefined },
            kind: "hold",
            reason: "idle",
            sentence: "generation 2 is live in green; next rotation 2026-04-12T02:00:00Z",
        },
    ];
    rows(all);
});
