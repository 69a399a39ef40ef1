import assert from "node:assert/strict";
import { looksLikeKey, saysId } from "../../../policy/facts/secretPatterns";
import { Given, resourceOf, UNKNOWN } from "../../../policy/facts/resource";
import { Stack } from "../../../policy/facts/stack";
import { judge as fromCredential } from "../../../policy/policies/no-credential-in-plaintext";
import { judge } from "../../../policy/policies/no-plaintext-secret";
import { defaults, resource, rotated } from "./support/stack";

/** Not a key, but made like one. */
const SECRET = "aB3/".repeat(10);

describe("policy: what looks like a key", () => {
    const made = (prefix: string, length: number): string => `${prefix}${"aB3".repeat(length).slice(0, length)}`;
    const keys: [string, string, RegExp][] = [
        ["an AWS secret", SECRET, /AWS secret access key/],
        ["a Stripe key", made("rk_live_", 24), /Stripe/],
        ["a SendGrid key", `${made("SG.", 22)}.${made("", 43)}`, /SendGrid/],
        ["a GitHub token", made("ghp_", 36), /GitHub/],
        ["a GitLab token", made("glpat-", 20), /GitLab/],
        ["a Slack token", made("xoxb-", 24), /Slack/],
        ["a Vault token", made("hvs.", 24), /Vault/],
        ["a private key", `-----BEGIN ${"RSA PRIVATE"} KEY-----\nabc`, /private key/],
        ["a URL with a password", `postgres://app:${made("", 12)}@db/app`, /URL with a password/],
        ["a key inside of a document", JSON.stringify({ id: "AKIA", secretAccessKey: SECRET }), /AWS secret/],
    ];
    for (const [what, text, pattern] of keys)
        it(`is ${what}`, () => assert.match(looksLikeKey(text, "x") ?? "", pattern));

    it("is what its name says is secret", () => {
        for (const name of ["/app/db_password", "/app/apiKey", "API_TOKEN", "/app/secretAccessKey", "client-secret"])
            assert.match(looksLikeKey("correct-horse-battery", name) ?? "", /a secret, for it is called/, name);
    });

    it("is nothing else", () => {
        const harmless: [string, string][] = [
            ["/app/rotation", JSON.stringify({ generation: 2, slot: "blue", id: "AKIAIOSFODNN7EXAMPLE" })],
            ["/app/aws_access_key_id", "AKIAIOSFODNN7EXAMPLE"],
            ["/app/commit", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
            ["/app/token", "300"],
            ["/app/password", "true"],
            ["/app/token", "https://login.example.com/token"],
            ["/app/secret", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app"],
            ["/app/passwordLength", "correct-horse-battery"],
        ];
        for (const [name, text] of harmless) assert.equal(looksLikeKey(text, name), undefined, name);
        assert.ok(saysId("/app/aws_access_key_id") && saysId("accessKeyId") && !saysId("/app/valid"));
    });
});

describe("policy: no-plaintext-secret", () => {
    const parameter = (props: Record<string, unknown>) => resource("aws:ssm/parameter:Parameter", "p", { props });

    it("refuses a String parameter that holds a key, and never prints it", () => {
        const [found, ...more] = judge(parameter({ type: "String", name: "/app/x", value: SECRET }), defaults);
        assert.deepEqual(more, []);
        assert.match(
            found.message,
            /Parameter p holds what looks like an AWS secret access key in plain text, in \/app\/x/,
        );
        assert.match(found.message, /SecureString/);
        assert.ok(!found.message.includes(SECRET));
        assert.equal(judge(parameter({ type: "StringList", name: "/x", value: SECRET }), defaults).length, 1);
        assert.equal(judge(parameter({ type: "String", name: "/x", insecureValue: SECRET }), defaults).length, 1);
    });

    it("lets SecureStrings pass, ordinary texts, unknown values, and what is excepted", () => {
        const key = { name: "/x", value: SECRET };
        assert.deepEqual(judge(parameter({ ...key, type: "SecureString" }), defaults), []);
        assert.deepEqual(judge(parameter({ name: "/x", type: "String", value: "eu-central-1" }), defaults), []);
        assert.deepEqual(judge(parameter({ name: "/x", type: "String", value: UNKNOWN }), defaults), []);
        assert.deepEqual(judge(parameter({ ...key, type: "String" }), { except: { p: "a test value" } }), []);
    });

    it("looks into environments and config maps", () => {
        const lambda = { environment: { variables: { AWS_KEY: SECRET, REGION: "eu-central-1" } } };
        const [found, ...more] = judge(resource("aws:lambda/function:Function", "f", { props: lambda }), defaults);
        assert.match(found.message, /in environment\/variables\/AWS_KEY\./);
        assert.deepEqual(more, []);
        const containers = JSON.stringify([{ environment: [{ name: "DB_PASSWORD", value: "correct-horse" }] }]);
        const task = resource("aws:ecs/taskDefinition:TaskDefinition", "t", {
            props: { containerDefinitions: containers },
        });
        assert.match(judge(task, defaults)[0].message, /in containerDefinitions\/.*DB_PASSWORD\./);
        const map = resource("kubernetes:core/v1:ConfigMap", "m", { props: { data: { api_token: "correct-horse" } } });
        assert.equal(judge(map, defaults).length, 1);
    });
});

describe("policy: no-credential-in-plaintext", () => {
    const key = resource("aws:iam/accessKey:AccessKey", "ci");
    const parameter = (name: string, props = {}) =>
        resource("aws:ssm/parameter:Parameter", "p", {
            props: { type: "String", name, value: UNKNOWN, ...props },
            behind: { value: [key.urn] },
        });
    const of = (one: ReturnType<typeof parameter>) => fromCredential(new Stack([key, one]), defaults);

    it("refuses a String parameter whose value is to come from a credential", () => {
        assert.match(
            of(parameter("/ci/key"))[0].message,
            /gets its value from .*AccessKey ci: expected type SecureString/,
        );
    });

    it("lets ids pass, SecureStrings, known values, and our own records", () => {
        assert.deepEqual(of(parameter("/ci/key_id")), []);
        assert.deepEqual(of(parameter("/ci/key", { type: "SecureString" })), []);
        assert.deepEqual(of(parameter("/ci/key", { value: "AKIA" })), []);
        assert.deepEqual(fromCredential(new Stack(rotated()), defaults), []);
    });
});

describe("policy: facts of a resource", () => {
    it("keeps apart what a preview cannot know", () => {
        const props = { known: "a", list: ["b"] } as Record<string, unknown>;
        const throwing = {
            get: () => {
                throw new Error("string value at .x can't be known during preview");
            },
            enumerable: true,
        };
        Object.defineProperty(props, "later", throwing);
        const given: Given = { urn: "urn:x", type: "t", name: "n", props, opts: {}, dependencies: [{ urn: "urn:y" }] };
        const found = resourceOf(given);
        assert.deepEqual(found.props, { known: "a", list: ["b"], later: UNKNOWN });
        assert.deepEqual(found.dependencies, ["urn:y"]);
    });

    it("does not take another failure for an unknown value", () => {
        const props = Object.defineProperty({}, "x", {
            enumerable: true,
            get: () => {
                throw new Error("broken");
            },
        });
        assert.throws(() => resourceOf({ urn: "", type: "", name: "", props, opts: {} }), /broken/);
    });
});
