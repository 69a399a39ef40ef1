import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { mayBeLeft } from "../../../../cli/output/output";

describe("a reader that goes away before the end of an answer", () => {
    const broken = (code: string) => {
        const stream = new PassThrough();
        mayBeLeft(stream);
        return () => stream.emit("error", Object.assign(new Error(code), { code }));
    };

    it("is no failure", () => assert.doesNotThrow(broken("EPIPE")));

    it("hides no other one", () => assert.throws(broken("ENOSPC"), /ENOSPC/));
});
