import assert from "node:assert/strict";
import { readRotation } from "../../../components/rotation/args";
import { readAsked } from "../../../components/rotation/asked";

describe("what an operator asks for in the configuration", () => {
    it("is read as the fields of the rotation", () => {
        const asked = readAsked({ rotate: 7, revoke: true, use: "previous" }, "x");
        assert.deepEqual(asked, { rotate: "7", revoke: true, use: "previous" });
        assert.deepEqual(readAsked({}, "x"), {});
    });

    it("is nothing where the value is empty, as after somebody cleared it", () => {
        for (const rotate of [null, undefined, "", "  "]) {
            assert.deepEqual(readAsked({ rotate, revoke: true }, "x"), { revoke: true });
        }
        assert.deepEqual(readAsked({ rotate: 0 }, "x"), { rotate: "0" });
        assert.equal(readRotation("app", { rotate: "" }, "thirdParty").nonce, undefined);
    });

    it("is refused where it is not known, or not of its type", () => {
        assert.throws(
            () => readAsked({ every: "1d" }, "rotation:interventions.app"),
            /app\.every: unknown field; expected some of/,
        );
        assert.throws(
            () => readAsked({ revoke: "yes" }, "rotation:interventions.app"),
            /app\.revoke: "yes"; expected true or false/,
        );
    });
});
