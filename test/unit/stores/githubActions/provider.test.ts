import assert from "node:assert/strict";
import * as provider from "../../../../components/providers/githubActionsSecret";
import { GitHubActionsSecrets } from "../../../../components/stores/githubActions/githubActionsSecrets";
import { type ActionsDouble, startActions } from "../../../support/vendors/githubActions";

const PATH = "/repos/acme/web/actions/secrets";

describe("a secret of GitHub Actions", () => {
    let github: ActionsDouble;
    beforeEach(async () => (github = await startActions()));
    afterEach(async () => {
        assert.deepEqual(github.unmatched, []);
        await github.close();
    });

    const inputs = (more: object = {}) => {
        const { endpoint, token } = github;
        return { endpoint, token, path: PATH, name: "KEY", value: "hunter22", overwrite: false, ...more };
    };
    const stands = () => github.secrets.get(`${PATH}/KEY`);

    it("is sealed for GitHub alone, written over and deleted", async () => {
        const { id, outs } = await provider.create(inputs());
        assert.equal(stands()?.value, "hunter22");
        github.setNow("2030-02-01T00:00:00Z");
        const { outs: second } = await provider.update(id, outs, inputs({ value: "hunter23" }));
        assert.deepEqual([stands()?.value, second.updatedAt], ["hunter23", "2030-02-01T00:00:00Z"]);
        await provider.delete(id, second);
        assert.equal(stands(), undefined);
        await provider.delete(id, second);
    });

    it("that somebody else made is left alone, unless it may be taken over", async () => {
        github.secrets.set(`${PATH}/KEY`, { value: "theirs", updatedAt: "2029-01-01T00:00:00Z" });
        await assert.rejects(
            provider.create(inputs()),
            /KEY exists in GitHub .* was not made here; it was left as it is/,
        );
        assert.equal(stands()?.value, "theirs");
        await provider.create(inputs({ overwrite: true }));
        assert.equal(stands()?.value, "hunter22");
    });

    it("is written anew after somebody wrote over it or deleted it, once a refresh saw that", async () => {
        const { id, outs } = await provider.create(inputs());
        assert.equal((await provider.read(id, outs)).props, outs);
        github.secrets.set(`${PATH}/KEY`, { value: "theirs", updatedAt: "2031-01-01T00:00:00Z" });
        assert.equal((await provider.read(id, outs)).props.value, "");
        github.secrets.clear();
        assert.equal((await provider.read(id, outs)).props.value, "");
    });

    it("is not written a second time where only the token changed", async () => {
        const { id, outs } = await provider.create(inputs());
        const puts = () => github.calls.filter((call) => call.startsWith("put")).length;
        const before = puts();
        await provider.update(id, outs, inputs({ token: github.token }));
        assert.equal(puts(), before);
    });

    it("does not take a page of a proxy for a secret that is not there", async () => {
        github.fault({ op: "get", kind: "page-404", times: 9 });
        await assert.rejects(provider.create(inputs()), /not JSON/);
        assert.equal(stands(), undefined);
    });

    it("shows neither token nor value in an error", async () => {
        for (const kind of ["deny", "error-500"] as const) {
            const fault = github.fault({ op: "put", kind, times: 9 });
            await assert.rejects(provider.create(inputs()), ({ message }: Error) => !/hunter|github_pat/.test(message));
            fault.remove();
        }
    });

    it("that cannot be written is known before a credential is made", async () => {
        const { endpoint } = github;
        const store = (token: string, repository = "acme/web") =>
            new GitHubActionsSecrets({ endpoint, repository, token });
        await store(github.token).beforeMint();
        await assert.rejects(
            store("wrong").beforeMint(),
            /401 Bad credentials.*docs\/github-actions\.md.*Nothing was made/,
        );
        await assert.rejects(store(github.token, "acme/typo").beforeMint(), /404 Not Found.*Nothing was made/);
    });

    it("may be an environment's or an organization's", async () => {
        await provider.create(inputs({ path: "/repos/acme/web/environments/prod/secrets" }));
        await provider.create(inputs({ path: "/orgs/acme/actions/secrets", more: `{"visibility":"private"}` }));
        assert.equal(github.secrets.get("/orgs/acme/actions/secrets/KEY")?.visibility, "private");
    });

    it("has names that GitHub takes", () => {
        const token = "t";
        new GitHubActionsSecrets({ repository: "acme/web", token }).checkFields(["accessKeyId", "key_id"]);
        const wrong = { repository: "acme/web", token, names: { key: "GITHUB_KEY" } };
        assert.throws(() => new GitHubActionsSecrets(wrong), /names\.key: "GITHUB_KEY"; expected capital letters/);
        assert.throws(
            () => new GitHubActionsSecrets({ token }),
            /expected exactly one of repository .* and organization/,
        );
    });
});
