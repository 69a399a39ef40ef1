import type { Keyring } from "./identity/keyring";
import type { Credentials } from "./identity/principals";
import type { IamView } from "./identity/view";
import type { Backdoor } from "./moto/backdoor";
import { type PolicyDocument, list } from "./policy/document";

/** What setting a test up needs; none of it goes through the guard or its log. */
export interface SetupTools {
    backdoor: Backdoor;
    keyring: Keyring;
    view: IamView;
    now(): Date;
}

/** Makes a user without rights or keys. */
export async function createUser(tools: SetupTools, name: string, path = "/"): Promise<void> {
    await tools.backdoor.query("iam", "CreateUser", { UserName: name, Path: path });
    tools.view.noticed("CreateUser", { UserName: name });
}

/** Makes a user that the policy limits, and a key for it that works at once. */
export async function addPrincipal(tools: SetupTools, name: string, policy: PolicyDocument): Promise<Credentials> {
    await createUser(tools, name);
    await tools.backdoor.query("iam", "PutUserPolicy", {
        UserName: name,
        PolicyName: "limits",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", ...policy }),
    });
    tools.view.noticed("PutUserPolicy", { UserName: name });
    return addKey(tools, name);
}

/** Makes a key that works at once. */
async function addKey({ backdoor, keyring, now }: SetupTools, userName: string) {
    const made = await backdoor.query<{
        AccessKey: { AccessKeyId: string; SecretAccessKey: string };
    }>("iam", "CreateAccessKey", { UserName: userName });
    if (!made) throw new Error(`there is no user ${userName}`);
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey } = made.AccessKey;
    keyring.add({ accessKeyId, secretAccessKey }, { kind: "user", userName }, now(), {});
    return { accessKeyId, secretAccessKey };
}

/** Removes a user and what it has. */
export async function deleteUser(tools: SetupTools, name: string): Promise<void> {
    const { backdoor, keyring, view } = tools;
    const who = { UserName: name };
    for (const { accessKeyId } of keyring.ofUser(name)) {
        await backdoor.query("iam", "DeleteAccessKey", { ...who, AccessKeyId: accessKeyId });
        keyring.change(accessKeyId, "Deleted");
    }
    const inline = await backdoor.query<{ PolicyNames: string[] }>("iam", "ListUserPolicies", who);
    for (const PolicyName of list(inline?.PolicyNames)) {
        await backdoor.query("iam", "DeleteUserPolicy", { ...who, PolicyName });
    }
    const attached = await backdoor.query<{ AttachedPolicies: { PolicyArn: string }[] }>(
        "iam",
        "ListAttachedUserPolicies",
        who,
    );
    for (const { PolicyArn } of list(attached?.AttachedPolicies)) {
        await backdoor.query("iam", "DetachUserPolicy", { ...who, PolicyArn });
    }
    await backdoor.query("iam", "DeleteUser", who);
    view.noticed("DeleteUser", who);
}
