import type { MotoDirectory } from "../identity/directory";
import type { Keyring } from "../identity/keyring";
import type { IamView } from "../identity/view";
import { type Reply, xmlText } from "../protocol/errors";
import { type Operation, type Params, text } from "../protocol/operation";

/** What the guard keeps up to date from the answers that pass through it. */
export interface Memory {
    keyring: Keyring;
    view: IamView;
    directory: MotoDirectory;
    now(): Date;
}

/** Notes what a successful call changed. */
export function learn(operation: Operation, reply: Reply, memory: Memory): void {
    const { service, action, params } = operation;
    if (service === "iam") learnIam(action, params, reply, memory);
    if (service === "sts" && action === "AssumeRole") learnSession(params, reply, memory);
    if (service === "secretsmanager" && /^(Create|Delete)Secret$/.test(action)) {
        memory.directory.forgetSecrets();
    }
}

function learnIam(action: string, params: Params, reply: Reply, memory: Memory): void {
    const accessKeyId = text(params, "AccessKeyId") ?? "";
    memory.view.noticed(action, params);
    if (action === "CreateAccessKey") learnKey(reply, memory);
    if (action === "UpdateAccessKey") {
        memory.keyring.change(accessKeyId, params.Status === "Active" ? "Active" : "Inactive");
    }
    if (action === "DeleteAccessKey") memory.keyring.change(accessKeyId, "Deleted");
    const renamed = text(params, "NewUserName");
    if (action === "UpdateUser" && renamed) {
        memory.keyring.rename(text(params, "UserName") ?? "", renamed);
    }
}

function learnKey(reply: Reply, { keyring, now }: Memory): void {
    const owner = { kind: "user", userName: needed(reply, "UserName") } as const;
    keyring.add(credentialsIn(reply), owner, now());
}

function learnSession(params: Params, reply: Reply, { keyring, now }: Memory): void {
    const [, roleName = "", sessionName = ""] = needed(reply, "Arn").split(":").pop()!.split("/");
    const userId = needed(reply, "AssumedRoleId");
    const owner = { kind: "session", roleName, sessionName, userId } as const;
    const policy = text(params, "Policy");
    const sessionToken = needed(reply, "SessionToken");
    const key = keyring.add(
        { ...credentialsIn(reply), sessionToken },
        { ...owner, ...(policy ? { policy } : {}) },
        now(),
        {},
    );
    key.expires = Date.parse(needed(reply, "Expiration"));
}

function credentialsIn(reply: Reply): { accessKeyId: string; secretAccessKey: string } {
    return {
        accessKeyId: needed(reply, "AccessKeyId"),
        secretAccessKey: needed(reply, "SecretAccessKey"),
    };
}

function needed(reply: Reply, element: string): string {
    const found = xmlText(reply.body, element);
    if (found === undefined) throw new Error(`moto's answer has no <${element}>`);
    return found;
}
