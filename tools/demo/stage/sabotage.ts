import { IAMClient, UpdateAccessKeyCommand } from "@aws-sdk/client-iam";
import type { Aws, Fault } from "../../../test/support/aws";

/** The next key that is made for the user never works: AWS hands it out, and switches it off in the same moment. */
export function breakNextKey(aws: Aws, UserName: string): Fault {
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
