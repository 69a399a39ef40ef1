import assert from "node:assert/strict";
import { readRotation } from "../../../components/rotation/rotationArgs";
import { readInterventions } from "../../../components/rotation/configuredInterventions";

describe("what an operator asks for in the configuration", () => {
    it("is read as the fields of the rotation", () => {
        const asked = readInterventions({ rotate: 7, revoke: true, use: "previous" }, "x");
        assert.deepEqual(asked, { rotate: "7", revoke: true, use: "previous" });
        assert.deepEqual(readInterventions({}, "x"), {});
    });

    it("is nothing where the value is empty, as after somebody cleared it", () => {
        for (const rotate of [null, undefined, "", "  "]) {
            assert.deepEqual(readInterventions({ rotate, revoke: true }, "x"), { revoke: true });
        }
        assert.deepEqual(readInterventions({ rotate: 0 }, "x"), { rotate: "0" });
        assert.equal(readRotation("app", { rotate: "" }, "thirdParty").nonce, undefined);
    });

    it("is refused where it is not known, or not of its type", () => {
        assert.throws(
            () => readInterventions({ every: "1d" }, "rotation:interventions.app"),
            /app\.every: unknown field; expected some of/,
        );
        assert.throws(
            () => readInterventions({ revoke: "yes" }, "rotation:interventions.app"),
            /app\.revoke: "yes"; expected true or false/,
        );
    });
});
