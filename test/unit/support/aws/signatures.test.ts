import assert from "node:assert/strict";
import { request } from "node:http";
import { ListUsersCommand } from "@aws-sdk/client-iam";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { Credentials } from "../../../support/aws";
import { signedHeaders } from "../../../support/aws/client/sign";
import { fresh, iamOf, mint, refused, secretsOf, ssmOf, stsOf, whoIs, withAws } from "./harness";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";

withAws("Signatures", (suite) => {
    let key: Credentials;
    let userName: string;

    beforeEach(async () => {
        userName = fresh("signer");
        await suite.aws.createUser(userName, "/team/");
        key = await mint(suite.aws, userName);
    });

    it("of the right secret are accepted, and name the user with its path", async () => {
        const arn = `arn:aws:iam::123456789012:user/team/${userName}`;
        assert.equal(await whoIs(suite.aws, key), arn);
    });

    it("of a wrong secret are refused by IAM and STS with SignatureDoesNotMatch", async () => {
        const wrong = { ...key, secretAccessKey: "wrong" };
        const identity = stsOf(suite.aws, wrong).send(new GetCallerIdentityCommand({}));
        await refused(identity, "SignatureDoesNotMatch", 403, /does not match the signature/);
        const users = iamOf(suite.aws, wrong).send(new ListUsersCommand({}));
        await refused(users, "SignatureDoesNotMatch", 403);
    });

    it("of a wrong secret are refused by JSON services with InvalidSignatureException", async () => {
        const wrong = { ...key, secretAccessKey: "wrong" };
        const parameter = ssmOf(suite.aws, wrong).send(new GetParameterCommand({ Name: "/a" }));
        await refused(parameter, "InvalidSignatureException", 400);
        const secrets = secretsOf(suite.aws, wrong).send(new ListSecretsCommand({}));
        await refused(secrets, "InvalidSignatureException", 400);
    });

    it("of an unknown key are refused with InvalidClientTokenId", async () => {
        const unknown = { ...key, accessKeyId: "AKIAIOSFODNN7EXAMPLE" };
        const identity = stsOf(suite.aws, unknown).send(new GetCallerIdentityCommand({}));
        const message = /^The security token included in the request is invalid\.$/;
        await refused(identity, "InvalidClientTokenId", 403, message);
        const parameter = ssmOf(suite.aws, unknown).send(new GetParameterCommand({ Name: "/a" }));
        await refused(parameter, "UnrecognizedClientException", 400, message);
    });

    it("with a session token that doesn't belong to the key are refused", async () => {
        const odd = { ...key, sessionToken: "made up" };
        const identity = stsOf(suite.aws, odd).send(new GetCallerIdentityCommand({}));
        await refused(identity, "InvalidClientTokenId", 403);
    });

    const BODY = "Action=GetCallerIdentity&Version=2011-06-15";
    const FORM = { "content-type": "application/x-www-form-urlencoded" };

    function signed(body = BODY, headers: Record<string, string> = FORM, at = new Date()) {
        const named = { ...headers, host: new URL(suite.aws.endpoint).host };
        return signedHeaders("sts", "us-east-1", key, named, Buffer.from(body), at);
    }

    it("that are missing are refused with MissingAuthenticationToken", async () => {
        assert.deepEqual(await post(FORM, BODY), [403, "MissingAuthenticationToken"]);
    });

    it("that cannot be parsed are refused with IncompleteSignature", async () => {
        const headers = { ...FORM, authorization: "AWS4-HMAC-SHA256 Credential=AKIA" };
        assert.deepEqual(await post(headers, BODY), [400, "IncompleteSignature"]);
    });

    it("don't cover another body", async () => {
        assert.deepEqual(await post(signed(), BODY), [200, undefined]);
        assert.deepEqual(await post(signed(), `${BODY}&Extra=1`), [403, "SignatureDoesNotMatch"]);
    });

    it("don't cover a header that was changed", async () => {
        const headers = { ...signed(), "content-type": "application/x-www-form-urlencoded; a=b" };
        assert.deepEqual(await post(headers, BODY), [403, "SignatureDoesNotMatch"]);
    });

    it("don't cover a declared hash that isn't the body's, nor an unsigned payload", async () => {
        for (const hash of ["0".repeat(64), "UNSIGNED-PAYLOAD"]) {
            const headers = signed(BODY, { ...FORM, "x-amz-content-sha256": hash });
            assert.deepEqual(await post(headers, BODY), [403, "SignatureDoesNotMatch"], hash);
        }
    });

    it("for another service are refused", async () => {
        const body = "Action=ListUsers&Version=2010-05-08";
        assert.deepEqual(await post(signed(body), body), [403, "SignatureDoesNotMatch"]);
    });

    it("of more than five minutes ago, or ahead, are refused", async () => {
        for (const minutes of [-6, 6]) {
            const headers = signed(BODY, FORM, new Date(Date.now() + minutes * 60_000));
            assert.deepEqual(await post(headers, BODY), [403, "SignatureDoesNotMatch"]);
        }
        assert.deepEqual(await post(signed(BODY, FORM, new Date(Date.now() - 240_000)), BODY), [200, undefined]);
    });

    function post(headers: Record<string, string>, body: string): Promise<[number, string?]> {
        return new Promise((resolve, reject) => {
            const sent = request(suite.aws.endpoint, { method: "POST", headers }, (response) => {
                let text = "";
                response.on("data", (chunk) => (text += String(chunk)));
                response.on("end", () => resolve([response.statusCode ?? 0, /<Code>(\w+)</.exec(text)?.[1]]));
            });
            sent.on("error", reject);
            sent.end(body);
        });
    }
});
