import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import { engineSuite, fresh, withStack } from "../support/harness";
import { at } from "./support/story";

/** What a run may take, in megabytes of JavaScript's heap: twice what one needs. */
const HEAP = { NODE_OPTIONS: "--max-old-space-size=256" };

engineSuite("the stack as it is cloned", (suite) => {
    const credential = (user: string) => ({
        ...{ kind: "aws-iam-access-key", name: "app", user, every: "30d" },
        stores: [{ ssm: { prefix: `/${user}` } }],
    });

    it("runs without checking its types, which takes longer than a run", async () => {
        const user = fresh("unchecked");
        await suite.aws.createUser(user);
        const options = { aws: suite.aws, credentials: [credential(user)], now: at(0, 12), asWritten: true };
        await withStack(options, async (stack) => {
            const main = path.join(stack.place.project, "index.ts");
            const program = await fs.readFile(main, "utf8");
            await fs.unlink(main); // a link to the repository's own
            await fs.writeFile(main, `${program}\nconst wrong: number = "text";\nvoid wrong;\n`);
            await stack.ok();
        });
    });

    it("fails in no more memory than it runs in", async () => {
        const user = fresh("nobody");
        const options = { aws: suite.aws, credentials: [credential(user)], now: at(0, 12), asWritten: true };
        await withStack(options, async (stack) => {
            const failed = await stack.fails(new RegExp(`there is no IAM user "${user}"`), { env: HEAP });
            assert.doesNotMatch(failed.text, /heap out of memory|SIGABRT|SIGTRAP/);
            await suite.aws.createUser(user);
            await stack.ok({ env: HEAP });
        });
    });
});
