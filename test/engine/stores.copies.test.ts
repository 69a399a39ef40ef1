import assert from "node:assert/strict";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { type EngineSuite, engineSuite } from "../support/harness";
import { type ActionsDouble, startActions } from "../support/vendors/githubActions";
import { at, credential, story } from "./support/story";

/** What the record says, as the first store gives it back. */
async function recordOf({ aws: { endpoint, region, admin } }: EngineSuite, user: string): Promise<string> {
    const client = new SSMClient({ endpoint, region, credentials: admin });
    const { Parameter: found } = await client.send(new GetParameterCommand({ Name: `/${user}/rotation` }));
    return found?.Value ?? "";
}

const PATH = "/repos/acme/web/actions/secrets";

engineSuite("a copy in a store that gives nothing back", (suite) => {
    let github: ActionsDouble;
    before(async () => (github = await startActions()));
    after(() => github?.close());

    const copied = () => github.secrets.get(`${PATH}/ACCESS_KEY_ID`)?.value;

    it("is written after what can be read, stands in the record, and holds the previous key while it fails", async () => {
        const { endpoint, token } = github;
        const copy = { githubActions: { repository: "acme/web", token: { config: "rotation:github" }, endpoint } };
        const user = "copied";
        await suite.aws.createUser(user);
        const { stores = [] } = credential(user);
        const config = { "rotation:github": { secret: token } };
        const set = { stores: [...stores, copy] };
        await story(suite, { user, set, config, rotator: suite.aws.admin }, async ({ stack }) => {
            await stack.ok();
            assert.equal(copied(), suite.aws.keys(user)[0].accessKeyId);
            github.setNow(at(30));
            const broken = github.fault({ op: "put", kind: "deny", times: 99 });
            await stack.fails(/Resource not accessible by personal access token/, { now: at(30) });
            assert.equal(suite.aws.keys(user).length, 2);
            await stack.fails(/Resource not accessible/, { now: at(32) });
            const active = suite.aws.keys(user).filter(({ status }) => status === "Active");
            assert.equal(active.length, 2, "the previous key was taken away, which jobs still use");
            broken.remove();
            github.setNow(at(33));
            await stack.ok({ now: at(33) });
            assert.equal(copied(), suite.aws.keys(user)[1].accessKeyId);
            const state = await stack.exportState();
            const { copies } = JSON.parse(await recordOf(suite, user)) as { copies?: Record<string, string> };
            assert.deepEqual(copies, { "GitHub Actions of acme/web": at(33) });
            assert.ok(!state.includes(token), "the token stands in the state");
            await stack.ok({ now: at(35) });
            await stack.settled();
        });
        assert.equal(github.secrets.size, 0, "copies outlived their stack");
    });

    it("is never the first store", async () => {
        const { endpoint } = github;
        const user = "first";
        await suite.aws.createUser(user);
        const copy = { githubActions: { repository: "acme/web", token: { config: "rotation:github" }, endpoint } };
        const config = { "rotation:github": { secret: github.token } };
        const options = { user, set: { stores: [copy] }, config, rotator: suite.aws.admin, quiet: true };
        await story(suite, options, async ({ stack }) => {
            const { mutations } = await stack.fails(/stores\[0\]: GitHub Actions of acme\/web gives nothing back/);
            assert.deepEqual(mutations, []);
        });
    });
});
