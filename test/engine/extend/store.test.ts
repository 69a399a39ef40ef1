import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import { engineSuite, fresh, type Listed, withFolder, withStack } from "../../support/harness";
import { listen, type Listening, type Reply, type Request } from "../../support/vendors/server/http";
import { ANCHOR, at, credential } from "../support/story";
import { follow, type ForeignProject, writePage } from "./support/project";

const TOKEN = "acme-config-token";

const program = (endpoint: string, user: string): string => `
import * as pulumi from "@pulumi/pulumi";
import { AwsIamAccessKey } from "pulumi-credential-rotation";
import { AcmeConfig } from "./acmeConfig";

new AwsIamAccessKey("app", {
    user: "${user}",
    rotation: { schedule: { every: "30d", anchor: "${ANCHOR}" } },
    stores: [new AcmeConfig({ endpoint: "${endpoint}", name: "${user}", token: "${TOKEN}" })],
});
`;

engineSuite("the page about an own store", (suite) => {
    const values = new Map<string, string>();
    let server: Listening;
    let project: ForeignProject | undefined;
    /** True where reads are answered by a page that is none of the service's. */
    let captive = false;
    before(async () => (server = await listen((request) => Promise.resolve(answer(request)))));
    after(() => server?.close());
    afterEach(async () => {
        await project?.remove();
        project = undefined;
    });

    function answer({ method, path: where, bearer, body }: Request): Reply {
        const name = /^\/v1\/values\/([\w.-]+)$/.exec(where)?.[1];
        if (captive && method === "GET") return { status: 404, page: "<html>Please sign in</html>" };
        if (name === undefined) return { status: 404, body: { error: "no such path" } };
        if (bearer !== TOKEN) return { status: 401, body: { error: "not allowed" } };
        if (method === "PUT") return (values.set(name, String(body.value)), { status: 200, body: {} });
        const value = values.get(name);
        if (value === undefined) return { status: 404, body: { error: "no such value" } };
        if (method === "GET") return { status: 200, body: { value } };
        if (method === "DELETE") return (values.delete(name), { status: 204 });
        return { status: 405, body: { error: "no such method" } };
    }

    it("gives a store that publishes, reads back and is emptied, in a folder with only the package", async () => {
        const user = fresh("store");
        await suite.aws.createUser(user);
        project = await follow("write-your-own-store.md", program(server.endpoint, user));
        await withFolder({ aws: suite.aws, folder: project.folder, now: at(0, 12) }, async (stack) => {
            await stack.ok();
            const published = () => JSON.parse(values.get(user) ?? "{}") as Record<string, unknown>;
            assert.equal(published().generation, 1);
            await stack.ok({ now: at(30) });
            assert.equal(published().generation, 2);
            assert.equal(published().accessKeyId, suite.aws.keys(user).at(-1)?.accessKeyId);
            await stack.settled();
            assert.ok(!(await stack.exportState()).includes(TOKEN), "the store's token stands in the state");

            captive = true;
            const keys = suite.aws.keys(user).length;
            const blind = await stack.up({ now: at(60) });
            captive = false;
            assert.notEqual(blind.code, 0);
            assert.equal(suite.aws.keys(user).length, keys, "a key was made that could not be published");
        });
        assert.equal(values.size, 0);
    });

    it("serves the stack that runs as it is, with its own schema", async () => {
        const user = fresh("listed");
        await suite.aws.createUser(user);
        const tokenFile = path.join(await fs.mkdtemp("/tmp/acme-"), "token");
        await fs.writeFile(tokenFile, TOKEN);
        const fields = { endpoint: server.endpoint, name: user, tokenFile };
        const entry = (store: object) =>
            [{ ...credential(user), stores: [{ acmeConfig: store }] }] as unknown as Listed[];
        const config = { "rotation:extensions": ["./acme-config-extension.ts"] };
        const { admin: rotator } = suite.aws;
        const options = { aws: suite.aws, credentials: entry(fields), rotator, config, now: at(0, 12) };
        await withStack(options, async (stack) => {
            await writePage("write-your-own-store.md", stack.place.project);
            await stack.ok();
            assert.equal((JSON.parse(values.get(user) ?? "{}") as { slot?: string }).slot, "blue");
            const set = { "rotation:credentials": entry({ ...fields, tokenFile: 7 }) };
            const { text } = await stack.preview({ config: set });
            assert.match(text.replace(/\s+/g, " "), /rotation:credentials\[0\]\.stores\[0\]\.acmeConfig\.tokenFile/);
            await stack.ok({ config: { "rotation:credentials": entry(fields) } });
        });
    });
});
