import assert from "node:assert/strict";
import { failuresOf } from "../../../../cli/engine/failuresByCredential";
import { childUrn, LEDGER_TYPE, ran, resourcesOf, STACK_URN, stateOf } from "../support/scene";

const state = stateOf(resourcesOf("app"), resourcesOf("app-two"));
const error = (message: string, urn?: string) => ({ severity: "error" as const, message, urn });

describe("which credentials failed in a run", () => {
    it("finds whose resource it was by its parents, though names begin alike", () => {
        const run = ran({ ok: false, complaints: [error("denied", childUrn("app-two-green"))] });
        run.parents.set(childUrn("app-two-green"), state.find(({ urn }) => urn.endsWith("::app-two"))!.urn);
        assert.deepEqual(failuresOf(run, state, ["app", "app-two"]).byName, [{ name: "app-two", message: "denied" }]);
    });

    it("finds it by name where neither state nor run knows a parent", () => {
        const urn = childUrn("fresh-one-ledger", LEDGER_TYPE);
        const { byName } = failuresOf(ran({ ok: false, complaints: [error("full", urn)] }), [], ["fresh", "fresh-one"]);
        assert.deepEqual(byName, [{ name: "fresh-one", message: "full" }]);
    });

    it("takes what the program told, once, though the engine repeats it", () => {
        const told = "the store does not answer";
        const complaints = [error(`error serializing property "outputs": ${told}`, state[3].urn), error(`x: ${told}`)];
        const decisions = [{ name: "app", error: told }];
        const found = failuresOf(ran({ ok: false, decisions, complaints }), state, ["app"]);
        assert.deepEqual(found, { byName: [{ name: "app", message: told }], others: [] });
    });

    it("counts a decision of level error as a failure", () => {
        const decisions = [
            { name: "app", reason: "live-deleted", sentence: "it is gone", level: "error", moved: false },
        ];
        assert.deepEqual(failuresOf(ran({ ok: false, decisions }), state, []).byName, [
            { name: "app", message: "it is gone", found: true },
        ]);
    });

    it("does not blame one whose calls only broke off with the run", () => {
        const broken = error("invocation failed: grpc: the client connection is closing", childUrn("app-two-ledger"));
        const complaints = [error("denied", childUrn("app-green")), broken, error("update failed")];
        const found = failuresOf(ran({ ok: false, complaints }), state, ["app", "app-two"]);
        assert.deepEqual(found, { byName: [{ name: "app", message: "denied" }], others: [] });
    });

    it("leaves to nobody what is nobody's", () => {
        const complaints = [error("the program does not compile", STACK_URN)];
        const found = failuresOf(ran({ ok: false, complaints }), state, ["app"]);
        assert.deepEqual(found, { byName: [], others: ["the program does not compile"] });
    });
});
