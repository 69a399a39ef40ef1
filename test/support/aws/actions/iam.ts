import { text } from "../protocol/operation";
import { type Catalogue, type Directory, onEverything, specs } from "./spec";

/** Actions on a user; without a UserName most of them mean the caller. */
const users = specs(
    `CreateUser GetUser UpdateUser DeleteUser TagUser UntagUser ListUserTags PutUserPolicy
  GetUserPolicy DeleteUserPolicy ListUserPolicies AttachUserPolicy DetachUserPolicy
  ListAttachedUserPolicies ListGroupsForUser CreateAccessKey UpdateAccessKey DeleteAccessKey
  ListAccessKeys CreateLoginProfile GetLoginProfile UpdateLoginProfile DeleteLoginProfile
  ListMFADevices ListSSHPublicKeys ListSigningCertificates`,
    {
        resources: async (p, _, directory) => [await directory.userArn(userOf(p, directory))],
        label: userOf,
        spoken: (p, directory) => `user ${userOf(p, directory)}`,
    },
);

/** Here the key names the user, as IAM maps the permission to the key's owner. */
const lastUse = specs("GetAccessKeyLastUsed", {
    resources: async (p, _, directory) => {
        const owner = directory.ownerOf(text(p, "AccessKeyId") ?? "");
        return [owner === undefined ? "*" : await directory.userArn(owner)];
    },
    label: (p, directory) => directory.ownerOf(text(p, "AccessKeyId") ?? "") ?? "-",
});

const roles = specs(
    `CreateRole GetRole UpdateRole DeleteRole TagRole UntagRole ListRoleTags PutRolePolicy
  GetRolePolicy DeleteRolePolicy ListRolePolicies AttachRolePolicy DetachRolePolicy
  ListAttachedRolePolicies UpdateAssumeRolePolicy ListInstanceProfilesForRole`,
    {
        resources: async (p, _, directory) => [await directory.roleArn(text(p, "RoleName") ?? "")],
        label: (p) => text(p, "RoleName") ?? "-",
        spoken: (p) => `role ${text(p, "RoleName") ?? ""}`,
    },
);

const groups = specs(
    `CreateGroup GetGroup DeleteGroup AddUserToGroup RemoveUserFromGroup PutGroupPolicy GetGroupPolicy
  DeleteGroupPolicy ListGroupPolicies AttachGroupPolicy DetachGroupPolicy
  ListAttachedGroupPolicies`,
    {
        resources: async (p, { account }) => [`arn:aws:iam::${account}:group/${text(p, "GroupName")}`],
        label: (p) => text(p, "GroupName") ?? "-",
        spoken: (p) => `group ${text(p, "GroupName") ?? ""}`,
    },
);

const policies = specs(
    `GetPolicy DeletePolicy CreatePolicyVersion GetPolicyVersion ListPolicyVersions
  DeletePolicyVersion SetDefaultPolicyVersion ListEntitiesForPolicy TagPolicy UntagPolicy
  ListPolicyTags`,
    {
        resources: async (p) => [text(p, "PolicyArn") ?? "*"],
        label: (p) => text(p, "PolicyArn") ?? "-",
    },
);

const newPolicy = specs("CreatePolicy", {
    resources: async (p, { account }) => {
        return [`arn:aws:iam::${account}:policy${text(p, "Path") ?? "/"}${text(p, "PolicyName")}`];
    },
    label: (p) => text(p, "PolicyName") ?? "-",
});

export const iam: Catalogue = {
    ...users,
    ...lastUse,
    ...roles,
    ...groups,
    ...policies,
    ...newPolicy,
    ...onEverything(`ListUsers ListRoles ListPolicies ListGroups GetAccountSummary ListAccountAliases
    GenerateCredentialReport GetCredentialReport GetAccountAuthorizationDetails
    ListVirtualMFADevices GetAccountPasswordPolicy`),
};

function userOf(params: Record<string, unknown>, directory: Directory): string {
    return text(params, "UserName") ?? directory.callerName ?? "-";
}
