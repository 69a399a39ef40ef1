import assert from "node:assert/strict";
import { isKeyId, keysToAudit } from "../../../../cli/audit/keys";
import { auditText, settingsOf } from "../../../../cli/commands/audit";
import { credentialsOf } from "../../../../cli/state/credentials";
import { ledgerOf, resourcesOf, stateOf } from "../support/scene";

describe("credential-rotation audit", () => {
    it("looks for the retired key of a credential, for all, or for the one that is named", () => {
        const credentials = credentialsOf(stateOf(resourcesOf("app")));
        const ids = (wanted: string, all = false): string[] =>
            keysToAudit(wanted, credentials, all).map(({ id }) => id);
        assert.deepEqual(ids("app"), ["AKIABLUE000000001111"]);
        assert.deepEqual(ids("app", true), ["AKIABLUE000000001111", "AKIAGREEN00000002222"]);
        assert.deepEqual(ids("AKIAIOSFODNN7EXAMPLE"), ["AKIAIOSFODNN7EXAMPLE"]);
        assert.deepEqual(ids("other"), []);
        assert.ok(isKeyId("AKIAIOSFODNN7EXAMPLE") && !isKeyId("AKIA-app"));
    });

    it("marks uses after the key was disabled", () => {
        const blue = {
            generation: 1,
            phase: "inactive" as const,
            since: "2030-01-02T00:00:00Z",
            id: "AKIABLUE000000001111",
        };
        const [key] = keysToAudit("app", credentialsOf(stateOf(resourcesOf("app", ledgerOf({ blue })))), false);
        const use = {
            name: "GetObject",
            source: "s3.amazonaws.com",
            region: "us-east-1",
            userAgent: "boto3",
            sourceIp: "10.0.0.4",
        };
        const uses = ["2030-01-03T00:00:00Z", "2030-01-01T00:00:00Z"].map((time) => ({ ...use, time }));
        const [head, , late, early] = auditText({ keys: [{ ...key, uses }], note: "limits" }).split("\n");
        assert.match(head, /^AKIABLUE000000001111 of app, generation 1 in blue, inactive since 2030-01-02/);
        assert.match(late, /after it was disabled$/);
        assert.doesNotMatch(early, /after/);
    });

    it("reaches the AWS of the stack", () => {
        const config = {
            "aws:region": { value: "eu-west-1" },
            "aws:endpoints": { value: '[{"cloudtrail":"http://x"},{"iam":"http://y"}]' },
            "aws:assumeRole": { value: '{"roleArn":"arn:aws:iam::123456789012:role/r"}' },
        };
        const { region, endpoints, assumeRoles } = settingsOf(config);
        assert.equal(region, "eu-west-1");
        assert.deepEqual(endpoints, { cloudtrail: "http://x", iam: "http://y" });
        assert.deepEqual(assumeRoles, [{ roleArn: "arn:aws:iam::123456789012:role/r" }]);
        assert.equal(settingsOf(config, "us-east-1").region, "us-east-1");
        assert.deepEqual(settingsOf({}).assumeRoles, []);
    });

    it("signs in and goes out as the stack's provider does", () => {
        const settings = settingsOf({
            "aws:assumeRoleWithWebIdentity": {
                value: '{"roleArn":"arn:aws:iam::1:role/r","webIdentityTokenFile":"/t"}',
            },
            "aws:httpsProxy": { value: "http://proxy:3128" },
            "aws:customCaBundle": { value: "/ca.pem" },
            "aws:useFipsEndpoint": { value: "true" },
            "aws:sharedConfigFiles": { value: '["/config"]' },
            "aws:defaultTags": { value: '{"tags":{}}' },
        });
        const { webIdentity, httpsProxy, customCaBundle, useFipsEndpoint, sharedConfigFiles } = settings;
        assert.deepEqual(webIdentity, { roleArn: "arn:aws:iam::1:role/r", webIdentityTokenFile: "/t" });
        assert.equal(httpsProxy, "http://proxy:3128");
        assert.equal(customCaBundle, "/ca.pem");
        assert.equal(useFipsEndpoint, true);
        assert.deepEqual(sharedConfigFiles, ["/config"]);
    });

    it("refuses a field of the provider that it could not follow", () => {
        assert.throws(() => settingsOf({ "aws:someday": { value: "x" } }), {
            name: "UserError",
            message: /^aws:someday is not understood by this package's own calls/,
        });
    });
});
