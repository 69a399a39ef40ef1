import { GateContext } from "../../../components/rotation/hooks/gateContext";
import assert from "node:assert/strict";
import { RotationRecord } from "../../../components/decision/types";
import { beforeRetire } from "../../../components/rotation/registerConsumers";
import { facts, ledger, policy, record } from "../decision/support/scene";

describe("the gate before a previous credential is disabled", () => {
    // Holds 4.
    it("stays shut until its successor is on record, which a run with --target may have left out", async () => {
        const older = record({ generation: 1, slot: "blue" });
        let waited = 0;
        let looked = 0;
        const context = (found: RotationRecord | null, seen = older): GateContext => ({
            ...{
                ledger: ledger({ phase: "inactive" }),
                facts: facts({ record: seen }),
                policy: policy(),
                consumers: [],
            },
            ...{ scope: { name: "app", parent: undefined as never }, kind: {} as never },
            ...{ limits: { deadlineMs: 1, successes: 1 } },
            pace: { now: () => waited, pause: async (ms) => void (waited += ms) },
            again: { record: () => Promise.resolve(looked++ > 1 ? found : null), places: () => Promise.resolve([]) },
        });
        await beforeRetire(context(record()));
        assert.equal(looked, 3, "a store may give back the older one for a moment");
        for (const found of [null, older]) {
            await assert.rejects(
                beforeRetire(context(found)),
                /^Error: IAM access key of app: the previous credential is not disabled, for generation 2 is not in .*It stays valid/,
            );
        }
        looked = 0;
        await beforeRetire(context(null, record()));
        assert.equal(looked, 0, "what was on record before the run is not asked for again");
    });
});
