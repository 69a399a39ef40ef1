import assert from "node:assert/strict";
import { engineSuite, fresh, withFolder } from "../../support/harness";
import { ANCHOR, at } from "../support/story";
import { follow, type ForeignProject } from "./support/project";
import { ADMIN, startTokens, type TokenServer } from "./support/tokens";

const program = (endpoint: string, name: string): string => `
import * as pulumi from "@pulumi/pulumi";
import { SsmParameters } from "pulumi-credential-rotation";
import { AcmeToken } from "./acmeToken";

const credential = new AcmeToken("app", {
    endpoint: "${endpoint}",
    user: "reports",
    managementKey: pulumi.secret("${ADMIN}"),
    rotation: { schedule: { every: "30d", anchor: "${ANCHOR}" }, overlap: "1d", retention: "1d" },
    stores: [new SsmParameters({ prefix: "/${name}" })],
    verification: { deadline: "3s" },
});
export const token = credential.token;
`;

/** What it does not prove: that the page's rules suffice for a vendor with other habits. */
engineSuite("the page about an own kind, in a folder with only the package", (suite) => {
    let tokens: TokenServer;
    let project: ForeignProject;
    let name: string;
    before(async () => {
        tokens = await startTokens();
        name = fresh("kind");
        project = await follow("write-your-own-kind.md", program(tokens.endpoint, name));
    });
    after(async () => {
        await tokens?.close();
        await project?.remove();
    });

    it("gives a kind that rotates, disables, deletes, and is destroyed without its program", async () => {
        await withFolder({ aws: suite.aws, folder: project.folder, now: at(0, 12) }, async (stack) => {
            const run = async (day: number) => {
                tokens.setNow(at(day, 12));
                await stack.ok({ now: at(day, 12) });
                return tokens.standing();
            };
            assert.deepEqual(await run(0), ["token-1"]);
            assert.deepEqual(await run(30), ["token-1", "token-2"]);
            assert.deepEqual(await run(31), ["token-1 disabled", "token-2"]);
            assert.deepEqual(await run(32), ["token-2"]);
            await stack.settled();
            const state = await stack.exportState();
            assert.doesNotMatch(state, /secret-of-token|acme-admin/);
            assert.match(state, /loadFromProject\(\\"\.\/acmeTokenProvider\.ts\\"\)/);

            tokens.refuseNew(true);
            tokens.setNow(at(60, 12));
            await stack.fails(/did not prove to work within 3 s .* it was deleted and nothing was published/, {
                now: at(60, 12),
            });
            assert.deepEqual(tokens.standing(), ["token-2"]);
            tokens.refuseNew(false);
        });
        assert.deepEqual(tokens.standing(), []);
    });
});
