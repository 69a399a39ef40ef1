import assert from "node:assert/strict";
import { CurrentSecrets } from "../../../components/credentials/currentSecrets";

describe("a secret that a deletion needs", () => {
    it("is the one that the state holds, and the later one only where that is refused", async () => {
        const latest = new CurrentSecrets();
        const used: (string | undefined)[] = [];
        const refuse = new Error("refused");
        const use = (whose: string, error?: Error): Promise<string | undefined> =>
            latest.use(
                whose,
                "held",
                (one) => one === refuse,
                (secret) => {
                    used.push(secret);
                    return secret === "held" && error ? Promise.reject(error) : Promise.resolve(secret);
                },
            );
        await assert.rejects(use("a", refuse), refuse);
        latest.note("a", "later");
        assert.deepEqual([await use("a"), await use("a", refuse)], ["held", "later"]);
        await assert.rejects(use("a", new Error("no answer")), /no answer/);
        await assert.rejects(use("b", refuse), refuse);
        latest.note("a", "held");
        await assert.rejects(use("a", refuse), refuse);
        assert.deepEqual(used, ["held", "held", "held", "later", "held", "held", "held"]);
    });
});
