import assert from "node:assert/strict";
import { withoutStackTraces } from "../../../components/shared/withoutStackTraces";

describe("a run without stack traces", () => {
    const lines = () => new Error("here").stack?.split("\n").length ?? 0;
    const limit = Error.stackTraceLimit;

    // Another file of the same process may have switched them off for itself.
    before(() => (Error.stackTraceLimit = 10));
    after(() => (Error.stackTraceLimit = limit));

    it("takes none meanwhile, and takes them again afterwards", () => {
        assert.equal(withoutStackTraces(lines), 1);
        assert.ok(lines() > 1);
        assert.equal(Error.stackTraceLimit, 10);
    });

    it("lets an error through with its message, and takes traces again", () => {
        assert.throws(
            () =>
                withoutStackTraces(() => {
                    throw new Error("what went wrong");
                }),
            /what went wrong/,
        );
        assert.ok(lines() > 1);
    });
});
