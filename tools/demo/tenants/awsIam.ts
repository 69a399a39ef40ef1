import { IAMClient, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import { type Aws, type Fault, LightClient } from "../../../test/support/aws";
import type { Entry } from "../../../stack/schema";
import type { House } from "../stage/house";
import type { Tenant } from "./tenant";

type IamEntry = Extract<Entry, { kind: "aws-iam-access-key" }>;

/** An IAM user with its keys, at the emulated AWS. */
export async function settleAwsIam(entry: Entry, { aws }: House): Promise<Tenant> {
    const { user } = entry as IamEntry;
    await aws.createUser(user);
    const client = new LightClient(aws.endpoint, aws.region);
    const making = `iam:CreateAccessKey ${user}`;
    return {
        entry,
        config: {},
        vendor: "AWS",
        async login({ accessKeyId, secretAccessKey }) {
            await client.callerIdentity({ accessKeyId, secretAccessKey });
        },
        idIn: ({ accessKeyId }) => accessKeyId,
        secretIn: ({ secretAccessKey }) => secretAccessKey,
        keys: () => aws.keys(user).map(({ accessKeyId, status }) => ({ id: accessKeyId, active: status === "Active" })),
        made: () => aws.mutations().filter((mutation) => mutation === making).length,
        breakNextKey: () => breakNextKey(aws, user),
        close: async () => client.close(),
    };
}

/** AWS hands the next key out, and switches it off in the same moment. */
function breakNextKey(aws: Aws, UserName: string): Fault {
    const client = new IAMClient({ endpoint: aws.endpoint, region: aws.region, credentials: aws.admin });
    return aws.fault({
        match: { service: "iam", action: "CreateAccessKey", resource: UserName },
        kind: "none",
        when: "after",
        onHit: async () => {
            const AccessKeyId = aws.keys(UserName).at(-1)?.accessKeyId;
            await client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: "Inactive" }));
            client.destroy();
        },
    });
}
