import type { Key } from "./keyring";
import type { Caller } from "./principals";
import type { IamView } from "./view";

/** Who a key stands for, as IAM names them at this moment. */
export async function callerOf(key: Key, account: string, view: IamView): Promise<Caller> {
    const { owner, accessKeyId } = key;
    if (owner.kind === "admin") {
        return { kind: "admin", accessKeyId, arn: `arn:aws:iam::${account}:root`, userId: account };
    }
    if (owner.kind === "session") {
        const { roleName, sessionName } = owner;
        const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`;
        return { ...owner, accessKeyId, arn };
    }
    const { userName } = owner;
    // A user can be gone while its key still works: deletion takes its time, too.
    key.lastOwner = (await view.user(userName)) ?? key.lastOwner;
    const gone = { userName, arn: `arn:aws:iam::${account}:user/${userName}`, userId: "AIDAGONE" };
    return { kind: "user", accessKeyId, ...(key.lastOwner ?? gone) };
}
