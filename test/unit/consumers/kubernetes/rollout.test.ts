import assert from "node:assert/strict";
import { judgeRollout } from "../../../../components/consumers/kubernetes/rollout";

const whole = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
const judged = (more: object) =>
    judgeRollout("deployment", { metadata: { generation: 2 }, spec: { replicas: 2 }, status: { ...whole, ...more } });

describe("the judgement of a rollout", () => {
    // A pod on a lost node may still run there, on the older credential, so it is held for on purpose.
    it("names pods that are ending, and holds for them", () => {
        assert.deepEqual(judged({ terminatingReplicas: 1 }), {
            state: "behind",
            detail: "2 of 2 pods updated, 2 ready, 1 older left (1 of them is ending; where a node is lost: kubectl delete pod --force)",
        });
        assert.match(judged({ terminatingReplicas: 2, replicas: 3 }).detail, /3 older left \(2 of them are ending/);
        assert.equal(judged({ terminatingReplicas: 0 }).state, "confirmed");
    });
});
