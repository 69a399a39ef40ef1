import assert from "node:assert/strict";
import { gitlab, type GitLabSettings } from "../../examples/rotation-gitlab/gitlab";
import { checkVendor } from "../../components/testing";
import { startGitLab, type GitLabDouble } from "../support/vendors";

describe("the example of an extension, GitLab access tokens", function () {
    this.timeout(120_000);
    let vendor: GitLabDouble;
    const owner = "projects/acme%2Fweb";
    const settings = (endpoint: string): GitLabSettings => ({ endpoint, owner, scopes: ["api"], accessLevel: 30 });
    beforeEach(async () => (vendor = await startGitLab()));
    afterEach(() => vendor.close());

    it("passes the check for authors of vendors", async () => {
        const { endpoint, managementKey: management } = vendor;
        assert.deepEqual(await checkVendor({ vendor: gitlab, endpoint, settings, management }), []);
        vendor.assertMatched();
    });

    it("copies scopes and level of the token in use, and never widens them", async () => {
        const access = { settings: settings(vendor.endpoint), management: vendor.managementKey };
        const narrow = { ...access.settings, scopes: ["read_repository"], accessLevel: 20 };
        const first = await gitlab.create({ ...access, settings: narrow }, { name: "one" });
        const wide = { ...narrow, scopes: ["read_repository", "api"], accessLevel: 40 };
        await gitlab.create({ ...access, settings: wide }, { name: "two", copyPermissionsFrom: first.id });
        const { permissions, more } = vendor.keyring.keys.find(({ name }) => name === "two")!;
        assert.deepEqual([permissions, more.level], [["read_repository"], 20]);
    });

    it("reads a list of more than one page, and when each token dies", async () => {
        const more = { level: 30, expires: Date.parse("2099-01-02") };
        for (let i = 0; i < 230; i++) {
            vendor.keyring.add({ id: String(1000 + i), name: `token-${i}`, secret: `s${i}`, permissions: [], more });
        }
        const access = { settings: settings(vendor.endpoint), management: vendor.managementKey };
        const found = await gitlab.list(access);
        assert.equal(found.length, 230);
        assert.equal(found[229].expiresAt, "2099-01-02T00:00:00Z");
    });

    it("makes nothing that would live longer than GitLab allows, and says so in GitLab's words", async () => {
        const access = { settings: settings(vendor.endpoint), management: vendor.managementKey };
        const request = { name: "long", expiresOn: new Date(Date.now() + 500 * 86_400_000).toISOString() };
        await assert.rejects(gitlab.create(access, request), /Expiration date must be before.*/);
        assert.deepEqual(vendor.names(), []);
    });
});
