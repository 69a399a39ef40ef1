import { type Keyring, type LastUse, lastUseKnown, status } from "../identity/keyring";
import type { Caller } from "../identity/principals";
import { AwsError, type Reply, escapeXml, queryReply } from "../protocol/errors";
import { type Params, text } from "../protocol/operation";

/** `sts:GetCallerIdentity`, answered here: moto doesn't know the administrator or a user's path. */
export function callerIdentity(caller: Caller, account: string): Reply {
    return queryReply(
        "sts",
        "GetCallerIdentity",
        `<UserId>${caller.userId}</UserId><Account>${account}</Account><Arn>${escapeXml(caller.arn)}</Arn>`,
    );
}

/** `iam:GetAccessKeyLastUsed`, from the uses that the guard saw (moto also counts refused ones). */
export function lastUsed(params: Params, keyring: Keyring, now: Date, lagMs: number): Reply {
    const accessKeyId = text(params, "AccessKeyId") ?? "";
    const key = keyring.find(accessKeyId);
    if (key?.owner.kind !== "user" || status(key) === "Deleted") {
        const message = `The Access Key with id ${accessKeyId} cannot be found`;
        throw new AwsError("NoSuchEntity", message, 404);
    }
    return queryReply(
        "iam",
        "GetAccessKeyLastUsed",
        `<UserName>${escapeXml(key.owner.userName)}</UserName>` +
            `<AccessKeyLastUsed>${useXml(lastUseKnown(key, now, lagMs))}</AccessKeyLastUsed>`,
    );
}

function useXml(use: LastUse | undefined): string {
    const date = use ? `<LastUsedDate>${isoSeconds(use.at)}</LastUsedDate>` : "";
    const { service, region } = use ?? { service: "N/A", region: "N/A" };
    return `${date}<ServiceName>${service}</ServiceName><Region>${region}</Region>`;
}

function isoSeconds(date: Date): string {
    return `${date.toISOString().slice(0, 19)}Z`;
}
