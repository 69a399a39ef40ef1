import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
    CreateSecretCommand,
    DeleteSecretCommand,
    DescribeSecretCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import {
    DeleteParameterCommand,
    GetParameterCommand,
    LabelParameterVersionCommand,
    PutParameterCommand,
    type PutParameterCommandInput,
} from "@aws-sdk/client-ssm";
import { fresh, refused, secretsOf, ssmOf, withAws } from "./harness";

withAws("Parameter Store", (suite) => {
    let Name: string;

    beforeEach(() => {
        Name = `/store/${fresh("parameter")}`;
    });

    const put = (input: Partial<PutParameterCommandInput>): Promise<{ Version?: number }> => {
        const defaults = { Name, Value: "v", Type: "SecureString" } as const;
        return ssmOf(suite.aws).send(new PutParameterCommand({ ...defaults, ...input }));
    };
    const read = async (name = Name, WithDecryption = true): Promise<string | undefined> =>
        (await ssmOf(suite.aws).send(new GetParameterCommand({ Name: name, WithDecryption }))).Parameter?.Value;

    it("refuses to put over a parameter without Overwrite", async () => {
        assert.equal((await put({})).Version, 1);
        await refused(put({}), "ParameterAlreadyExists", 400);
        assert.equal((await put({ Value: "w", Overwrite: true })).Version, 2);
        assert.deepEqual([await read(), await read(`${Name}:1`)], ["w", "v"]);
    });

    it("hands out no cleartext of a SecureString without decryption", async () => {
        await put({ Value: "very secret" });
        const shown = await read(Name, false);
        assert.ok(shown && !shown.includes("secret") && !shown.startsWith("kms:"));
        assert.equal(await read(), "very secret");
    });

    it("keeps the type of a parameter", async () => {
        await put({ Type: "String" });
        const change = put({ Type: "SecureString", Overwrite: true });
        await refused(change, "HierarchyTypeMismatchException", 400);
    });

    it("refuses what is too long, and tags together with Overwrite", async () => {
        const long = put({ Value: "x".repeat(4097) });
        await refused(long, "ValidationException", 400, /4096/);
        await put({ Value: "x".repeat(4097), Tier: "Advanced" });
        const tagged = put({ Overwrite: true, Tags: [{ Key: "k", Value: "v" }] });
        await refused(tagged, "ValidationException", 400);
    });

    it("reads by label, and says what is missing", async () => {
        await put({});
        await put({ Value: "w", Overwrite: true });
        const label = { Name, Labels: ["previous"], ParameterVersion: 1 };
        await ssmOf(suite.aws).send(new LabelParameterVersionCommand(label));
        assert.equal(await read(`${Name}:previous`), "v");
        await refused(read(`${Name}:7`), "ParameterVersionNotFound", 400);
        await ssmOf(suite.aws).send(new DeleteParameterCommand({ Name }));
        await refused(read(), "ParameterNotFound", 400);
    });

    it("dates changes by the injected clock", async () => {
        suite.aws.setNow(new Date("2031-01-01T00:00:00Z"));
        await put({});
        const found = await ssmOf(suite.aws).send(new GetParameterCommand({ Name }));
        assert.deepEqual(found.Parameter?.LastModifiedDate, new Date("2031-01-01T00:00:00Z"));
        suite.aws.setNow(() => new Date());
    });
});

withAws("Secrets Manager", (suite) => {
    let SecretId: string;
    const ids = [randomUUID(), randomUUID(), randomUUID()] as const;

    beforeEach(async () => {
        SecretId = fresh("secret");
        const input = { Name: SecretId, SecretString: "one", ClientRequestToken: ids[0] };
        await secretsOf(suite.aws).send(new CreateSecretCommand(input));
    });

    const put = (token: string, SecretString: string, VersionStages?: string[]): Promise<unknown> =>
        secretsOf(suite.aws).send(
            new PutSecretValueCommand({
                SecretId,
                SecretString,
                ClientRequestToken: token,
                ...(VersionStages ? { VersionStages } : {}),
            }),
        );
    const read = async (VersionStage?: string): Promise<string | undefined> =>
        (
            await secretsOf(suite.aws).send(
                new GetSecretValueCommand({ SecretId, ...(VersionStage ? { VersionStage } : {}) }),
            )
        ).SecretString;
    const move = (VersionStage: string, MoveToVersionId?: string, RemoveFromVersionId?: string) =>
        secretsOf(suite.aws).send(
            new UpdateSecretVersionStageCommand({
                SecretId,
                VersionStage,
                ...(MoveToVersionId ? { MoveToVersionId } : {}),
                ...(RemoveFromVersionId ? { RemoveFromVersionId } : {}),
            }),
        );
    const stages = async (): Promise<(string[] | undefined)[]> => {
        const found = await secretsOf(suite.aws).send(new DescribeSecretCommand({ SecretId }));
        return ids.map((id) => found.VersionIdsToStages?.[id]?.sort());
    };

    it("moves AWSCURRENT and AWSPREVIOUS when a value is put", async () => {
        await put(ids[1], "two");
        assert.deepEqual(await stages(), [["AWSPREVIOUS"], ["AWSCURRENT"], undefined]);
        await put(ids[2], "three");
        assert.deepEqual((await stages()).slice(1), [["AWSPREVIOUS"], ["AWSCURRENT"]]);
        assert.deepEqual([await read(), await read("AWSPREVIOUS")], ["three", "two"]);
    });

    it("keeps other labels where they are when AWSCURRENT moves", async () => {
        await move("blue", ids[0]);
        await put(ids[1], "two", ["AWSCURRENT", "green"]);
        assert.deepEqual((await stages()).slice(0, 2), [
            ["AWSPREVIOUS", "blue"],
            ["AWSCURRENT", "green"],
        ]);
    });

    it("leaves AWSCURRENT alone when a value is put as pending", async () => {
        await put(ids[1], "two", ["AWSPENDING"]);
        assert.deepEqual([await read(), await read("AWSPENDING")], ["one", "two"]);
    });

    it("reads the version that AWSCURRENT was moved back to", async () => {
        await put(ids[1], "two");
        await move("AWSCURRENT", ids[0], ids[1]);
        assert.deepEqual((await stages()).slice(0, 2), [["AWSCURRENT"], ["AWSPREVIOUS"]]);
        assert.equal(await read(), "one");
        await put(ids[2], "three");
        assert.deepEqual([await read(), await read("AWSPREVIOUS")], ["three", "one"]);
    });

    it("moves a label only from where it is said to be", async () => {
        await put(ids[1], "two");
        await refused(move("AWSCURRENT", ids[0]), "InvalidParameterException", 400, /empty/);
        await refused(move("AWSCURRENT", ids[0], ids[0]), "InvalidParameterException", 400);
        await refused(move("AWSCURRENT", undefined, ids[1]), "InvalidParameterException", 400);
        await move("mine", ids[0]);
        await refused(move("mine", ids[1]), "InvalidParameterException", 400, /empty/);
        await move("mine", ids[1], ids[0]);
        assert.equal(await read("mine"), "two");
    });

    it("takes the same token twice with the same value only", async () => {
        await put(ids[1], "two");
        await put(ids[1], "two");
        await refused(put(ids[1], "other"), "ResourceExistsException", 400);
        assert.equal(await read(), "two");
    });

    it("takes no value once the secret is marked for deletion", async () => {
        await secretsOf(suite.aws).send(new DeleteSecretCommand({ SecretId }));
        await refused(put(ids[1], "two"), "InvalidRequestException", 400);
        await refused(read(), "InvalidRequestException", 400);
    });
});
