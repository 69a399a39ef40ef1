import { neededActions } from "../actions/implied";
import type { ActionSpec, Directory, Place } from "../actions/spec";
import type { Caller } from "../identity/principals";
import type { IamView } from "../identity/view";
import { AwsError } from "../protocol/errors";
import type { Operation } from "../protocol/operation";
import type { ConditionContext, PolicyDocument } from "./document";
import { type Decision, evaluate } from "./evaluate";

/** Refuses what the caller's identity policies don't allow, in the words of AWS. */
export async function authorize(
    operation: Operation,
    spec: ActionSpec,
    caller: Caller,
    place: Place,
    directory: Directory,
    view: IamView,
): Promise<void> {
    const { service, action, params } = operation;
    if (caller.kind === "admin" || (service === "sts" && action === "GetCallerIdentity")) return;
    const policies = await policiesOf(caller, view);
    const context = contextOf(caller, place);
    const spoken = spec.spoken?.(params, directory);
    for (const resource of await spec.resources(params, place, directory)) {
        for (const needed of neededActions(operation)) {
            const request = { action: needed, resource, context };
            const decisions = policies.map((set) => evaluate(set, request));
            if (decisions.every((decision) => decision === "allow")) continue;
            throw refusal(operation, caller, needed, spoken ?? resource, decisions);
        }
    }
}

/** Each set has to allow: a session policy can only narrow what the role may do. */
async function policiesOf(caller: Caller, view: IamView): Promise<PolicyDocument[][]> {
    if (caller.kind === "user") return [await view.userPolicies(caller.userName)];
    if (caller.kind === "admin") return [];
    const ofRole = await view.rolePolicies(caller.roleName);
    return caller.policy ? [ofRole, [JSON.parse(caller.policy) as PolicyDocument]] : [ofRole];
}

function contextOf(caller: Caller, place: Place): ConditionContext {
    return {
        "aws:requestedregion": place.region,
        "aws:principalarn": caller.arn,
        "aws:principalaccount": place.account,
        "aws:userid": caller.userId,
        "aws:username": caller.kind === "user" ? caller.userName : undefined,
        "aws:securetransport": "true",
    };
}

function refusal(
    { protocol }: Operation,
    caller: Caller,
    action: string,
    resource: string,
    decisions: Decision[],
): AwsError {
    const because = decisions.includes("deny")
        ? "with an explicit deny in an identity-based policy"
        : `because no identity-based policy allows the ${action} action`;
    return new AwsError(
        protocol === "json" ? "AccessDeniedException" : "AccessDenied",
        `User: ${caller.arn} is not authorized to perform: ${action} on resource: ` + `${resource} ${because}`,
        403,
    );
}
