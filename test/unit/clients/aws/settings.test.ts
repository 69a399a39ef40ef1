import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { addressOf, ecsClient, iamClient } from "../../../../components/clients/aws/clients";
import { rejectUnknownFields } from "../../../../components/clients/aws/fields";
import { regionOf } from "../../../../components/clients/aws/region";
import { awsProviderOf } from "../../../../components/clients/aws/providerSettings";
import { settingsFrom } from "../../../../components/clients/aws/settings";
import { seconds } from "../../../../components/clients/aws/signIn";

const CREDENTIALS =
    "<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey></Credentials>";

describe("how the package's own calls sign in", function () {
    this.timeout(30_000);
    const folder = mkdtempSync(path.join(tmpdir(), "aws-"));
    const asked: URLSearchParams[] = [];
    const signed: string[] = [];
    const server = http.createServer((request, response) => {
        let body = "";
        request.on("data", (chunk) => (body += String(chunk)));
        request.once("end", () => {
            const params = new URLSearchParams(body);
            const action = params.get("Action");
            asked.push(params);
            signed.push(/Credential=(\w+)/.exec(request.headers.authorization ?? "")?.[1] ?? "none");
            response.end(`<${action}Response><${action}Result>${CREDENTIALS}</${action}Result></${action}Response>`);
        });
    });
    let endpoints: object[];
    before(async () => {
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        endpoints = [{ sts: address, iam: address }];
    });
    beforeEach(() => void [asked, signed].forEach((list) => list.splice(0)));
    after(() => {
        server.close();
        rmSync(folder, { recursive: true });
    });
    const base = { region: "eu-central-1", accessKey: "AKIABASE", secretKey: "s" };

    it("is by each role in turn, with all that its trust policy may ask for", async () => {
        const one = {
            ...{ roleArn: "arn:aws:iam::1:role/one", externalId: "x", sessionName: "me", duration: "1h30m" },
            ...{
                policy: "{}",
                policyArns: ["arn:p"],
                sourceIdentity: "ci",
                tags: { team: "a" },
                transitiveTagKeys: ["team"],
            },
        };
        const assumeRoles = JSON.stringify([one, { roleArn: "arn:aws:iam::2:role/two" }]);
        await iamClient(settingsFrom({ ...base, endpoints, assumeRoles }));
        assert.deepEqual(Object.fromEntries([...asked[0]].filter(([name]) => name !== "Version")), {
            ...{
                Action: "AssumeRole",
                RoleArn: one.roleArn,
                ExternalId: "x",
                RoleSessionName: "me",
                DurationSeconds: "5400",
            },
            ...{ Policy: "{}", "PolicyArns.member.1.arn": "arn:p", SourceIdentity: "ci" },
            ...{ "Tags.member.1.Key": "team", "Tags.member.1.Value": "a", "TransitiveTagKeys.member.1": "team" },
        });
        assert.equal(asked[1].get("RoleArn"), "arn:aws:iam::2:role/two");
        assert.deepEqual(signed, ["AKIABASE", "ASIAROLE"]);
    });

    it("is by a web identity, whose token is read anew", async () => {
        const file = path.join(folder, "token");
        writeFileSync(file, "the token\n");
        const web = { roleArn: "arn:aws:iam::1:role/web", webIdentityTokenFile: file };
        const settings = settingsFrom({ ...base, endpoints, assumeRoleWithWebIdentity: JSON.stringify(web) });
        const client = await iamClient(settings);
        assert.deepEqual(
            [asked[0].get("Action"), asked[0].get("WebIdentityToken")],
            ["AssumeRoleWithWebIdentity", "the token"],
        );
        assert.equal((await client.config.credentials()).accessKeyId, "ASIAROLE");
        const none = settingsFrom({ ...base, assumeRoleWithWebIdentity: { roleArn: "arn:r" } });
        await assert.rejects(iamClient(none), /assumeRoleWithWebIdentity has no token/);
    });

    it("is by shared files and a profile, and goes to FIPS and dual stack addresses", async () => {
        const [config, credentials] = [path.join(folder, "config"), path.join(folder, "credentials")];
        writeFileSync(config, "[default]\nregion = eu-west-1\n\n[profile cn]\n# far\nregion = cn-north-1\n");
        writeFileSync(credentials, "[cn]\naws_access_key_id = AKIAFILE\naws_secret_access_key = s\n");
        const { AWS_REGION: region, AWS_DEFAULT_REGION: fallback } = process.env;
        delete process.env.AWS_REGION;
        delete process.env.AWS_DEFAULT_REGION;
        try {
            const shared = { sharedConfigFiles: [config], sharedCredentialsFiles: JSON.stringify([credentials]) };
            const settings = settingsFrom({ ...shared, profile: "cn", useFipsEndpoint: "true" });
            assert.equal(regionOf(settings), "cn-north-1");
            assert.equal(addressOf(settings, "sts"), "https://sts.cn-north-1.amazonaws.com.cn");
            assert.equal(regionOf(settingsFrom({ sharedConfigFiles: config })), "eu-west-1");
            const client = await ecsClient(settings);
            assert.equal((await client.config.credentials()).accessKeyId, "AKIAFILE");
            assert.deepEqual(
                [await client.config.region(), await client.config.useFipsEndpoint()],
                ["cn-north-1", true],
            );
        } finally {
            if (region !== undefined) process.env.AWS_REGION = region;
            if (fallback !== undefined) process.env.AWS_DEFAULT_REGION = fallback;
        }
    });

    it("is refused where a field is not understood, and says nothing new of a provider that sets none", () => {
        assert.throws(
            () => rejectUnknownFields("aws", ["assumeRoleWithSaml"]),
            /^Error: aws:assumeRoleWithSaml is not understood/,
        );
        assert.throws(
            () => rejectUnknownFields("aws", ["ec2MetadataServiceEndpoint"]),
            /AWS_EC2_METADATA_SERVICE_ENDPOINT/,
        );
        rejectUnknownFields("aws", ["defaultTags", "allowedAccountIds", "region", "skipMetadataApiCheck"]);
        const role = { roleArn: "arn:r", mfaSerial: "x" };
        assert.throws(() => settingsFrom({ assumeRoles: [role] }), /assumeRoles\[0\]\.mfaSerial is not understood/);
        assert.throws(() => settingsFrom({ sharedConfigFiles: ["a", "b"] }), /names 2 files; .* read one/);
        assert.deepEqual(Object.keys(settingsFrom(base)), [
            ...["region", "accessKey", "secretKey", "token", "profile", "endpoints", "assumeRoles"],
        ]);
        assert.equal(seconds("90m"), 5400);
        assert.throws(() => seconds("soon"), /duration: "soon"; expected one like "1h"/);
    });

    it("is not by the provider of another package", () => {
        const of = (name: string) => ({ getPackage: () => name }) as unknown as pulumi.ProviderResource;
        const aws = of("aws");
        assert.equal(awsProviderOf({ provider: of("vault") }), undefined);
        assert.equal(awsProviderOf({ provider: of("vault"), providers: [of("random"), aws] }), aws);
        assert.equal(awsProviderOf({ provider: aws }), aws);
    });
});
