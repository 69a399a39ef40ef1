import assert from "node:assert/strict";
import { formatRecord, parseRecord } from "../../../components/rotation/rotationRecord";
import { record } from "../decision/support/scene";

describe("a record that somebody edited", () => {
    const read = (more: object) => parseRecord(JSON.stringify({ ...record(), ...more }), "/app/rotation in SSM");

    it("is read as it was written", () => {
        assert.deepEqual(parseRecord(formatRecord(record()), "/app/rotation in SSM"), record());
        assert.equal(read({ previous: undefined }).previous, undefined);
    });

    it("is refused where its previous slot is none, for a lost ledger would be rebuilt from it", () => {
        for (const previous of [
            null,
            {},
            "AKIA…",
            { generation: 1 },
            { generation: "1", id: "a" },
            { generation: 1, id: "" },
        ]) {
            assert.throws(
                () => read({ previous }),
                /^Error: \/app\/rotation in SSM is not a rotation record: its previous .*expected generation and id.*restore its previous version$/,
            );
        }
    });
});
