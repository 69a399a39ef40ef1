import assert from "node:assert/strict";
import { readAsked } from "../../../components/rotation/asked";

describe("what an operator asks for in the configuration", () => {
    it("is read as the fields of the rotation", () => {
        const asked = readAsked({ rotate: 7, revoke: true, use: "previous" }, "x");
        assert.deepEqual(asked, { rotate: "7", revoke: true, use: "previous" });
        assert.deepEqual(readAsked({}, "x"), {});
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
