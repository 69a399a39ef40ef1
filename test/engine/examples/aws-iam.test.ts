import assert from "node:assert/strict";
import { engineSuite } from "../../support/harness";
import { play } from "./support/example";

engineSuite("examples/aws-iam", (suite) => {
    it("makes two users with a key each, and rotates both", () => {
        const created = (line: string): boolean => line.startsWith("iam:CreateAccessKey");
        const both = ["iam:CreateAccessKey rotation-example-app", "iam:CreateAccessKey rotation-example-batch"];
        const minted = ({ mutations }: { mutations: string[] }): void =>
            assert.deepEqual(mutations.filter(created).sort(), both);
        return play(suite, "aws-iam", { days: 81, made: minted, rotated: minted });
    });
});
