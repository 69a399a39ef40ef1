import assert from "node:assert/strict";
import { complaintOf, readOnError } from "../../../components/rotation/onError";

describe("rotation:onError", () => {
    const said = "the key was deleted by somebody else";

    it("fails an update, and only warns in a preview, after which pulumi up would begin no update", () => {
        assert.deepEqual(complaintOf(said, "fail", false), { severity: "error", text: said, fails: true });
        const preview = complaintOf(said, "fail", true);
        assert.deepEqual([preview.severity, preview.fails], ["warning", false]);
        assert.match(preview.text, /^the update will do everything else and then fail: the key was/);
    });

    it("fails a preview too with fail-preview, and nothing with report", () => {
        assert.equal(complaintOf(said, "fail-preview", true).fails, true);
        for (const isPreview of [true, false]) {
            const expected = { severity: "warning", text: said, fails: false };
            assert.deepEqual(complaintOf(said, "report", isPreview), expected);
        }
    });

    it("comes from the environment, else from the config, and refuses what is no choice", () => {
        assert.equal(readOnError("", ""), "fail");
        assert.equal(readOnError("report", ""), "report");
        assert.equal(readOnError("report", "fail-preview"), "fail-preview");
        assert.throws(() => readOnError("never", ""), {
            message: 'rotation:onError: "never"; expected one of fail, report, fail-preview',
        });
        assert.throws(() => readOnError("fail", "x"), /^Error: ROTATION_ON_ERROR: "x"; expected one of/);
    });
});
