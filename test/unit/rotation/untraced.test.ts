import assert from "node:assert/strict";
import { untraced } from "../../../components/rotation/untraced";

describe("a run without stack traces", () => {
    const lines = () => new Error("here").stack?.split("\n").length ?? 0;

    it("takes none meanwhile, and takes them again afterwards", () => {
        const before = Error.stackTraceLimit;
        assert.equal(untraced(lines), 1);
        assert.ok(lines() > 1);
        assert.equal(Error.stackTraceLimit, before);
    });

    it("lets an error through with its message, and takes traces again", () => {
        assert.throws(
            () =>
                untraced(() => {
                    throw new Error("what went wrong");
                }),
            /what went wrong/,
        );
        assert.ok(lines() > 1);
    });
});
