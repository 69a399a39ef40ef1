import assert from "node:assert/strict";
import { Finding, Resource } from "../../../policy/facts/resource";
import { Stack } from "../../../policy/facts/stack";
import { judge as create } from "../../../policy/policies/create-before-revoke";
import { judge as verify } from "../../../policy/policies/verify-before-delete";
import { changed, defaults, resource, rotated, rotating } from "./support/stack";

const urnOf = (name: string): string => rotated().find((one) => one.name === name)?.urn ?? "";
const said = (findings: Finding[]): string => findings.map(({ message }) => message).join("\n");

describe("policy: create-before-revoke", () => {
    it("is content where the disabled slot waits for the published one", () => {
        assert.deepEqual(create(new Stack(rotated()), defaults), []);
    });

    it("finds a disabled slot that waits for nothing", () => {
        const loose = changed(rotated(), "app-blue", { dependencies: [] });
        assert.match(said(create(loose, defaults)), /app-blue is disabled without waiting for app-green/);
    });

    it("asks nothing of a slot in its overlap, which does not change", () => {
        const overlap = changed(rotated({ previousPhase: "overlap" }), "app-blue", { dependencies: [] });
        assert.deepEqual(create(overlap, defaults), []);
    });

    it("finds single credentials that leave nothing valid meanwhile", () => {
        const key = resource("aws:iam/accessKey:AccessKey", "ci", { deleteBeforeReplace: true });
        assert.match(said(create(new Stack([key]), defaults)), /ci has deleteBeforeReplace: .*nothing valid is left/);
        assert.deepEqual(create(new Stack([key]), { except: { ci: "nobody minds" } }), []);
    });

    it("finds the only password of a login", () => {
        const password = resource("random:index/randomPassword:RandomPassword", "db");
        const role = resource("postgresql:index/role:Role", "app", {
            dependencies: [password.urn],
            behind: { password: [password.urn] },
        });
        assert.match(
            said(create(new Stack([password, role]), defaults)),
            /db is the only password of .*Role app: .*locked out/,
        );
        const reader = { ...role, behind: { comment: [password.urn] } };
        assert.deepEqual(create(new Stack([password, reader]), defaults), []);
    });

    it("asks the disabled one of two keys by hand to wait for the other", () => {
        const blue = resource("aws:iam/accessKey:AccessKey", "blue", { props: { user: "u", status: "Inactive" } });
        const green = resource("aws:iam/accessKey:AccessKey", "green", { props: { user: "u", status: "Active" } });
        assert.match(said(create(new Stack([blue, green]), defaults)), /blue is disabled without waiting for green/);
        const waits = { ...blue, dependencies: [green.urn] };
        assert.deepEqual(create(new Stack([waits, green]), defaults), []);
        assert.deepEqual(create(new Stack([blue]), defaults), []);
    });
});

describe("policy: verify-before-delete", () => {
    it("is content where the disabled slot waits for the record", () => {
        assert.deepEqual(verify(new Stack(rotated()), defaults), []);
    });

    it("finds one that waits for the new credential only, and a record that waits for nothing", () => {
        const early = changed(rotated(), "app-blue", { dependencies: [urnOf("app-green")] });
        assert.match(said(verify(early, defaults)), /app-blue is disabled without waiting for the record/);
        const hollow = changed(rotated(), "app-ssm-record", { dependencies: [] });
        assert.match(said(verify(hollow, defaults)), /without waiting for the record/);
    });

    it("finds a credential that a calendar replaces, unless something tries it", () => {
        const calendar = rotating("monthly", "2030-01-01T00:00:00Z", "2030-01-31T00:00:00Z");
        const key: Resource = resource("aws:iam/accessKey:AccessKey", "ci", { dependencies: [calendar.urn] });
        assert.match(
            said(verify(new Stack([calendar, key]), defaults)),
            /ci is replaced by its calendar.*nothing has tried/,
        );
        const login = resource("command:local:Command", "login", { dependencies: [key.urn] });
        assert.deepEqual(verify(new Stack([calendar, key, login]), defaults), []);
        const never = resource("aws:iam/accessKey:AccessKey", "ci");
        assert.deepEqual(verify(new Stack([never]), defaults), []);
    });
});
