import assert from "node:assert/strict";
import { engineSuite, fresh, withFolder } from "../../support/harness";
import { listen, type Listening, type Reply, type Request } from "../../support/vendors/server/http";
import { ANCHOR, at } from "../support/story";
import { follow, type ForeignProject } from "./support/project";

const program = (url: string, user: string): string => `
import { AwsIamAccessKey, SsmParameters } from "pulumi-credential-rotation";
import { AcmeService } from "./acmeService";

new AwsIamAccessKey("app", {
    user: "${user}",
    rotation: { schedule: { every: "30d", anchor: "${ANCHOR}" }, overlap: "1d" },
    stores: [new SsmParameters({ prefix: "/${user}" })],
    consumers: [new AcmeService("api", "${url}", "2s")],
});
`;

engineSuite("the page about an own consumer, in a folder with only the package", (suite) => {
    let server: Listening;
    let project: ForeignProject;
    let user: string;
    let runsOn = 0;
    let isStuck = false;
    before(async () => {
        user = fresh("served");
        await suite.aws.createUser(user);
        server = await listen((request) => Promise.resolve(answer(request)));
        project = await follow("write-your-own-consumer.md", program(server.endpoint, user));
    });
    after(async () => {
        await server?.close();
        await project?.remove();
    });

    function answer({ method, path, body }: Request): Reply {
        if (path === "/reload" && method === "POST") {
            if (!isStuck) runsOn = Number(body.generation);
            return { status: 202, body: {} };
        }
        return path === "/generation" ? { status: 200, body: { generation: runsOn } } : { status: 404, body: {} };
    }

    it("gives a consumer that is moved, and holds the previous key while it has not moved", async () => {
        await withFolder({ aws: suite.aws, folder: project.folder, now: at(0, 12) }, async (stack) => {
            await stack.ok();
            assert.equal(runsOn, 1);
            isStuck = true;
            const stuck = await stack.up({ now: at(30) });
            assert.match(stuck.text, /it runs on generation 1/);
            await stack.up({ now: at(32) });
            const active = suite.aws.keys(user).filter(({ status }) => status === "Active");
            assert.equal(active.length, 2, "a key was taken away that the service still uses");
            isStuck = false;
            await stack.ok({ now: at(33) });
            assert.equal(runsOn, 2);
            await stack.ok({ now: at(34) });
            assert.equal(suite.aws.keys(user).filter(({ status }) => status === "Active").length, 1);
            await stack.settled();
        });
    });
});
