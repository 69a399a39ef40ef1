import { cases } from "../../support/apiKey/cases";
import { oneAfterTheOther } from "../../support/apiKey/failurePoints";
import { engineSuite } from "../../support/harness";
import { story } from "./support/story";

/** A key that fails to prove itself is given up soon. */
const verification = { deadline: "2s", successes: 2 };

/** Each vendor and each failure point is in test/unit/credentials/apiKey/failures.test.ts, without an engine. */
engineSuite("an API key's failures on the engine", (suite) => {
    it("one after the other, at a vendor that can only delete: each is undone or made up for, none harms the published key", async () => {
        const given = await cases.stripe();
        try {
            await story(suite, { ...given, entry: { ...given.entry, verification } }, async (key) => {
                await key.ok();
                await oneAfterTheOther(key, given);
            });
        } finally {
            await given.vendor.close();
        }
    });
});
