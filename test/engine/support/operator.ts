import { CreateAccessKeyCommand, DeleteAccessKeyCommand, IAMClient, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import {
    DeleteParameterCommand,
    GetParameterCommand,
    GetParametersByPathCommand,
    PutParameterCommand,
    SSMClient,
} from "@aws-sdk/client-ssm";
import type { Aws, Credentials } from "../../support/aws";

/** Somebody who changes things behind the rotation's back, with every right. */
export class Operator {
    private readonly iam: IAMClient;
    private readonly ssm: SSMClient;

    constructor(aws: Aws) {
        const { endpoint, region, admin: credentials } = aws;
        this.iam = new IAMClient({ endpoint, region, credentials });
        this.ssm = new SSMClient({ endpoint, region, credentials });
    }

    async mint(UserName: string): Promise<Credentials> {
        const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand({ UserName }));
        if (!AccessKey?.AccessKeyId || !AccessKey.SecretAccessKey) throw new Error("no key was made");
        return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
    }

    async remove(UserName: string, AccessKeyId: string): Promise<void> {
        await this.iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    }

    async turn(UserName: string, AccessKeyId: string, Status: "Active" | "Inactive"): Promise<void> {
        await this.iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status }));
    }

    async put(Name: string, Value: string): Promise<void> {
        const how = { Type: "SecureString", Overwrite: true } as const;
        await this.ssm.send(new PutParameterCommand({ Name, Value, ...how }));
    }

    async read(Name: string): Promise<string> {
        const found = await this.ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
        return found.Parameter?.Value ?? "";
    }

    async forget(Name: string): Promise<void> {
        await this.ssm.send(new DeleteParameterCommand({ Name }));
    }

    /** Names of the parameters below a path. */
    async below(Path: string): Promise<string[]> {
        const found = await this.ssm.send(new GetParametersByPathCommand({ Path, Recursive: true }));
        return (found.Parameters ?? []).map(({ Name }) => Name ?? "").sort();
    }
}
