import type { Caller } from "../identity/principals";
import type { IamView } from "../identity/view";
import { type Statement, like, list } from "../policy/document";
import { AwsError } from "../protocol/errors";
import { type Params, text } from "../protocol/operation";

/** Refuses to assume a role that isn't there or doesn't trust the caller; moto asks neither. */
export async function checkTrust(params: Params, caller: Caller, account: string, view: IamView): Promise<void> {
    const roleArn = text(params, "RoleArn") ?? "";
    const role = await view.role(roleArn.split("/").pop() ?? "");
    const externalId = text(params, "ExternalId");
    const trusts = (statement: Statement): boolean =>
        list(statement.Action).some((action) => like(action, "sts:AssumeRole", true)) &&
        namesCaller(statement, caller, account) &&
        externalIdHolds(statement, externalId);
    const statements = role?.arn === roleArn ? list(role.trust.Statement) : [];
    const denied = statements.some((one) => one.Effect === "Deny" && trusts(one));
    if (!denied && statements.some((one) => one.Effect === "Allow" && trusts(one))) return;
    throw new AwsError(
        "AccessDenied",
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        403,
    );
}

function namesCaller({ Principal }: Statement, caller: Caller, account: string): boolean {
    if (Principal === "*") return true;
    const wanted = ["*", account, `arn:aws:iam::${account}:root`, caller.arn];
    return list(Principal?.AWS).some((principal) => wanted.includes(principal));
}

/** The one condition that trust policies commonly have; any other doesn't hold. */
function externalIdHolds({ Condition }: Statement, given: string | undefined): boolean {
    return Object.entries(Condition ?? {}).every(([operator, keys]) =>
        Object.entries(keys).every(
            ([key, wanted]) =>
                operator === "StringEquals" &&
                key.toLowerCase() === "sts:externalid" &&
                given !== undefined &&
                list(wanted).includes(given),
        ),
    );
}
